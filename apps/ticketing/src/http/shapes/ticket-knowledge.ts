import { z } from 'zod';
import { Instant, pageOf, shape } from './shape.js';

export const ArticleUsePageShape = pageOf(
  'ArticleUsePage',
  shape(
    'ArticleUse',
    z.object({
      articleId: z.uuid(),
      title: z.string(),
      how: z.enum(['linked', 'sent', 'answered']),
      usedAt: Instant,
      actor: z.object({ kind: z.string(), id: z.string().optional(), displayName: z.string().optional() }),
    }),
  ),
);
export const ArticleLinkWish = shape('ArticleLinkWish', z.strictObject({ articleId: z.string().min(1).max(64).describe('id or key') }));
export type ArticleLinkWish = z.infer<typeof ArticleLinkWish>;
export const ArticleLinkShape = shape(
  'ArticleLink',
  z.object({
    articleId: z.uuid(),
    title: z.string(),
    language: z.string().describe('of the title'),
    url: z
      .string()
      .nullable()
      .describe(
        'of its page for customers: whole where http.publicUrl is set, else from the root of this installation; null: they may not read it',
      ),
  }),
);
export const ArticleSending = shape(
  'ArticleSending',
  z.strictObject({
    articleId: z.string().min(1).max(64).describe('id or key'),
    language: z.string().max(20).optional().describe('default: the customer’s'),
    intro: z.string().trim().min(1).max(5_000).optional().describe('words before it'),
    expectedVersion: z.int().optional(),
  }),
);
export type ArticleSending = z.infer<typeof ArticleSending>;
export const SolutionWish = shape(
  'SolutionDraft',
  z.strictObject({
    title: z.string().trim().min(1).max(300).optional().describe('default: the ticket’s subject'),
    solution: z.string().trim().min(1).max(20_000).optional().describe('default: the last answer to the customer'),
    section: z.string().max(64).optional(),
  }),
);
export type SolutionWish = z.infer<typeof SolutionWish>;
