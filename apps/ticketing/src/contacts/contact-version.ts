import type { Transaction } from '#database';
import { PermanentError } from '#runtime';

/** Each change of what the desk knows of a contact (profile, products, orders) is a version; whoever saw an older one changes nothing. Throws `PermanentError` (`version_conflict`). */
export async function raiseContactVersion(transaction: Transaction, contactId: string, expected: number | undefined): Promise<void> {
  const [row] = await transaction.query<{ version: number }>(
    'update contacts set version = version + 1 where id = $1::uuid returning version - 1 as version',
    [contactId],
  );
  if (row === undefined || expected === undefined || expected === row.version) return;
  throw new PermanentError(`contact ${contactId} is at version ${row.version}, not ${expected}`, {
    code: 'version_conflict',
    hint: 'look at what changed, then send again with the current version',
    fields: { currentVersion: row.version, expectedVersion: expected },
  });
}
