import { z } from 'zod';
import { MessagePart } from '#contracts';
import { Cursor, Instant, Limit, pageOf, shape } from './shape.js';

const STATES = ['waiting', 'sent', 'rejected', 'void'] as const;

export const BotAnswerShape = shape(
  'BotAnswer',
  z.object({
    id: z.uuid().describe('of its entry too, once it is sent'),
    ticketId: z.uuid(),
    ticketNumber: z.string(),
    said: z.array(
      z.object({
        text: z.string(),
        from: z
          .object({ kind: z.string(), key: z.string().optional(), score: z.number().optional() })
          .describe('script, answer, knowledge, house; which, and how sure'),
      }),
    ),
    state: z.enum(STATES).describe('void: a person took the ticket before it was decided'),
    edited: z.boolean(),
    decidedBy: z.object({ kind: z.string(), id: z.string().optional(), displayName: z.string().optional() }).nullable(),
    decidedAt: Instant.nullable(),
    createdAt: Instant,
  }),
);
export const BotAnswerPageShape = pageOf('BotAnswerPage', BotAnswerShape);

export const BotAnswerQuery = z.strictObject({
  limit: Limit,
  cursor: Cursor,
  state: z.enum(STATES).optional(),
  ticket: z
    .uuid()
    .meta({ examples: ['0195a1b2-c3d4-7e5f-8a6b-7c8d9e0f1a2b'] })
    .optional(),
});
export type BotAnswerQuery = z.infer<typeof BotAnswerQuery>;

export const Approval = shape(
  'BotApproval',
  z.strictObject({ text: z.string().trim().min(1).max(65_536).optional().describe('instead of its words') }),
);
export type Approval = z.infer<typeof Approval>;

export const Rejection = shape('BotRejection', z.strictObject({ reason: z.string().trim().min(1).max(2_000).optional() }));
export type Rejection = z.infer<typeof Rejection>;

export const BotSessionShape = shape(
  'BotSession',
  z.object({
    ticketId: z.uuid(),
    state: z.enum(['active', 'person', 'solved']).describe('person: handed over or taken; no bot writes there any more'),
    place: z.object({
      script: z.string().nullable(),
      step: z.string().nullable(),
      askedHelped: z.boolean(),
      turns: z.int(),
      misses: z.int(),
    }),
    heardSeq: z.int(),
    reason: z.string().nullable().describe('asked, emergency, script, unknown, too_long, rejected, unreviewed, outside, taken'),
    startedAt: Instant,
    changedAt: Instant,
  }),
);

export const BotReply = shape(
  'BotReply',
  z
    .strictObject({
      text: z
        .string()
        .max(65_536)
        .refine((text) => text.trim() !== '', 'has no words')
        .optional(),
      parts: z.array(MessagePart).min(1).max(32).optional(),
      confidence: z.number().min(0).max(1).optional().describe('shown to who approves it'),
      expectedVersion: z.int().optional(),
    })
    .refine(({ text, parts }) => (text === undefined) !== (parts === undefined), 'give either text or parts'),
);
export type BotReply = z.infer<typeof BotReply>;

export const BotHandOver = shape(
  'BotHandOver',
  z.strictObject({ note: z.string().trim().min(1).max(5_000).optional().describe('for the agent: what was found out') }),
);
export type BotHandOver = z.infer<typeof BotHandOver>;
