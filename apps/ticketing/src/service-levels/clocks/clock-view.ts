import type { ClockKind } from '../../desk/schema/targets.js';
import { type Clock, isPaused } from './clock.js';

export type ClockState = 'running' | 'paused' | 'warned' | 'breached' | 'met' | 'cancelled';

/** A clock as it is shown. */
export interface ClockView {
  readonly id: string;
  readonly ticketId: string;
  readonly kind: ClockKind;
  readonly target: string | null;
  readonly calendar: string | null;
  readonly channel: string | null;
  readonly state: ClockState;
  readonly startedAt: Date;
  readonly dueAt: Date | null;
  readonly warnAt: Date | null;
  readonly pausedAt: Date | null;
  readonly warnedAt: Date | null;
  readonly breachedAt: Date | null;
  readonly metAt: Date | null;
  /** The entry that met it. */
  readonly metBy: string | null;
  readonly cancelledAt: Date | null;
  readonly cancelledFor: string | null;
  /** Until it is due; negative when it was. */
  readonly leftMs: number | null;
  readonly deskVersion: number;
}

export function toView(clock: Clock, now: number): ClockView {
  const { id, ticketId, kind, target, calendar, channel, metBy, cancelledFor, deskVersion, pauses } = clock;
  const toDate = (instant: number | null) => (instant === null ? null : new Date(instant));
  return {
    ...{ id, ticketId, kind, target, calendar, channel, state: stateOf(clock), deskVersion, metBy, cancelledFor },
    startedAt: new Date(clock.startedAt),
    dueAt: toDate(clock.dueAt),
    warnAt: toDate(clock.warnAt),
    pausedAt: isPaused(clock) ? toDate(pauses.at(-1)!.from) : null,
    warnedAt: toDate(clock.warnedAt),
    breachedAt: toDate(clock.breachedAt),
    metAt: toDate(clock.metAt),
    cancelledAt: toDate(clock.cancelledAt),
    leftMs: clock.dueAt === null || clock.metAt !== null || clock.cancelledAt !== null ? null : clock.dueAt - now,
  };
}

function stateOf(clock: Clock): ClockState {
  if (clock.metAt !== null) return 'met';
  if (clock.cancelledAt !== null) return 'cancelled';
  if (isPaused(clock)) return 'paused';
  if (clock.breachedAt !== null) return 'breached';
  return clock.warnedAt === null ? 'running' : 'warned';
}
