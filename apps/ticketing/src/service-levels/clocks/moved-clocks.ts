import type { ClockKind } from '../../desk/schema/targets.js';
import { type Clock, isRunning } from './clock.js';
import { ANSWERING, PAUSING, type TicketClocks } from './ticket-clocks.js';
import { type Asked, findRounds, type ThreadItem, type WaitingRound } from './waiting-rounds.js';

/** Promises to callers, each of one call. */
export const CALLS: ReadonlySet<ClockKind> = new Set<ClockKind>(['pickup', 'greeting', 'firstLine']);
/** Why a clock was called off whose entry is in another ticket. */
export const MOVED = 'moved';

/** Entries that went from one ticket to another, with both threads as they are now. */
export interface MovedThread {
  readonly entries: ReadonlySet<string>;
  readonly from: Side;
  readonly to: Side;
  readonly now: number;
}

interface Side {
  readonly clocks: TicketClocks;
  readonly thread: readonly ThreadItem[];
  /** Solved or closed: nobody waits. */
  readonly ended: boolean;
}

type Known = ReturnType<Parameters<typeof findRounds>[1]['endOf']>;

/** Puts the clocks of both tickets right: what was promised to who wrote the entries goes where they are, as far as it had come. Pure. */
export function moveClocks({ entries, from, to, now }: MovedThread): void {
  const before = new Map(from.clocks.all.map((clock) => [clock, { ...clock }]));
  const known = [...before.values()];
  const knownOf = (asked: Asked): Known => (entries.has(asked.entryId) ? findEnd(known, asked) : null);
  settle(from, entries, now, () => null, []);
  settle(to, entries, now, knownOf, known);
  for (const clock of known) if (CALLS.has(clock.kind) && entries.has(clock.round)) carryCall(to.clocks, clock);
  for (const clock of from.clocks.all) if (CALLS.has(clock.kind) && entries.has(clock.round)) leave(from.clocks, clock, now);
  const came = to.thread.find(({ entryId, asked }) => asked !== null && entries.has(entryId))?.asked;
  if (came !== undefined && came !== null && !to.ended) takeUp(to.clocks, came);
  if (!from.thread.some(({ asked }) => asked !== null))
    for (const clock of from.clocks.all) if (PAUSING.has(clock.kind) && isRunning(clock)) leave(from.clocks, clock, now);
}

/** How the waiting for a question had ended where it was: by whom, or because nobody waited any more. Null: he waits. */
function findEnd(clocks: readonly Clock[], { at }: Asked): Known {
  const covering = clocks
    .filter(({ kind, startedAt }) => ANSWERING.has(kind) && startedAt <= at)
    .filter(({ metAt, cancelledAt }) => (metAt ?? cancelledAt ?? Infinity) >= at)
    .at(-1);
  if (covering === undefined) return null;
  if (covering.metAt !== null) return { entryId: covering.metBy, at: covering.metAt };
  return covering.cancelledAt !== null && covering.cancelledFor !== MOVED ? 'over' : null;
}

function settle(
  { clocks, thread, ended }: Side,
  moved: ReadonlySet<string>,
  now: number,
  knownOf: (asked: Asked) => Known,
  elsewhere: readonly Clock[],
): void {
  const answering = clocks.all.filter(({ kind }) => ANSWERING.has(kind));
  const here = new Set(thread.map(({ entryId }) => entryId));
  const ownOf = (kind: WaitingRound['kind'], { entryId }: Asked) =>
    answering.find((clock) => clock.startedBy === entryId && clock.kind === kind);
  const lastEnd = Math.max(-Infinity, ...answering.filter(isOver).map(({ cancelledAt }) => cancelledAt!));
  const endOf = (kind: WaitingRound['kind'], asked: Asked): Known => {
    const own = ownOf(kind, asked);
    if (own !== undefined && isOver(own)) return 'over';
    // Its answer is in another ticket since an earlier move.
    if (own !== undefined && own.metAt !== null && !(own.metBy !== null && (here.has(own.metBy) || moved.has(own.metBy))))
      return { entryId: own.metBy, at: own.metAt };
    const known = knownOf(asked);
    if (known !== null && known !== 'over' && known.entryId !== null && here.has(known.entryId)) return null;
    return known ?? (asked.at <= lastEnd && !moved.has(asked.entryId) ? 'over' : null);
  };
  const rounds = findRounds(thread, { stops: (kind, asked) => clocks.stoppersOf(kind, asked), endOf });
  const kept = new Set<Clock>(answering.filter(isOver));
  for (const round of rounds) {
    const own = ownOf(round.kind, round.asked);
    if (own === undefined && round.answer === null && ended) continue;
    const clock = own ?? clocks.carry(round.kind, round.asked, elsewhere.find(sameQuestion(round.asked)), now);
    if (clock === null) continue;
    kept.add(clock);
    if (clock.cancelledFor === MOVED) clocks.revive(clock);
    if (round.answer !== null) clocks.meet(clock, round.answer.at, round.answer.entryId);
    else clocks.unmeet(clock);
  }
  for (const clock of answering) if (!kept.has(clock)) leave(clocks, clock, now);
}

function sameQuestion({ entryId }: Asked) {
  return ({ kind, startedBy }: Clock) => ANSWERING.has(kind) && startedBy === entryId;
}

/** Nobody waited for it any more. */
function isOver({ cancelledFor }: Clock): boolean {
  return cancelledFor === 'solved' || cancelledFor === 'closed';
}

/** It is another ticket's now; what was told of it is not told again. */
export function leave(clocks: TicketClocks, clock: Clock, now: number): void {
  if (clock.cancelledAt === null) clocks.giveAway(clock, now, MOVED);
}

/** What was promised to a caller is as it was: his call was taken, or not. */
function carryCall(clocks: TicketClocks, call: Clock): void {
  const own = clocks.all.find(({ kind, round }) => kind === call.kind && round === call.round);
  if (own === undefined) clocks.adopt(call);
  else if (own.cancelledFor === MOVED) clocks.revive(own, call);
}

/** What came in has to be solved here. */
function takeUp(clocks: TicketClocks, { at, channel, ivr, entryId }: Asked): void {
  for (const clock of clocks.all)
    if (PAUSING.has(clock.kind) && clock.cancelledFor === MOVED && !clocks.all.some((each) => each.kind === clock.kind && isRunning(each)))
      clocks.revive(clock);
  clocks.work(at, { channel, ivr, startedBy: entryId });
}
