import type { TicketStatus } from '../../tickets/ticket-state.js';
import { ANSWERING, PAUSING, type TicketClocks } from './ticket-clocks.js';
import { findRounds, type ThreadItem } from './waiting-rounds.js';

/**
 * What a desk promises since now to who waits already, counted as if it always had been so: the question that is not answered, and what is being worked
 * on. Clocks of a kind that the ticket has are left alone, and what is over is not judged afterwards. Pure.
 */
export function beginClocks(clocks: TicketClocks, thread: readonly ThreadItem[], status: TicketStatus, now: number): void {
  const first = thread.find(({ asked }) => asked !== null)?.asked;
  if (first === undefined || first === null || status === 'solved' || status === 'closed') return;
  if (!clocks.all.some(({ kind }) => ANSWERING.has(kind))) {
    const last = findRounds(thread, { stops: (kind, asked) => clocks.stoppersOf(kind, asked), endOf: () => null }).at(-1);
    if (last?.answer === null) clocks.carry(last.kind, last.asked, undefined, now);
  }
  const lastAct = thread.findLast(({ acted }) => acted !== null)?.acted?.at;
  const where = { channel: first.channel, ivr: first.ivr, startedBy: first.entryId };
  for (const kind of PAUSING) {
    if (clocks.all.some((clock) => clock.kind === kind)) continue;
    clocks.start(kind, '1', kind === 'progress' ? (lastAct ?? first.at) : first.at, where);
  }
  if (status === 'pending') clocks.statusChanged('open', 'pending', lastAct ?? now);
}
