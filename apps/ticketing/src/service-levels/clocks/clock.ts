import type { ClockKind, ClockStopper } from '../../desk/schema/targets.js';
import type { TargetTime } from '../calendars/targets.js';
import type { Pause } from '../targets/judge.js';

/** A promise that runs, or ran: a row of `clocks`. Times in milliseconds since 1970 UTC. */
export interface Clock {
  readonly id: string;
  readonly ticketId: string;
  readonly kind: ClockKind;
  /** The how-manieth of its kind; of a call its entry. */
  readonly round: string;
  /** Null where no target holds at the moment: it only measures. */
  target: string | null;
  calendar: string | null;
  channel: string | null;
  readonly ivr: readonly string[];
  length: TargetTime | null;
  stoppedBy: readonly ClockStopper[];
  readonly startedAt: number;
  readonly startedBy: string | null;
  dueAt: number | null;
  warnAt: number | null;
  pauses: readonly Pause[];
  warnedAt: number | null;
  breachedAt: number | null;
  metAt: number | null;
  /** The entry that met it. */
  metBy: string | null;
  cancelledAt: number | null;
  cancelledFor: string | null;
  deskVersion: number;
}

/** What starts or stops clocks: an entry, and when it was so. */
export interface ClockEvent {
  readonly entryId: string | null;
  readonly at: number;
}

/** By which somebody got in touch with the customer. */
export interface ClockAct extends ClockEvent {
  readonly by: ClockStopper;
}

export const CLOCK_CHANGES = ['started', 'warned', 'breached', 'met', 'paused', 'resumed', 'rejudged', 'reopened', 'cancelled'] as const;
export type ClockChange = (typeof CLOCK_CHANGES)[number];

export function isRunning({ metAt, cancelledAt }: Clock): boolean {
  return metAt === null && cancelledAt === null;
}

/** Its question went to another ticket, and its promise with it. */
export function isAway({ cancelledFor }: Clock): boolean {
  return cancelledFor === 'moved';
}

export function isPaused({ pauses }: Clock): boolean {
  return pauses.at(-1)?.to === null;
}

/** When something of it is to be told next; null: never, as things are. */
export function nextTelling(clock: Clock): number | null {
  if (!isRunning(clock) || clock.dueAt === null || clock.breachedAt !== null) return null;
  const { warnAt, warnedAt, dueAt } = clock;
  return warnedAt === null && warnAt !== null && warnAt < dueAt ? warnAt : dueAt;
}

/** What targets and hours make of it. */
export function judgedPartsOf({ target, calendar, length, stoppedBy, dueAt, warnAt }: Clock) {
  return { target, calendar, length, stoppedBy, dueAt, warnAt };
}
