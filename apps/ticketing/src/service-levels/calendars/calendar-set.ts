import { Calendar } from './calendar.js';
import type { CalendarRules, HoursOverride } from './calendar-rules.js';
import type { HolidaySet } from './holiday-set.js';

/** All calendars of a desk, by key. Rules refer to each other and to holiday sets; who made them saw to it that those exist and end. */
export class CalendarSet {
  private readonly calendars = new Map<string, Calendar>();

  constructor(rules: readonly CalendarRules[], holidaySets: ReadonlyMap<string, HolidaySet>) {
    const byKey = new Map(rules.map((one) => [one.key, one]));
    const make = (one: CalendarRules): Calendar => {
      const made = this.calendars.get(one.key);
      if (made !== undefined) return made;
      const sets = one.holidays.map((key) => holidaySets.get(key)!);
      const calendar = new Calendar(
        one,
        sets,
        one.teams.map((key) => make(byKey.get(key)!)),
      );
      this.calendars.set(one.key, calendar);
      return calendar;
    };
    rules.forEach(make);
  }

  get keys(): string[] {
    return [...this.calendars.keys()];
  }

  get(key: string, overrides: readonly HoursOverride[] = []): Calendar {
    return this.calendars.get(key)!.overridden(overrides);
  }

  all(): Calendar[] {
    return [...this.calendars.values()];
  }
}
