import { z } from 'zod';
import { AskedInstant, Instant, Key, shape } from './shape.js';

const word = z.string().nullable();
const missing = z.object({ kind: z.enum(['field', 'evidence', 'estimate', 'note']), key: z.string().optional() });
const actor = z.object({ kind: z.string(), id: z.string().optional(), displayName: z.string().optional() });

export const RequestShape = shape(
  'Request',
  z.object({
    ticketId: z.uuid(),
    number: z.string(),
    deskVersion: z.int(),
    requestType: word,
    name: word,
    chosenBy: word.describe('form, category, default, rule or agent'),
    stage: word,
    stageName: word,
    stageSince: Instant.nullable(),
    dueAt: Instant.nullable().describe('until when it should leave its stage'),
    missedAt: Instant.nullable(),
    estimate: z.object({ at: Instant, note: word, saidAt: Instant, times: z.int() }).nullable().describe('as the customer was told last'),
    next: z
      .array(z.object({ stage: z.string(), name: z.string(), outcome: word, outcomeName: word, missing: z.array(missing) }))
      .describe('ways it may go, each with what it still lacks'),
    fields: z.array(z.object({ key: z.string(), name: z.string(), kind: z.string(), value: z.unknown(), required: z.boolean() })),
    missingFields: z.array(z.string()),
    evidence: z
      .array(
        z.object({
          ...{ key: z.string(), name: z.string(), askedAt: Instant.nullable(), givenAt: Instant.nullable() },
          ...{ value: word, entryId: z.uuid().nullable() },
        }),
      )
      .describe('what the case needs of its customer'),
    history: z.array(
      z.object({
        ...{ seq: z.int().describe('DELETE /tickets/{id}/stages/{seq} of the last takes it back'), requestType: z.string() },
        ...{ stage: z.string(), fromStage: word, fromStatus: word, outcome: word, back: z.boolean(), note: word },
        ...{ actor, enteredAt: Instant, leftAt: Instant.nullable(), dueAt: Instant.nullable(), missedAt: Instant.nullable() },
      }),
    ),
    estimates: z.array(z.object({ seq: z.int(), estimateAt: Instant, note: word, actor, saidAt: Instant, told: z.string() })),
  }),
);

const estimate = z.strictObject({ at: AskedInstant, note: z.string().trim().min(1).max(2_000).optional() });
const ExpectedVersion = z.int().optional().describe('of the ticket, as you saw it');
const note = z.string().trim().min(1).max(5_000).optional();

export const StageMoveInput = shape(
  'StageMove',
  z
    .strictObject({
      stage: Key.optional().describe('that follows'),
      outcome: Key.optional().describe('how the present one ended, where that is a decision'),
      note,
      fields: z.record(z.string().min(1).max(64), z.unknown()).optional().describe('filled before it goes on'),
      estimate: estimate.optional().describe('when it will be done; the customer is told'),
      expectedVersion: ExpectedVersion,
    })
    .refine(({ stage, outcome }) => stage !== undefined || outcome !== undefined, 'give stage or outcome'),
);
export type StageMoveInput = z.infer<typeof StageMoveInput>;

export const EstimateInput = shape('Estimate', estimate.extend({ expectedVersion: ExpectedVersion }));
export type EstimateInput = z.infer<typeof EstimateInput>;

export const EvidenceInput = shape(
  'EvidenceTick',
  z.strictObject({ value: z.string().trim().min(1).max(500).optional(), entryId: z.uuid().optional().describe('where it was given') }),
);
export type EvidenceInput = z.infer<typeof EvidenceInput>;

export const LanguageQuery = z.strictObject({
  language: z
    .string()
    .regex(/^[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$/, 'a language such as en or zh')
    .meta({ examples: ['en'] })
    .optional()
    .describe('of names; the desk’s own otherwise'),
});
export type LanguageQuery = z.infer<typeof LanguageQuery>;
