import { z } from 'zod';

/** What of a message may leave the house. Of the customer himself nothing ever does. */
export const SENT_FIELDS = ['subject', 'text', 'channel', 'language'] as const;
/** What a language model is asked. */
export const ASKED_OF_MODEL = ['category', 'mood'] as const;

/** An outside language model that is asked where this process is unsure. Without a url nothing ever leaves the house. */
export const languageModelSettings = z
  .strictObject({
    url: z
      .url({ protocol: /^https?$/ })
      .optional()
      .describe(
        'chat/completions of an OpenAI-compatible server, whole: https://host/v1/chat/completions; unset: off, nothing leaves the house',
      ),
    model: z.string().min(1).default('gpt-4o-mini').describe('as that server calls it'),
    key: z.string().optional().describe('sent as Bearer; unset: none is sent'),
    timeoutMs: z.int().min(100).max(5_000).default(4_000).describe('an answer that comes later does not count; the local one stands'),
    asks: z
      .array(z.enum(ASKED_OF_MODEL))
      .min(1)
      .default(['category'])
      .describe('category: where phrases and the own model are unsure · mood: where the words say nothing'),
    sends: z.array(z.enum(SENT_FIELDS)).min(1).default(['subject', 'text']).describe('what of a ticket may leave the house'),
    masked: z.boolean().default(true).describe('addresses and long numbers are taken out of the words first'),
    perMinute: z.int().min(1).default(60).describe('asked at most, by all processes together; what is above is not asked'),
  })
  .prefault({});
export type LanguageModelSettings = z.infer<typeof languageModelSettings>;
