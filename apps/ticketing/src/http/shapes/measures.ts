import { z } from 'zod';
import { BlobRef } from '#contracts';
import { Cursor, Instant, Limit, pageOf, shape } from './shape.js';

const actor = z.object({ kind: z.string(), id: z.string().optional(), displayName: z.string().optional() });
const STATES = ['asked', 'consented', 'refused', 'running', 'ended'] as const;
const Word = z.string().trim().min(1).max(200);
const Text = z.string().trim().min(1).max(5_000);

export const MeasureShape = shape(
  'Measure',
  z.object({
    id: z.uuid(),
    ticketId: z.uuid(),
    ticketNumber: z.string(),
    kind: z.string().describe('key in the desk’s file'),
    what: z.string(),
    risk: z.string().nullable().describe('as the customer was told it'),
    tool: z.string().nullable(),
    rights: z.string().nullable(),
    state: z.enum(STATES),
    askedAt: Instant,
    askedBy: actor,
    askedEntry: z.uuid().nullable().describe('the message that told him; null: by word of mouth, or it could not be sent'),
    decidedAt: Instant.nullable(),
    decidedBy: z.string().nullable().describe('who consented or refused'),
    decidedHow: z.string().nullable(),
    consentEntry: z.uuid().nullable().describe('his own message'),
    recordedBy: actor.nullable(),
    startedAt: Instant.nullable(),
    startedBy: actor.nullable(),
    endedAt: Instant.nullable(),
    endedBy: actor.nullable(),
    recording: z.string().nullable().describe('a link, or the name of the file'),
    recordingEntry: z.uuid().nullable().describe('the file is its first recording: GET /entries/{id}/recordings/0'),
    result: z.string().nullable(),
  }),
);
export const MeasureListShape = shape('MeasureList', z.object({ items: z.array(MeasureShape), nextCursor: z.null() }));

export const MeasurePageShape = pageOf('MeasurePage', MeasureShape);
export const MeasureQuery = z.strictObject({
  limit: Limit,
  cursor: Cursor,
  state: z.enum(STATES).optional(),
  kind: z.string().min(1).max(64).optional().describe('key in the desk’s file'),
});
export type MeasureQuery = z.infer<typeof MeasureQuery>;

export const NewMeasure = shape(
  'NewMeasure',
  z.strictObject({
    kind: z.string().min(1).max(64),
    what: Text,
    risk: Text.optional(),
    tool: Word.optional(),
    rights: Word.optional().describe('else the least that the desk names'),
    tell: z.boolean().default(true).describe('write to the customer; false: he was told by word of mouth'),
  }),
);
export type NewMeasure = z.infer<typeof NewMeasure>;
export const Consent = shape(
  'Consent',
  z.strictObject({
    consented: z.boolean(),
    by: Word.describe('who, on the customer’s side'),
    how: Word.describe('on the phone, in writing, …'),
    entryId: z.uuid().optional().describe('his message that says so'),
  }),
);
export type Consent = z.infer<typeof Consent>;
export const MeasureEnd = shape(
  'MeasureEnd',
  z
    .strictObject({
      recording: z.string().trim().min(1).max(2_000).optional().describe('a link to where it is kept elsewhere'),
      file: z
        .strictObject({
          blobRef: BlobRef.describe('of POST /uploads?sealed=true'),
          fileName: z.string().trim().min(1).max(255),
          contentType: z
            .string()
            .regex(/^[\w.+-]+\/[\w.+-]+$/, 'a type such as video/mp4')
            .max(255)
            .optional(),
        })
        .optional()
        .describe('kept here, encrypted, as recordings of calls are'),
      result: Text.optional(),
    })
    .refine(({ recording, file }) => recording === undefined || file === undefined, 'recording or file, not both'),
);
export type MeasureEnd = z.infer<typeof MeasureEnd>;
