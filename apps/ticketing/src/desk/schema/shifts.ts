import { z } from 'zod';
import { AgentLogin, type GroupSection } from './groups.js';
import { type DeskFault, findUnknownKeys, Key } from './keys.js';
import { LocalisedText } from './texts.js';

const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
const Time = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$|^24:00$/, 'a time of the day: 09:00');
const Day = z.iso.date();
const YearDay = z.union([Day, z.string().regex(/^(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/, 'a day: 2026-06-18, or 06-18 of each year')]);
const Zone = z.string().refine(isZone, 'a time zone of IANA: Asia/Shanghai');

/** Who works when. What lasts beyond midnight belongs to the day it begins. */
const ShiftPlan = z.strictObject({
  key: Key,
  name: LocalisedText.optional(),
  group: Key,
  zone: Zone.optional().describe('where its times hold; absent: the plan’s'),
  days: z
    .array(z.enum(WEEKDAYS))
    .min(1)
    .default([...WEEKDAYS]),
  from: Time,
  to: Time,
  since: Day.optional(),
  until: Day.optional(),
  members: z.array(AgentLogin).optional().describe('absent: all of the group'),
  staff: z.int().min(0).max(10_000).optional().describe('how many it takes on an ordinary day; absent: as many as are in it'),
});

/** Days that take more people. Where several hold, the largest. */
const Surcharge = z
  .strictObject({
    key: Key,
    name: LocalisedText.optional(),
    percent: z.int().min(1).max(1_000),
    days: z.array(YearDay).default([]),
    spans: z.array(z.strictObject({ from: YearDay, to: YearDay })).default([]),
    holidays: z.boolean().default(false).describe('all holidays of the calendar'),
  })
  .refine(({ days, spans, holidays }) => days.length + spans.length > 0 || holidays, 'names no day');

/** People who work in a group on some days only. */
const TemporaryDesk = z.strictObject({
  key: Key,
  name: LocalisedText.optional(),
  group: Key,
  from: Day,
  to: Day,
  hours: z.strictObject({ from: Time, to: Time }).default({ from: '00:00', to: '24:00' }),
  members: z.array(AgentLogin).min(1),
});

export const ShiftsSection = z
  .strictObject({
    zone: Zone.default('Asia/Shanghai'),
    calendar: Key.optional().describe('whose holidays surcharges mean'),
    plans: z.array(ShiftPlan).max(500).default([]),
    surcharges: z.array(Surcharge).max(50).default([]),
    temporaryDesks: z.array(TemporaryDesk).max(100).default([]),
    forecast: z
      .strictObject({
        weeks: z.int().min(1).max(52).default(4).describe('how far back volumes are looked at'),
        perAgentHour: z.number().positive().max(1_000).default(6).describe('tickets that one agent handles in an hour'),
      })
      .default({ weeks: 4, perAgentHour: 6 }),
  })
  .prefault({});
export type ShiftsSection = z.infer<typeof ShiftsSection>;

interface Related {
  readonly calendars: Readonly<Record<string, unknown>>;
  readonly groups: Readonly<Record<string, GroupSection>>;
  readonly shifts: ShiftsSection;
}

export function findShiftFaults({ groups, calendars, shifts }: Related): DeskFault[] {
  const named = [
    ...shifts.plans.map(({ group }, index) => ({ path: ['shifts', 'plans', index, 'group'], key: group })),
    ...shifts.temporaryDesks.map(({ group }, index) => ({ path: ['shifts', 'temporaryDesks', index, 'group'], key: group })),
  ];
  const backwards = shifts.temporaryDesks.flatMap(({ from, to }, index) =>
    from <= to
      ? []
      : [{ path: ['shifts', 'temporaryDesks', index, 'to'], problem: `ends on ${to}, before it begins`, allowed: `${from} or later` }],
  );
  const withoutCalendar = shifts.surcharges.flatMap(({ holidays }, index) =>
    holidays && shifts.calendar === undefined
      ? [
          {
            path: ['shifts', 'surcharges', index, 'holidays'],
            problem: 'no calendar says which days are holidays',
            allowed: 'shifts.calendar',
          },
        ]
      : [],
  );
  const calendar = shifts.calendar === undefined ? [] : [{ path: ['shifts', 'calendar'], key: shifts.calendar }];
  return [
    ...findUnknownKeys(named, Object.keys(groups), 'group'),
    ...findUnknownKeys(calendar, Object.keys(calendars), 'calendar'),
    ...backwards,
    ...withoutCalendar,
  ];
}

function isZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
