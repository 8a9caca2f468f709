import { AsyncLocalStorage } from 'node:async_hooks';
import type { Transaction } from '#database';
import type { AuditFacts } from './audit-record.js';
import { AuditRepository } from './audit.repository.js';

/** A request whose changes are recorded with them. */
interface Trail {
  readonly at: Date;
  readonly facts: Omit<AuditFacts, 'outcome'>;
  /** What services add: why a rule was overridden, say. */
  more: Partial<Pick<AuditFacts, 'reason' | 'cause' | 'ticketId'>>;
  written: boolean;
  open: boolean;
}

const TRAIL = new AsyncLocalStorage<Trail>();

/** Runs `work`; what it changes through `Effects` or `TicketWork` is recorded in the transaction that changes it. Tells whether anything was. */
export async function trail<T>(
  at: Date,
  facts: Trail['facts'],
  work: () => Promise<T>,
): Promise<{ result: T; written: boolean; facts: Trail['facts'] }> {
  const running: Trail = { at, facts, more: {}, written: false, open: true };
  try {
    const result = await TRAIL.run(running, work);
    return { result, written: running.written, facts: { ...facts, ...running.more } };
  } finally {
    running.open = false;
  }
}

/** To be called at the end of each transaction that changes something for a request; a second try of it writes again. */
export async function recordChange(transaction: Transaction, result: unknown): Promise<void> {
  const running = TRAIL.getStore();
  if (running?.open !== true) return;
  const made = idOf(result);
  const { facts, more, at } = running;
  const targets = made === null ? facts.targets : { ...facts.targets, made };
  await AuditRepository.note(transaction, at, { ...facts, ...(targets === undefined ? {} : { targets }), ...more, outcome: 'done' });
  running.written = true;
}

/** Why something was done that the desk stops by itself, as the person said it. */
export function explainChange(more: Trail['more']): void {
  const running = TRAIL.getStore();
  if (running?.open === true) running.more = { ...running.more, ...more };
}

/** The id of what came of it, where the work says one. */
function idOf(result: unknown): string | null {
  const found = typeof result === 'object' && result !== null && 'id' in result ? result.id : result;
  return typeof found === 'string' && /^[0-9a-f-]{36}$/.test(found) ? found : null;
}
