import { z } from 'zod';
import { Address, Capabilities, ConnectorState, MessagePart } from '#contracts';
import { Instant, shape } from './shape.js';

export const AdaptationShape = shape(
  'ReplyAdaptation',
  z.object({ partId: z.string(), kind: z.enum(['text_instead', 'text_cut', 'left_out']), reason: z.string() }),
);

const Window = shape(
  'ReplyWindow',
  z.object({
    open: z.boolean(),
    endsAt: Instant.nullable(),
    remaining: z.int().nullable().describe('messages left until the customer writes again; null: no such limit'),
    reason: z.string().nullable(),
  }),
);

export const ReplyChannelListShape = shape(
  'ReplyChannelList',
  z.object({
    items: z.array(
      z.object({
        inboxId: z.string(),
        channel: z.string(),
        displayName: z.string().nullable(),
        state: ConnectorState,
        to: Address,
        continues: z.boolean().describe('goes on in a conversation the customer began; else we write first'),
        preferred: z.boolean().describe('where the customer wrote last'),
        window: Window,
        limits: Capabilities.pick({
          out: true,
          text: true,
          media: true,
          maxPartsPerSend: true,
          cc: true,
          receipts: true,
          recall: true,
          recallWithinMs: true,
        }).nullable(),
      }),
    ),
    nextCursor: z.null(),
  }),
);

export const RecallShape = shape(
  'ReplyRecall',
  z.object({
    possible: z.boolean(),
    until: Instant.nullable().describe('no longer than that, where the channel has a limit'),
    reason: z.string().nullable().describe('why not'),
  }),
);

export const ReplyPreviewShape = shape(
  'ReplyPreview',
  z.object({
    inboxId: z.string(),
    to: Address.optional().describe('given where it would go another way than asked'),
    parts: z.array(MessagePart),
    adaptations: z.array(AdaptationShape),
    faults: z.array(
      z.object({
        category: z.enum(['window_closed', 'quota_exceeded', 'too_large', 'unsupported_part']),
        partId: z.string().optional(),
        reason: z.string(),
      }),
    ),
    window: Window,
  }),
);

/** How a reply should meet the limits of its channel. */
export const wishes = {
  adapt: z
    .enum(['degrade', 'strict'])
    .optional()
    .describe('degrade (default): what the channel cannot carry goes as words, long text in pieces. strict: it is refused'),
  onWindowClosed: z
    .enum(['fail', 'hold', 'fallback'])
    .optional()
    .describe('where the channel takes no answer now: refuse it (default), wait for it, or go one of the ways in fallback'),
  fallback: z
    .array(z.strictObject({ inboxId: z.string().min(1).max(255), to: Address }))
    .max(10)
    .optional(),
};

export const SeenShape = shape(
  'Seen',
  z.strictObject({ seq: z.int().min(1).max(2_147_483_647).optional().describe('last entry that was shown; default: the whole thread') }),
);
export type SeenShape = z.infer<typeof SeenShape>;
export const ReadUpToShape = shape('ReadUpTo', z.object({ seq: z.int().nullable().describe('last entry you were shown; null: none yet') }));
export const TypingShape = shape('TypingTold', z.strictObject({ on: z.boolean(), inboxId: z.string().min(1).max(255).optional() }));
export type TypingShape = z.infer<typeof TypingShape>;
