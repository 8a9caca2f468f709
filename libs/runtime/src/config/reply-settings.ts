import { z } from 'zod';

const Signature = z.strictObject({ text: z.string().max(5_000).optional(), html: z.string().max(20_000).optional() });

/** How answers of agents look beside their words. */
export const ReplySettings = z
  .strictObject({
    quoteHistory: z.boolean().default(false).describe('answers carry what they answer below, on channels that have threads'),
    quoteHistoryOf: z.record(z.string(), z.boolean()).default({}).describe('inbox → what holds for its answers instead'),
    quoteDepth: z.int().min(1).max(5).default(2).describe('messages quoted, each in answer to the next'),
    signature: Signature.prefault({}).describe(
      'below answers of agents: text and, for mail, html of the same; {agent}, {group} and {desk} are filled in',
    ),
    groupSignatures: z.record(z.string(), Signature).default({}).describe('group → its signature instead'),
  })
  .prefault({});
