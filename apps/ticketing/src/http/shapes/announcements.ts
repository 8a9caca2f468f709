import { z } from 'zod';
import { Language } from '../../desk/schema/texts.js';
import { HOURS_KINDS } from '../../service-levels/calendars/calendar-rules.js';
import { AskedInstant, Instant, shape } from './shape.js';

const SEVERITIES = ['info', 'warning', 'outage'] as const;
const severity = z.enum(SEVERITIES);
const actor = z.object({ kind: z.string(), id: z.string().optional(), displayName: z.string().optional() });
const words = z.strictObject({ title: z.string().trim().min(1).max(200), text: z.string().trim().max(5_000).default('') });
const texts = z
  .record(Language, words)
  .refine((given) => Object.keys(given).length > 0, 'in one language at least')
  .describe('title and text by language');

export const PublicAnnouncementListShape = shape(
  'PublicAnnouncementList',
  z.object({
    items: z.array(z.object({ id: z.string(), title: z.string(), text: z.string(), from: Instant, until: Instant.nullable(), severity })),
    nextCursor: z.null(),
  }),
);

export const AnnouncementShape = shape(
  'Announcement',
  z.object({
    ...{ id: z.uuid(), texts: z.record(z.string(), z.object({ title: z.string(), text: z.string() })), severity },
    ...{ from: Instant, until: Instant.nullable(), shownFrom: Instant, incidentId: z.uuid().nullable(), version: z.int() },
    ...{ madeAt: Instant, madeBy: actor, changedAt: Instant, changedBy: actor, withdrawnAt: Instant.nullable() },
  }),
);
export const AnnouncementListShape = shape('AnnouncementList', z.object({ items: z.array(AnnouncementShape), nextCursor: z.null() }));

const times = {
  from: AskedInstant.optional().describe('when it holds; default: now'),
  until: AskedInstant.nullable().optional().describe('null: until somebody ends it'),
  shownFrom: AskedInstant.optional().describe('when customers see it first; default: at once'),
};
export const NewAnnouncement = shape(
  'NewAnnouncement',
  z.strictObject({
    ...{ texts, severity: severity.optional(), ...times },
    incident: z.uuid().optional().describe('whose status it tells; its severity is outage unless said'),
  }),
);
export type NewAnnouncement = z.infer<typeof NewAnnouncement>;
export const AnnouncementChange = shape(
  'AnnouncementChange',
  z.strictObject({ texts: texts.optional(), severity: severity.optional(), ...times, expectedVersion: z.int().min(1).optional() }),
);
export type AnnouncementChange = z.infer<typeof AnnouncementChange>;

const word = z.string();
export const PublicDeskShape = shape(
  'PublicDesk',
  z.object({
    name: word,
    accent: word.nullable().describe('colour of buttons and links, such as #0b6b62'),
    languages: z.array(word).describe('its own first'),
    forms: z
      .array(
        z.object({ inbox: word.describe('posted to /in/<inbox>'), name: word, form: word.nullable().describe('GET /desk/forms/{key}') }),
      )
      .describe('that may be filled on a page'),
    promises: z.array(z.object({ name: word, for: word, says: word })).describe('what each way is for, and what is promised of it'),
    hours: z.array(
      z.object({
        ...{ channel: word, name: word, open: z.boolean().describe('are people there?') },
        by: z.enum(HOURS_KINDS).nullable().describe('who is there: people, or what takes a message meanwhile'),
        ...{ opensAt: Instant.nullable(), closesAt: Instant.nullable() },
      }),
    ),
  }),
);

export const FigureReleaseListShape = shape(
  'FigureReleaseList',
  z.object({
    items: z.array(
      z.object({
        ...{ runId: z.uuid(), key: word, title: word, from: z.iso.date(), to: z.iso.date(), madeAt: Instant },
        release: z.object({ id: z.uuid(), releasedAt: Instant, releasedBy: actor }).nullable().describe('null: nobody outside sees it'),
      }),
    ),
    nextCursor: z.null(),
  }),
);
export const NewFigureRelease = shape('NewFigureRelease', z.strictObject({ runId: z.uuid().describe('of GET /public-figures') }));
export type NewFigureRelease = z.infer<typeof NewFigureRelease>;
export const FigureReleaseShape = shape('FigureRelease', z.object({ id: z.uuid(), runId: z.uuid(), key: word, releasedAt: Instant }));
