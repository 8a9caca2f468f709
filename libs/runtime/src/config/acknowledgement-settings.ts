import { z } from 'zod';

/** What people are told at once, by what way, and how often. */
export const AcknowledgementSettings = z
  .strictObject({
    perAddressPerDay: z.int().min(0).default(5),
    via: z
      .record(z.string(), z.union([z.string(), z.array(z.string()).min(1)]))
      .default({})
      .describe(
        'inboxes that cannot answer (a hotline, a form) → the inbox by which people are told the number, of text messages or mail; of several the first that reaches them',
      ),
    questionsPerAddressPerDay: z
      .int()
      .min(0)
      .default(20)
      .describe('answers to questions of one address how its requests stand (the progress button of a menu)'),
    strangersPerDomainPerDay: z
      .int()
      .min(0)
      .default(2_000)
      .describe('acknowledgements to people first heard of today, of one domain that is no public mail provider'),
    silenceAfterAutoReplyMs: z
      .int()
      .min(0)
      .default(60_000)
      .describe('no acknowledgement to an address that answered ours within this time'),
  })
  .prefault({});
