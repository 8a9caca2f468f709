import type { Sql } from '#database';
import { holidaysInForce, lookAtHolidays } from './holidays-in-force.js';

/** Does this process judge by these holidays? Its files may have changed since it last looked. */
export async function hasHolidays(sql: Sql, hash: string): Promise<boolean> {
  lookAtHolidays();
  const [kept] = await sql.query<{ hash: string }>('select hash from holiday_hashes where one');
  // Others are in force meanwhile: their own request judges all.
  return holidaysInForce().hash === hash || kept?.hash !== hash;
}
