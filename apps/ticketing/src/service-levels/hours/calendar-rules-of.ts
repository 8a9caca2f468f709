import type { Desk } from '../../desk/desk-schema.js';
import type { CalendarRules, DaySpan } from '../calendars/calendar-rules.js';
import { parseDay, type Weekday, WEEKDAYS } from '../calendars/local-day.js';

/** A calendar of a desk's file as the engine takes it. */
export function calendarRulesOf(key: string, section: Desk['calendars'][string]): CalendarRules {
  return {
    key,
    zone: section.zone,
    summerTime: section.summerTime,
    holidays: section.holidays,
    weekdays: section.hours.map(({ days, spans, by, moved = false }) => ({ days: readDays(days), spans: spans.map(readSpan), by, moved })),
    onHolidays: section.onHolidays.map(({ holidays, spans, by }) => ({
      holidays: holidays === undefined ? ('all' as const) : new Set(holidays),
      spans: spans.map(readSpan),
      by,
    })),
    dates: new Map(
      Object.entries(section.dates).map(([date, spans]) => [parseDay(date)!, [{ spans: spans.map(readSpan), by: 'people' as const }]]),
    ),
    teams: section.teams,
  };
}

/** `mon-fri`, `sat`, `daily`, and ranges over the weekend: `sat-mon`. */
export function readDays(words: string | readonly string[]): ReadonlySet<Weekday> {
  return new Set(
    [words].flat().flatMap((word): readonly Weekday[] => {
      if (word === 'daily') return WEEKDAYS;
      const [first, last = first] = word.split('-').map((day) => WEEKDAYS.indexOf(day as Weekday));
      const length = ((last! - first! + 7) % 7) + 1;
      return Array.from({ length }, (_, index) => WEEKDAYS[(first! + index) % 7]!);
    }),
  );
}

export function readSpan(text: string): DaySpan {
  const [from, to] = text.split('-').map((time) => {
    const [hours, minutes] = time.split(':').map(Number);
    return hours! * 60 + minutes!;
  });
  return { from: from!, to: to! > from! ? to! : to! + 1_440 };
}
