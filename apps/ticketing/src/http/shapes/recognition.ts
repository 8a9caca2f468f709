import { z } from 'zod';
import { Instant, shape } from './shape.js';

const LEARNED = ['category', 'urgency'] as const;
const share = z.number().min(0).max(1);
const candidate = z.object({ label: z.string(), confidence: share });

const recognised = {
  label: z.string().nullable().describe('null: unsure, a person decides'),
  confidence: share,
  basis: z
    .enum(['phrases', 'model', 'both', 'words', 'speech', 'desk', 'llm'])
    .describe(
      'phrases and model of the desk, the customer’s words, his voice as a speech service heard it, what else the desk says, or an outside language model',
    ),
  candidates: z.array(candidate).describe('best first'),
  because: z.array(z.string()).describe('words or phrases that speak for it'),
  modelVersion: z.int().nullable(),
};

export const TicketRecognitionShape = shape(
  'TicketRecognition',
  z.object({
    items: z.array(
      z.object({
        kind: z.enum(['language', 'category', 'urgency', 'mood']),
        ...recognised,
        at: Instant,
        correctedTo: z.string().nullable().describe('what an agent said it is'),
        correctedAt: Instant.nullable(),
      }),
    ),
  }),
);

export const ModelShape = shape(
  'RecognitionModel',
  z.object({
    kind: z.enum(LEARNED),
    version: z.int(),
    madeAt: Instant,
    inForceSince: Instant.nullable().describe('null: another one is'),
    reason: z.string(),
    deskVersion: z.int(),
    examples: z.int(),
    labels: z.int(),
    report: z
      .object({ examples: z.int(), right: share, rightWhereSure: share, coverage: share, threshold: share })
      .describe('on examples it had not learned from: best guess right, right among those that get a label, how many get one'),
  }),
);

export const RecognitionShape = shape(
  'Recognition',
  z.object({
    models: z.array(ModelShape).describe('newest first of each kind; twenty are kept'),
    live: z
      .array(
        z.object({
          kind: z.string(),
          tickets: z.int(),
          labelled: z.int(),
          corrected: z.int().describe('of the labelled, changed by an agent'),
        }),
      )
      .describe('of the last thirty days'),
  }),
);

export const NewModel = shape(
  'NewRecognitionModel',
  z.strictObject({ kind: z.enum(LEARNED).default('category'), reason: z.string().trim().min(1).max(200).optional() }),
);
export type NewModel = z.infer<typeof NewModel>;

export const NewExamples = shape(
  'NewRecognitionExamples',
  z.strictObject({
    kind: z.enum(LEARNED).default('category'),
    items: z
      .array(z.strictObject({ text: z.string().trim().min(1).max(4_000), label: z.string().min(1).max(64) }))
      .min(1)
      .max(1_000),
  }),
);
export type NewExamples = z.infer<typeof NewExamples>;

export const Words = shape('RecognitionWords', z.strictObject({ text: z.string().max(20_000), plan: z.string().max(100).optional() }));
export type Words = z.infer<typeof Words>;

export const ReadWordsShape = shape(
  'RecognitionOfWords',
  z.object({
    language: z.object(recognised).nullable(),
    category: z.object(recognised).nullable(),
    urgency: z.object(recognised).nullable(),
    mood: z.object(recognised).nullable(),
  }),
);
