import { z } from 'zod';
import { HOURS_KINDS } from '../../service-levels/calendars/calendar-rules.js';
import { AskedInstant, Instant, shape } from './shape.js';

const text = z.union([z.string(), z.record(z.string(), z.string())]).describe('in one language for all, or by language');
const span = z.object({ from: Instant, to: Instant });
const date = z.iso.date();

export const HoursListShape = shape(
  'HoursList',
  z.object({
    now: Instant,
    channels: z.array(
      z.object({
        channel: z.string(),
        name: text,
        purpose: text.nullable(),
        zone: z.string().describe('IANA zone that its days are of'),
        open: z.boolean().describe('are people there?'),
        by: z.enum(HOURS_KINDS).nullable().describe('who is there: people, or what takes a message meanwhile'),
        teams: z.array(z.string()).describe('on duty now'),
        closesAt: Instant.nullable(),
        opensAt: Instant.nullable(),
        today: z.array(span),
        changedToday: z.boolean().describe('a supervisor changed today’s hours'),
        announcements: z
          .array(
            z.object({
              from: date,
              to: date,
              holiday: z.object({ key: z.string(), name: z.record(z.string(), z.string()) }).nullable(),
              makeUp: z.boolean().describe('a weekend day that is worked (调休)'),
              days: z.array(z.object({ date, hours: z.array(span).describe('empty: closed') })),
            }),
          )
          .describe('days that are on or come soon and have other hours'),
      }),
    ),
  }),
);

const actor = z.object({ kind: z.string(), id: z.string().optional(), displayName: z.string().optional() });

export const HoursOverrideShape = shape(
  'HoursOverride',
  z.object({
    id: z.uuid(),
    channel: z.string(),
    opens: z.boolean(),
    from: Instant,
    to: Instant,
    reason: z.string(),
    actor,
    madeAt: Instant,
    withdrawnAt: Instant.nullable(),
    withdrawnBy: actor.nullable(),
  }),
);
export const HoursOverrideListShape = shape('HoursOverrideList', z.object({ items: z.array(HoursOverrideShape), nextCursor: z.null() }));

export const NewHoursOverride = shape(
  'NewHoursOverride',
  z.strictObject({
    opens: z.boolean().describe('true: people are there; false: nobody is'),
    from: AskedInstant.optional().describe('now where absent'),
    to: AskedInstant,
    reason: z.string().trim().min(1).max(500).describe('agents read it'),
  }),
);
export type NewHoursOverride = z.infer<typeof NewHoursOverride>;
