import { z } from 'zod';
import { type DeskFault, findUnknownKeys, Key } from './keys.js';
import { Span } from './spans.js';
import { Language, LocalisedText } from './texts.js';

const Day = z.string().regex(/^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/, 'a day such as 2026-10-01');
const Hours = z
  .string()
  .regex(/^(?:[01]\d|2[0-3]):[0-5]\d-(?:(?:[01]\d|2[0-3]):[0-5]\d|24:00)$/, 'hours such as 18:00-09:00; they may pass midnight');

/** How somebody is reached outside of this product: by an inbox that sends (SMS, mail, a group's robot, a signed webhook). */
const Reach = z.strictObject({
  inbox: z.string().min(1).max(64),
  scheme: z.string().min(1).max(40).default('phone').describe('of the address: phone, email, user'),
  to: z.string().min(1).max(320).optional().describe('his address; left out where the inbox is a group’s robot'),
});

export const DutyPerson = z.strictObject({
  name: z.string().trim().min(1).max(100),
  agent: z.email().optional().describe('his login, where he has one'),
  language: Language.optional(),
  reach: z.array(Reach).min(1).max(5).describe('all of them at once'),
});
export type DutyPerson = z.infer<typeof DutyPerson>;

const Shift = z.strictObject({
  from: Day.optional().describe('first day'),
  until: Day.optional().describe('last day'),
  days: z
    .array(z.enum(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']))
    .min(1)
    .optional()
    .describe('on which it begins'),
  hours: Hours.optional(),
  people: z.array(Key).min(1).max(10).describe('in the order they are called'),
});
export type Shift = z.infer<typeof Shift>;

export const Rota = z.strictObject({
  name: LocalisedText.optional(),
  timeZone: z.string().optional().describe('IANA; else the desk’s'),
  passOnAfter: Span.default('10m').describe('without an acknowledgement the next one is called'),
  rounds: z.int().min(1).max(5).default(2).describe('how often through the list before it is said that nobody answers'),
  shifts: z.array(Shift).max(400).default([]).describe('the first that holds'),
  otherwise: z.array(Key).max(10).default([]).describe('called when no shift holds'),
  assigns: z.boolean().default(false).describe('who acknowledges gets the ticket'),
  text: LocalisedText.optional().describe('what they read; {{number}}, {{subject}}, {{reason}}, {{link}}'),
});
export type Rota = z.infer<typeof Rota>;

export const DutySection = z
  .strictObject({
    people: z.record(Key, DutyPerson).default({}),
    rotas: z.record(Key, Rota).default({}),
  })
  .prefault({});
export type DutySection = z.infer<typeof DutySection>;

export function findDutyFaults({ duty }: { readonly duty: DutySection }): DeskFault[] {
  const used = Object.entries(duty.rotas).flatMap(([key, { shifts, otherwise }]) => [
    ...shifts.flatMap(({ people }, index) =>
      people.map((person, place) => ({ path: ['duty', 'rotas', key, 'shifts', index, 'people', place], key: person })),
    ),
    ...otherwise.map((person, place) => ({ path: ['duty', 'rotas', key, 'otherwise', place], key: person })),
  ]);
  return [...findUnknownKeys(used, Object.keys(duty.people), 'person on duty'), ...findEmptyRotas(duty), ...findZoneFaults(duty)];
}

function findEmptyRotas(duty: DutySection): DeskFault[] {
  return Object.entries(duty.rotas)
    .filter(([, { shifts, otherwise }]) => shifts.length + otherwise.length === 0)
    .map(([key]) => ({ path: ['duty', 'rotas', key], problem: 'nobody is ever on duty', allowed: 'shifts, or people in `otherwise`' }));
}

function findZoneFaults(duty: DutySection): DeskFault[] {
  return Object.entries(duty.rotas).flatMap(([key, { timeZone }]) =>
    timeZone === undefined || isZone(timeZone)
      ? []
      : [
          {
            path: ['duty', 'rotas', key, 'timeZone'],
            problem: `there is no zone ${timeZone}`,
            allowed: 'an IANA zone such as Asia/Shanghai',
          },
        ],
  );
}

function isZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
