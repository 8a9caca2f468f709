import { z } from 'zod';
import { AskedInstant, Instant, Limit, pageOf, shape } from './shape.js';

const Uuid = z.uuid().meta({ examples: ['0195a1b2-c3d4-7e5f-8a6b-7c8d9e0f1a2b'] });
export const EntryReviewShape = shape(
  'EntryReview',
  z.object({
    id: z.uuid(),
    sheet: z.string(),
    ticketId: z.uuid(),
    ticketNumber: z.string(),
    entryId: z.uuid(),
    subject: z.enum(['recordings', 'answers']),
    agentId: z.uuid().nullable(),
    occurredAt: Instant,
    state: z.enum(['waiting', 'reviewed']),
    scores: z.record(z.string(), z.number()).nullable(),
    result: z.number().nullable().describe('weighted mean of the points, 0 to 100'),
    passed: z.boolean().nullable(),
    note: z.string().nullable(),
    reviewer: z.object({ kind: z.string(), id: z.string().optional(), displayName: z.string().optional() }).nullable(),
    reviewedAt: Instant.nullable(),
    version: z.int().describe('how often it was reviewed'),
  }),
);
export const EntryReviewPageShape = pageOf('EntryReviewPage', EntryReviewShape);
export const EntryReviewQuery = z.strictObject({
  limit: Limit,
  sheet: z.string().max(64).optional(),
  state: z.enum(['waiting', 'reviewed']).optional(),
  agent: Uuid.optional(),
  entry: Uuid.optional().describe('also when it is not in the sample'),
});
export type EntryReviewQuery = z.infer<typeof EntryReviewQuery>;
export const ReviewScores = shape(
  'ReviewScores',
  z.strictObject({
    scores: z.record(z.string().max(64), z.number().min(0).max(100)).describe('points for each criterion'),
    note: z.string().trim().min(1).max(5_000).optional(),
    expectedVersion: z.int().optional().describe('of the review, as you saw it'),
  }),
);
export type ReviewScores = z.infer<typeof ReviewScores>;
export const ShareQuery = z.strictObject({
  from: AskedInstant.optional().describe('default: 30 days before to'),
  to: AskedInstant.optional(),
});
export type ShareQuery = z.infer<typeof ShareQuery>;
export const SharePageShape = pageOf(
  'ReviewedSharePage',
  shape(
    'ReviewedShare',
    z.object({
      sheet: z.string(),
      all: z.int(),
      chosen: z.int(),
      reviewed: z.int(),
      overdue: z.int().describe('of the sample, waiting for longer than the sheet lets them (`within`)'),
      share: z.number().describe('reviewed of all, 0 to 1'),
      passed: z.int(),
      meanResult: z.number().nullable(),
    }),
  ),
);
