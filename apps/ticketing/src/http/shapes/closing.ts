import { z } from 'zod';
import { Instant, shape } from './shape.js';

const word = z.string().nullable();

export const ClosingShape = shape(
  'Closing',
  z.object({
    ticketId: z.uuid(),
    complex: z.boolean(),
    state: word.describe('asked, solved, not_solved, more, unclear, silent, not_asked; null: nobody was asked yet'),
    ...{ askedAt: Instant.nullable(), told: word.describe('what became of the question'), answeredAt: Instant.nullable(), answer: word },
    archive: z.object({
      ...{ process: word, solution: word, feedback: word, newProblem: z.boolean() },
      article: word.describe('id of the article, opened by GET /knowledge/articles/{articleId}'),
      ...{ solvedAt: Instant.nullable(), closedAt: Instant.nullable(), archivedAt: Instant.nullable(), draft: word },
      lastEdit: z.uuid().nullable().describe('taken back by DELETE /tickets/{id}/archive/edits/{editId}'),
    }),
    missing: z.object({ parts: z.array(z.string()), fields: z.array(z.string()) }).describe('before it closes'),
    followUps: z.array(
      z.object({ rule: z.string(), dueAt: Instant, doneAt: Instant.nullable(), missedAt: Instant.nullable(), outcome: word }),
    ),
  }),
);

const text = z.string().trim().min(1).max(20_000).nullable().optional();
const expectedVersion = z.int().optional().describe('of the ticket, as you saw it');
export const ArchiveInput = shape(
  'Archive',
  z
    .strictObject({
      process: text.describe('what was done, step by step'),
      solution: text,
      feedback: text.describe('what the customer said of it'),
      article: z
        .string()
        .trim()
        .min(1)
        .max(2_000)
        .nullable()
        .optional()
        .describe('of the help: its key, its id or the address of its page'),
      newProblem: z.boolean().optional().describe('nobody knew of it: it becomes a draft of the library'),
      expectedVersion,
    })
    .refine(({ expectedVersion: _seen, ...archive }) => Object.keys(archive).length > 0, 'names nothing to change'),
);
export type ArchiveInput = z.infer<typeof ArchiveInput>;

export const ClosingAnswerInput = shape(
  'ClosingAnswer',
  z.strictObject({
    answer: z.enum(['solved', 'not_solved', 'more', 'not_asked']).describe('not_asked: nobody was, for the reason in text'),
    text: z.string().trim().min(1).max(2_000).optional(),
    expectedVersion,
  }),
);
export type ClosingAnswerInput = z.infer<typeof ClosingAnswerInput>;
