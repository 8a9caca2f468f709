import { z } from 'zod';
import { type Holiday, HolidaySet } from '../calendars/holiday-set.js';
import { type LocalDay, parseDay, type Weekday, WEEKDAYS } from '../calendars/local-day.js';

const Day = z.string().refine((text) => parseDay(text) !== null, 'a date such as 2026-02-15');
const Name = z.record(z.string(), z.string().min(1));

const Period = z
  .strictObject({ key: z.string().regex(/^[a-z0-9][a-z0-9_-]{0,63}$/), name: Name, from: Day, to: Day.optional() })
  .refine(({ from, to = from }) => to >= from && parseDay(to)! - parseDay(from)! < 60, 'ends before it begins, or takes more than 60 days');

/** `as`: whose weekday's hours are worked, Monday's where nothing is said. */
const Workday = z.union([Day, z.strictObject({ date: Day, as: z.enum(WEEKDAYS) })]);

const Year = z.strictObject({
  source: z.string().min(1).describe('where it was made known'),
  holidays: z.array(Period).min(1),
  workdays: z.array(Workday).default([]).describe('weekend days that are worked instead (调休)'),
});

/** A file of `config/holidays`: one country's public holidays, year by year. */
export const HolidayFile = z.strictObject({
  key: z.string().regex(/^[a-z0-9][a-z0-9_-]{0,63}$/),
  name: Name,
  years: z.record(z.string().regex(/^\d{4}$/, 'a year'), Year),
});
export type HolidayFile = z.infer<typeof HolidayFile>;

export interface HolidayFault {
  readonly path: readonly (string | number)[];
  readonly problem: string;
}

/** Days that stand under another year, or are both a holiday and worked. */
export function findHolidayFaults({ years }: HolidayFile): HolidayFault[] {
  return Object.entries(years).flatMap(([year, { holidays, workdays }]) => {
    const strange = (day: string) => day.slice(0, 4) !== year;
    const off = new Set(holidays.flatMap(daysOf));
    return [
      ...holidays.flatMap(({ from, to = from }, index) =>
        strange(from) || strange(to) ? [{ path: ['years', year, 'holidays', index], problem: `is not in ${year}` }] : [],
      ),
      ...workdays.flatMap((workday, index): HolidayFault[] => {
        const date = typeof workday === 'string' ? workday : workday.date;
        const path = ['years', year, 'workdays', index];
        if (strange(date)) return [{ path, problem: `is not in ${year}` }];
        return off.has(parseDay(date)!) ? [{ path, problem: `${date} is a holiday too` }] : [];
      }),
    ];
  });
}

/** Files with one key are one set: a year of an installation's own is added beside the shipped ones. */
export function toHolidaySet(key: string, files: readonly HolidayFile[]): HolidaySet {
  const holidays = new Map<LocalDay, Holiday>();
  const makeUpDays = new Map<LocalDay, Weekday>();
  const years = new Set<number>();
  for (const [year, { holidays: periods, workdays }] of files.flatMap((file) => Object.entries(file.years))) {
    years.add(Number(year));
    for (const period of periods) for (const day of daysOf(period)) holidays.set(day, { key: period.key, name: period.name });
    for (const workday of workdays) {
      const { date, as } = typeof workday === 'string' ? { date: workday, as: 'mon' as const } : workday;
      makeUpDays.set(parseDay(date)!, as);
    }
  }
  return new HolidaySet(key, holidays, makeUpDays, years);
}

function daysOf({ from, to = from }: { readonly from: string; readonly to?: string | undefined }): LocalDay[] {
  const first = parseDay(from)!;
  return Array.from({ length: parseDay(to)! - first + 1 }, (_, index) => first + index);
}
