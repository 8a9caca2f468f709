import { z } from 'zod';
import { MOODS } from '../../recognition/words/mood.js';

const mood = z.strictObject({
  raise: z.enum(['high', 'urgent']).optional().describe('priority of the ticket at least'),
  tags: z.array(z.string().trim().min(1).max(100)).max(10).default([]),
});

/** What the desk reads from customers' words. Nothing leaves the process unless `outside` is set. */
export const RecognitionSection = z
  .strictObject({
    category: z
      .strictObject({
        on: z.boolean().default(true),
        wantedRight: z
          .number()
          .min(0.5)
          .max(0.999)
          .default(0.92)
          .describe('share of the given labels that must be right on held-out examples; the rest is left to a person'),
        retrainAfter: z
          .int()
          .min(1)
          .max(10_000)
          .default(20)
          .describe('new examples (agents’ corrections) after which it learns anew by itself'),
      })
      .prefault({}),
    language: z.boolean().default(true),
    mood: z
      .strictObject({ on: z.boolean().default(true), angry: mood.optional(), upset: mood.optional(), satisfied: mood.optional() })
      .prefault({})
      .describe(`${MOODS.join(', ')}: from words, in Chinese and English; what follows from them by itself, beside the desk’s rules`),
    urgency: z.boolean().default(true).describe('the definitions stand in `urgent`'),
    outside: z
      .strictObject({
        url: z.url({ protocol: /^https?$/ }).describe('a chat completions endpoint of yours'),
        model: z.string().min(1).max(200),
        keyVariable: z
          .string()
          .regex(/^[A-Z][A-Z0-9_]*$/)
          .optional()
          .describe('environment variable with its key'),
        timeoutMs: z.int().min(100).max(30_000).default(5_000),
      })
      .optional()
      .describe('asked for the category where the desk’s own recognition is unsure; customers’ words leave the house by it'),
  })
  .prefault({});
export type RecognitionSection = z.infer<typeof RecognitionSection>;
