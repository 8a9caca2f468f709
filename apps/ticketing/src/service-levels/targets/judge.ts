import type { ClockKind, ClockStopper } from '../../desk/schema/targets.js';
import type { Calendar } from '../calendars/calendar.js';
import { dueAfter, lengthOn, type TargetTime } from '../calendars/targets.js';
import type { DeskHours, OverridesOf } from '../hours/desk-hours.js';
import type { JudgedFacts, Target, TargetBook } from './target-book.js';

/** Time in which a clock stood still: the customer had to answer. Open: it stands still. */
export interface Pause {
  readonly from: number;
  readonly to: number | null;
}

/** Which target a clock runs by, and what follows. Null: by none of this calendar's days, or it stands still. */
export interface Judgement {
  readonly target: string;
  readonly calendar: string;
  readonly time: TargetTime;
  readonly stoppedBy: readonly ClockStopper[];
  readonly dueAt: number | null;
  readonly warnAt: number | null;
}

export interface JudgingDesk {
  readonly hours: DeskHours;
  readonly book: TargetBook;
  readonly warnAt: number;
}

/** The target that is due first of those that hold; null where none does. Counted from `startedAt`, as if it had always been this one. */
export function judge(
  { hours, book, warnAt }: JudgingDesk,
  overrides: OverridesOf,
  asked: { readonly kind: ClockKind; readonly facts: JudgedFacts; readonly startedAt: number; readonly pauses: readonly Pause[] },
): Judgement | null {
  const candidates = book.find(asked.kind, asked.facts).map((target) => {
    const calendar = hours.calendarKeyOf(asked.facts.channel, target.calendar);
    return measure(target, calendar, hours.calendarFor(asked.facts.channel, calendar, overrides), { ...asked, warnAt });
  });
  return (
    candidates.reduce<Measured | null>((first, next) => (first === null || next.end < first.end ? next : first), null)?.judgement ?? null
  );
}

interface Measured {
  readonly judgement: Judgement;
  /** By which targets are compared, also while the clock stands still. */
  readonly end: number;
}

function measure(
  target: Target,
  calendarKey: string,
  calendar: Calendar,
  { startedAt, pauses, warnAt }: { readonly startedAt: number; readonly pauses: readonly Pause[]; readonly warnAt: number },
): Measured {
  const time = lengthOn(target.length, calendar.kindAt(startedAt));
  const end = dueAfter(calendar, startedAt, time);
  const stands = pauses.some(({ to }) => to === null);
  const dueAt = end === null || stands ? null : prolong(calendar, end, pauses, time);
  const warning = end === null || stands ? null : prolong(calendar, warningOf(calendar, startedAt, end, time, warnAt), pauses, time);
  return {
    judgement: { target: target.key, calendar: calendarKey, time, stoppedBy: [...target.stoppedBy], dueAt, warnAt: warning },
    end: end ?? Infinity,
  };
}

function warningOf(calendar: Calendar, from: number, end: number, time: TargetTime, share: number): number {
  if (time.of === 'clock') return Math.round(from + (end - from) * share);
  return calendar.addWorkingTime(from, Math.round(calendar.workingTimeBetween(from, end) * share)) ?? end;
}

/** Each pause that began before it was over puts it off by its own length, measured as the target measures. */
function prolong(calendar: Calendar, end: number, pauses: readonly Pause[], { of }: TargetTime): number | null {
  let due: number | null = end;
  for (const { from, to } of pauses) {
    if (due === null || to === null || from >= due) continue;
    due = of === 'clock' ? due + (to - from) : calendar.addWorkingTime(due, calendar.workingTimeBetween(from, to));
  }
  return due;
}
