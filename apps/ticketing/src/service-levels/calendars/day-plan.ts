import type { CalendarRules, DaySpan, HoursKind } from './calendar-rules.js';
import type { Holiday, HolidaySet } from './holiday-set.js';
import { type LocalDay, type Weekday, weekdayOf } from './local-day.js';

export const DAY_KINDS = ['working', 'weekend', 'holiday'] as const;
/** A make-up working day is `working`, whatever weekday it is. */
export type DayKind = (typeof DAY_KINDS)[number];

export interface DayFacts {
  readonly kind: DayKind;
  readonly holiday: Holiday | null;
  /** A weekend day that is worked. */
  readonly makeUp: boolean;
  /** The weekday whose moving hours are worked. */
  readonly worksAs: Weekday;
}

export interface PlannedSpan extends DaySpan {
  readonly by: HoursKind;
}

/** What a date is by a calendar, and what is planned for it. Knows no zone and no instants. */
export class DayPlan {
  constructor(
    private readonly rules: CalendarRules,
    private readonly sets: readonly HolidaySet[],
  ) {}

  factsOf(day: LocalDay): DayFacts {
    const weekday = weekdayOf(day);
    for (const { holidays, makeUpDays } of this.sets) {
      const holiday = holidays.get(day);
      if (holiday !== undefined) return { kind: 'holiday', holiday, makeUp: false, worksAs: weekday };
      const worksAs = makeUpDays.get(day);
      if (worksAs !== undefined) return { kind: 'working', holiday: null, makeUp: true, worksAs };
    }
    const weekend = weekday === 'sat' || weekday === 'sun';
    return { kind: weekend ? 'weekend' : 'working', holiday: null, makeUp: false, worksAs: weekday };
  }

  spansOf(day: LocalDay): PlannedSpan[] {
    const dated = this.rules.dates.get(day);
    if (dated !== undefined) return dated.flatMap(spansBy);
    const facts = this.factsOf(day);
    const own = facts.holiday === null ? [] : this.ownHoursOf(facts.holiday.key);
    if (own.length > 0) return own.flatMap(spansBy);
    const weekday = weekdayOf(day);
    return this.rules.weekdays
      .filter(({ days, moved }) => (moved ? facts.kind !== 'holiday' && days.has(facts.worksAs) : days.has(weekday)))
      .flatMap(spansBy);
  }

  /** Whether what is planned for a date differs from an ordinary week's. */
  isException(day: LocalDay): boolean {
    const usual = this.rules.weekdays.filter(({ days }) => days.has(weekdayOf(day))).flatMap(spansBy);
    return describe(usual) !== describe(this.spansOf(day));
  }

  private ownHoursOf(key: string) {
    const named = this.rules.onHolidays.filter(({ holidays }) => holidays !== 'all' && holidays.has(key));
    return named.length > 0 ? named : this.rules.onHolidays.filter(({ holidays }) => holidays === 'all');
  }
}

function spansBy({ spans, by }: { readonly spans: readonly DaySpan[]; readonly by: HoursKind }): PlannedSpan[] {
  return spans.map(({ from, to }) => ({ from, to, by }));
}

function describe(spans: readonly PlannedSpan[]): string {
  return spans
    .map(({ from, to, by }) => `${by} ${from}-${to}`)
    .sort()
    .join();
}
