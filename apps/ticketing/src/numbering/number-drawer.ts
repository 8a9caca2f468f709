import { Inject, Injectable } from '@nestjs/common';
import { DATABASE } from '#database';
import type { Database } from '#database';
import { SETTINGS } from '#runtime';
import type { Settings } from '#runtime';
import { dayIn, formatTicketNumber } from './ticket-number.js';

/**
 * Raises all counters at once in a transaction of its own, so that no counter stays locked over a batch. That commit need not reach the
 * disk by itself: whoever uses a number commits after it, and a later commit carries all earlier ones to the disk.
 */
const RAISE = `
  insert into number_counters as counter (code, day, next)
  select code, $1, 1 + count from unnest($2::text[], $3::int[]) as wanted (code, count), set_config('synchronous_commit', 'off', true)
  order by code
  on conflict (code, day) do update set next = counter.next + excluded.next - 1
  returning code, next`;

/** Draws ticket numbers: unique, never reused, with gaps after a crash. */
@Injectable()
export class NumberDrawer {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /** One number a code, in the order given, of the day that it is on the desk. */
  async draw(codes: readonly string[], now: Date): Promise<string[]> {
    if (codes.length === 0) return [];
    const day = dayIn(this.settings.deskSettings.timeZone, now);
    const counts = new Map<string, number>();
    for (const code of codes) counts.set(code, (counts.get(code) ?? 0) + 1);
    const rows = await this.database.aside.query<{ code: string; next: number }>(
      RAISE,
      [day, [...counts.keys()], [...counts.values()]],
      'ticketing_draw_numbers',
    );
    const next = new Map(rows.map((row) => [row.code, row.next - counts.get(row.code)!]));
    return codes.map((code) => {
      const running = next.get(code)!;
      next.set(code, running + 1);
      return formatTicketNumber(day, code, running);
    });
  }
}
