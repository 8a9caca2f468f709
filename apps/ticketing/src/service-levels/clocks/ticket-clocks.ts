import { isDeepStrictEqual } from 'node:util';
import type { ClockKind, ClockStopper } from '../../desk/schema/targets.js';
import type { TicketStatus } from '../../tickets/ticket-state.js';
import { type Clock, type ClockAct, type ClockEvent, isAway, isPaused, isRunning, judgedPartsOf } from './clock.js';
import { ClockSheet, type ClockWhere } from './clock-sheet.js';

/** Until the customer has answered, these stand still. */
export const PAUSING: ReadonlySet<ClockKind> = new Set<ClockKind>(['resolution', 'progress']);
export const ANSWERING: ReadonlySet<ClockKind> = new Set<ClockKind>(['response', 'nextResponse']);
const JUDGED: readonly ClockKind[] = ['response', 'nextResponse', 'resolution', 'progress'];

/** All clocks of one ticket while things happen to it. Pure: what changed is kept in `news` and `changed`. */
export class TicketClocks extends ClockSheet {
  /** The customer wrote or called: he waits for an answer from now on, if he did not wait before. */
  customerWrote({ entryId, at }: ClockEvent, channel: string | null, ivr: readonly string[] = []): void {
    const answers = this.clocks.filter((clock) => clock.kind === 'response' && !isAway(clock));
    // He waits for it since its thread was looked through as a whole.
    if (entryId !== null && this.clocks.some((clock) => ANSWERING.has(clock.kind) && clock.startedBy === entryId && !isAway(clock))) return;
    const waits = this.clocks.some((clock) => ANSWERING.has(clock.kind) && isRunning(clock));
    const where = { channel, ivr, startedBy: entryId };
    if (answers.length === 0) this.startRound('response', at, where);
    else if (!waits) this.startRound('nextResponse', at, where);
    this.work(at, where);
  }

  /** What is worked on has to be solved, and told how it stands. */
  work(at: number, where: ClockWhere): void {
    for (const kind of PAUSING) if (this.running(kind) === undefined) this.startRound(kind, at, where);
  }

  /** Somebody got in touch with the customer: nobody waits any more for what he asked until then. */
  answered({ entryId, at }: ClockEvent, by: ClockStopper): void {
    for (const clock of this.clocks.filter((each) => isRunning(each) && each.stoppedBy.includes(by) && each.startedAt <= at)) {
      if (ANSWERING.has(clock.kind)) this.meet(clock, at, entryId);
      if (clock.kind !== 'progress') continue;
      this.meet(clock, at, entryId);
      this.startRound('progress', at, { channel: clock.channel, ivr: clock.ivr, startedBy: entryId });
    }
  }

  /** It was recorded who calls: the callers that were connected by then are greeted. */
  identified({ entryId, at }: ClockEvent): void {
    for (const clock of this.clocks)
      if (clock.kind === 'greeting' && isRunning(clock) && clock.startedAt <= at) this.meet(clock, at, entryId);
  }

  /**
   * An answer did not arrive, or was taken back: who waited for it waits still, unless he was answered since; `acts`: all by which he was, in order of
   * their times.
   */
  unanswered(entryId: string, acts: readonly ClockAct[]): void {
    for (const clock of this.clocks) {
      if (clock.metBy !== entryId || !(ANSWERING.has(clock.kind) || this.isTakenBack(clock, entryId))) continue;
      const next = acts.find(({ entryId: id, at, by }) => id !== entryId && at >= clock.startedAt && clock.stoppedBy.includes(by));
      clock.metAt = null;
      clock.metBy = null;
      if (next !== undefined) {
        this.meet(clock, next.at, next.entryId);
        continue;
      }
      this.tell(clock, 'reopened');
      // A later round of the same waiting is the same waiting.
      for (const later of this.clocks) if (later !== clock && isSameWait(clock, later)) this.cancel(later, later.startedAt, 'reopened');
    }
  }

