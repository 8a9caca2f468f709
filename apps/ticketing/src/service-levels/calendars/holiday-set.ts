import { type LocalDay, type Weekday, yearOf } from './local-day.js';

export interface Holiday {
  /** Which holiday, as desk files name it: `spring-festival`. */
  readonly key: string;
  /** Language → name. */
  readonly name: Readonly<Record<string, string>>;
}

/** The public holidays of one country, and the weekend days that are worked instead (调休). */
export class HolidaySet {
  constructor(
    readonly key: string,
    readonly holidays: ReadonlyMap<LocalDay, Holiday>,
    /** Which weekday's hours are worked that day. */
    readonly makeUpDays: ReadonlyMap<LocalDay, Weekday>,
    readonly years: ReadonlySet<number>,
  ) {}

  covers(day: LocalDay): boolean {
    return this.years.has(yearOf(day));
  }

  get names(): ReadonlySet<string> {
    return new Set([...this.holidays.values()].map(({ key }) => key));
  }
}
