import { CALLS, leave, MOVED } from './moved-clocks.js';
import { type Clock, isAway, isRunning } from './clock.js';
import { ANSWERING, type TicketClocks } from './ticket-clocks.js';
import { findRounds, type ThreadItem } from './waiting-rounds.js';

/**
 * A ticket went into another: who waited in it waits there since he wrote, told of what he was told; of two who wait the one who has waited longer counts.
 * What was answered stays with the ticket where it was promised. Pure.
 */
export function mergeClocks(from: TicketClocks, into: TicketClocks | undefined, at: number): void {
  const { waiting } = from;
  const calls = from.all.filter((clock) => CALLS.has(clock.kind) && isRunning(clock));
  // First: what ran out until now is told where it was promised, and not once more.
  from.leave(at);
  if (into === undefined) return;
  if (waiting !== null) takeOver(into, waiting, at);
  for (const call of calls) into.adopt({ ...call, cancelledAt: null, cancelledFor: null });
}

/** The merge was undone: each waits where he wrote, or was answered meanwhile. Pure. */
export function unmergeClocks(from: TicketClocks, into: TicketClocks | undefined, at: number): void {
  const mergedAt = Math.max(...from.all.filter(({ cancelledFor }) => cancelledFor === 'merged').map(({ cancelledAt }) => cancelledAt!));
  for (const clock of from.comeBack()) {
    if (into === undefined) continue;
    const carried = into.all.find((each) => !isAway(each) && isSame(each, clock));
    const end = carried ?? into.all.find((each) => isAnswered(each, clock, mergedAt));
    if (end !== undefined && end.metAt !== null) from.meet(clock, end.metAt, end.metBy);
    if (carried === undefined) continue;
    const replaced = into.all.filter((each) => ANSWERING.has(clock.kind) && isReplaced(each, carried)).at(-1);
    if (replaced !== undefined) into.revive(replaced, carried);
    into.giveAway(carried, at, MOVED);
  }
}

/** After that, in the ticket that had taken it in: who wrote there meanwhile was not waited for apart; `thread` is as it is now. Pure. */
export function waitAgain(into: TicketClocks, thread: readonly ThreadItem[]): void {
  if (into.waiting !== null) return;
  const rounds = findRounds(thread, { stops: (kind, asked) => into.stoppersOf(kind, asked), endOf: () => null });
  const asked = rounds.find(({ answer }) => answer === null)?.asked;
  if (asked !== undefined) into.customerWrote(asked, asked.channel, asked.ivr);
}

function takeOver(into: TicketClocks, waiting: Clock, at: number): void {
  const { startedBy, startedAt, channel, ivr } = waiting;
  const own = into.waiting;
  into.work(startedAt, { channel, ivr, startedBy });
  if (own !== null && own.startedAt <= startedAt) return;
  if (own !== null) leave(into, own, at);
  const promised = into.all.some((clock) => clock.kind === 'response' && !isAway(clock));
  into.carry(promised ? 'nextResponse' : 'response', { at: startedAt, entryId: startedBy, channel, ivr }, waiting, at);
}

/** The same promise for the same entry, in the other ticket. */
function isSame(there: Clock, { kind, round, startedBy }: Clock): boolean {
  if (CALLS.has(kind)) return there.kind === kind && there.round === round;
  return ANSWERING.has(kind) && ANSWERING.has(there.kind) && startedBy !== null && there.startedBy === startedBy;
}

/** The waiting there, which was longer, ended while both waited as one. */
function isAnswered(there: Clock, { kind, startedAt }: Clock, mergedAt: number): boolean {
  if (!ANSWERING.has(kind) || !ANSWERING.has(there.kind)) return false;
  return there.startedAt <= startedAt && there.metAt !== null && there.metAt >= mergedAt;
}

/** Who waited there before one came who had waited longer. */
function isReplaced(clock: Clock, by: Clock): boolean {
  return clock.cancelledFor === MOVED && ANSWERING.has(clock.kind) && clock.kind === by.kind && clock.startedAt > by.startedAt;
}
