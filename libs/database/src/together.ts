import { sqlStateOf } from './pg-errors.js';

/** "current transaction is aborted": an earlier statement failed, and that one is the news. */
const CONSEQUENCE = '25P02';

/**
 * Awaits statements of one transaction that were called without waiting for each other, in the order of the calls. Resolves to their answers
 * when all have succeeded; rejects, when all have ended, with the fault that made the others fail.
 */
export async function together<T extends readonly unknown[]>(
  statements: readonly [...T],
): Promise<{ -readonly [K in keyof T]: Awaited<T[K]> }> {
  const ended = await Promise.allSettled(statements);
  const faults = ended.flatMap((one) => (one.status === 'rejected' ? [one.reason as unknown] : []));
  if (faults.length > 0) throw faults.find((fault) => !isConsequence(fault)) ?? faults[0];
  return ended.map((one) => (one as PromiseFulfilledResult<unknown>).value) as { -readonly [K in keyof T]: Awaited<T[K]> };
}

function isConsequence(fault: unknown): boolean {
  if (sqlStateOf(fault) === CONSEQUENCE) return true;
  return fault instanceof Error && fault.cause !== undefined && isConsequence(fault.cause);
}
