import { z } from 'zod';
import { HOURS_KINDS } from '../../service-levels/calendars/calendar-rules.js';
import { parseDay, WEEKDAYS } from '../../service-levels/calendars/local-day.js';
import { knownHolidaySets } from '../../service-levels/holidays/holidays-in-force.js';
import type { Desk } from '../desk-schema.js';
import { type DeskFault, findUnknownKeys, Key } from './keys.js';

const SPAN = /^([01]?\d|2[0-3]):[0-5]\d-(?:([01]?\d|2[0-3]):[0-5]\d|24:00)$/;

/** `9:00-18:00`; an end before the start is on the next day: `22:00-6:00`. */
export const Span = z
  .string()
  .regex(SPAN, 'hours such as 9:00-18:00, 22:00-6:00 (into the next day) or 0:00-24:00')
  .refine((text) => {
    const [from, to] = text.split('-');
    return from !== to;
  }, 'begins when it ends; the whole day is 0:00-24:00');

const DAYS_WORD = /^(?:daily|(?:mon|tue|wed|thu|fri|sat|sun)(?:-(?:mon|tue|wed|thu|fri|sat|sun))?)$/;
const Days = z
  .union([z.string(), z.array(z.string()).min(1)])
  .refine(
    (days) => [days].flat().every((word) => DAYS_WORD.test(word)),
    `daily, a weekday (${WEEKDAYS.join(', ')}), a range (mon-fri) or a list of them`,
  );

const by = z
  .enum(HOURS_KINDS)
  .default('people')
  .describe('who is there; only hours of people are working time. menu: a voice menu, as at night');

const Hours = z.strictObject({
  days: Days,
  spans: z.array(Span).min(1),
  by,
  moved: z
    .boolean()
    .optional()
    .describe(
      'do public holidays take these hours away, and make-up working days (调休) bring them? To be said where the calendar has holidays',
    ),
});

const HolidayHours = z.strictObject({
  holidays: z.array(Key).min(1).optional().describe('which, by key (spring-festival); absent: all that are not named elsewhere'),
  spans: z.array(Span).describe('[]: closed'),
  by,
});

export const CalendarSection = z.strictObject({
  zone: z.string().refine(isZone, 'an IANA zone such as Asia/Shanghai').describe('IANA zone'),
  summerTime: z.boolean().default(true).describe('false: the zone’s winter time all year'),
  holidays: z.array(Key).default([]).describe('sets of config/holidays, by key'),
  hours: z.array(Hours).default([]),
  onHolidays: z.array(HolidayHours).default([]).describe('hours of holidays, in place of the weekday’s'),
  dates: z
    .record(
      z.string().refine((text) => parseDay(text) !== null, 'a date such as 2026-12-24'),
      z.array(Span),
    )
    .default({})
    .describe('hours of single dates, in place of everything else; []: closed'),
  teams: z
    .array(Key)
    .default([])
    .describe('calendars of teams that work under this one, each in its own zone: open is when any of them is'),
});

export const CalendarsSection = z
  .record(Key, CalendarSection)
  .default({})
  .describe('working hours by key; channels and targets refer to them');

export function findCalendarFaults({ calendars }: Pick<Desk, 'calendars'>): DeskFault[] {
  const sets = knownHolidaySets();
  const names = Object.keys(calendars);
  return names.flatMap((key) => {
    const calendar = calendars[key]!;
    const at = (...more: (string | number)[]) => ['calendars', key, ...more];
    const named = calendar.onHolidays.flatMap(({ holidays = [] }, index) =>
      holidays.map((holiday, place) => ({ path: at('onHolidays', index, 'holidays', place), key: holiday })),
    );
    const holidays = calendar.holidays.flatMap((set) => [...(sets.get(set)?.names ?? [])]);
    return [
      ...findUnknownKeys(
        calendar.holidays.map((set, index) => ({ path: at('holidays', index), key: set })),
        sets.keys(),
        'set of holidays',
      ),
      ...findUnknownKeys(named, holidays, 'holiday of this calendar’s sets'),
      ...findUnknownKeys(
        calendar.teams.map((team, index) => ({ path: at('teams', index), key: team })),
        names,
        'calendar',
      ),
      ...calendar.hours.flatMap(({ moved }, index): DeskFault[] =>
        moved === undefined && calendar.holidays.length > 0
          ? [
              {
                path: at('hours', index),
                problem: 'moved is missing',
                allowed: 'true or false: do holidays and make-up working days move these hours?',
              },
            ]
          : [],
      ),
      ...(leadsBack(calendars, key)
        ? [{ path: at('teams'), problem: 'the calendar is a team of itself', allowed: 'teams that do not lead back' }]
        : []),
    ];
  });
}

function leadsBack(calendars: Desk['calendars'], start: string): boolean {
  const seen = new Set<string>();
  const open = [...(calendars[start]?.teams ?? [])];
  for (let key = open.pop(); key !== undefined; key = open.pop()) {
    if (key === start) return true;
    if (seen.has(key)) continue;
    seen.add(key);
    open.push(...(calendars[key]?.teams ?? []));
  }
  return false;
}

function isZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