  /** When the clocks began that an answer met. */
  beganBefore(entryId: string): number[] {
    return this.clocks.filter(({ metBy }) => metBy === entryId).map(({ startedAt }) => startedAt);
  }

  /** How it stands was told by that answer, and has not been since: the round before it goes on, as long as anything is worked on. */
  private isTakenBack({ kind }: Clock, entryId: string): boolean {
    return kind === 'progress' && this.clocks.some((next) => next.kind === kind && next.startedBy === entryId && isRunning(next));
  }

  statusChanged(from: TicketStatus, to: TicketStatus, at: number): void {
    if (to === 'solved' || to === 'closed') {
      for (const clock of this.clocks.filter((each) => isRunning(each) && JUDGED.includes(each.kind)))
        if (clock.kind === 'resolution') this.meet(clock, at, null);
        else this.cancel(clock, at, to);
      return;
    }
    const reopened = from === 'solved' || from === 'closed';
    const last = this.clocks.filter(({ kind }) => kind === 'resolution' || kind === 'response').at(-1);
    if (reopened) this.work(at, { channel: last?.channel ?? null, ivr: [], startedBy: null });
    for (const kind of PAUSING) {
      const clock = this.running(kind);
      if (clock === undefined) continue;
      if (to === 'pending' && !isPaused(clock)) this.setPauses(clock, [...clock.pauses, { from: at, to: null }], 'paused');
      if (to !== 'pending' && isPaused(clock)) this.resume(clock, at);
    }
  }

  /** Somebody else than a person serves him since he wrote: what waits for a person's word stands still. What `by` may stop goes on. */
  hold(by: ClockStopper): void {
    for (const clock of this.clocks)
      if (ANSWERING.has(clock.kind) && isRunning(clock) && !isPaused(clock) && !clock.stoppedBy.includes(by))
        this.setPauses(clock, [...clock.pauses, { from: clock.pauses.at(-1)?.to ?? clock.startedAt, to: null }], 'paused');
  }

  /** He waits for a person from now on. */
  release(at: number): void {
    for (const clock of this.clocks) if (ANSWERING.has(clock.kind) && isRunning(clock) && isPaused(clock)) this.resume(clock, at);
  }

  /** Priority, plan, hours or the desk itself are others now: what runs is judged as if it always had been so. */
  rejudge(now: number): void {
    for (const clock of this.clocks) {
      if (!isRunning(clock)) continue;
      const before = judgedPartsOf(clock);
      this.apply(clock);
      clock.deskVersion = this.deskVersion;
      if (isDeepStrictEqual(judgedPartsOf(clock), before)) continue;
      this.changed.add(clock);
      // What is due later than it was is not late yet; what was told is told again when it is.
      if (clock.dueAt === null || clock.dueAt > now) clock.breachedAt = null;
      if (clock.warnAt === null || clock.warnAt > now) clock.warnedAt = null;
      this.tell(clock, 'rejudged');
    }
  }

  /** Its entries are in another ticket now. */
  leave(at: number): void {
    for (const clock of this.clocks) if (isRunning(clock)) this.cancel(clock, at, 'merged');
  }

  /** The merge was undone: what ran goes on. Returns it. */
  comeBack(): Clock[] {
    const back = this.clocks.filter(({ cancelledFor }) => cancelledFor === 'merged');
    for (const clock of back) this.revive(clock);
    return back;
  }

  /** Since when the customer waits for an answer, and where he asked; null while he does not. */
  get waiting(): Clock | null {
    return this.clocks.find((clock) => ANSWERING.has(clock.kind) && isRunning(clock)) ?? null;
  }
}

function isSameWait(clock: Clock, later: Clock): boolean {
  const sameKind = ANSWERING.has(clock.kind) ? ANSWERING.has(later.kind) : later.kind === clock.kind;
  return sameKind && isRunning(later) && later.startedAt >= clock.startedAt;
}
