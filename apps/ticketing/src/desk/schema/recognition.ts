import { z } from 'zod';
import { MOODS } from '../../recognition/words/mood.js';

const mood = z.strictObject({
  raise: z.enum(['high', 'urgent']).optional().describe('priority of the ticket at least'),
  tags: z.array(z.string().trim().min(1).max(100)).max(10).default([]),
});

/** What the desk reads from customers' words. Nothing of it leaves the process, unless the settings name a language model (`recognition.llm`). */
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
  })
  .prefault({});
export type RecognitionSection = z.infer<typeof RecognitionSection>;
