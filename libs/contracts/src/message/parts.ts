import { z } from 'zod';
import { BlobRef } from '../ids.js';
import { CallRecord } from './call.js';
import { Media } from './media.js';

const FALLBACK = z.string().max(65_536);

function partsWith<F extends z.ZodType<string | undefined>>(fallback: F) {
  const base = { partId: z.string().min(1).max(64), fallback };
  const media = <T extends 'image' | 'file' | 'audio' | 'video'>(type: T) =>
    z.object({ ...base, type: z.literal(type), media: Media, inline: z.boolean().optional(), contentId: z.string().max(512).optional() });
  return z.discriminatedUnion('type', [
    z.object({ ...base, type: z.literal('text'), text: z.string().optional(), textRef: BlobRef.optional() }),
    /**
     * Sanitised html: inline up to 64 KiB, above that by reference. Nothing in it is loaded from elsewhere; `remoteContents` says how many
     * elements would have: their addresses stand in `data-remote-src` and `data-remote-background`.
     */
    z.object({
      ...base,
      type: z.literal('html'),
      html: z.string().max(65_536).optional(),
      htmlRef: BlobRef.optional(),
      remoteContents: z.int().min(0).optional(),
    }),
    media('image'),
    media('file'),
    media('audio'),
    media('video'),
    z.object({
      ...base,
      type: z.literal('location'),
      latitude: z.number().optional(),
      longitude: z.number().optional(),
      datum: z.enum(['wgs84', 'gcj02', 'bd09', 'unknown']),
      coordinatesAvailable: z.boolean(),
      label: z.string().optional(),
      address: z.string().optional(),
    }),
    z.object({ ...base, type: z.literal('link'), url: z.string(), title: z.string().optional(), description: z.string().optional() }),
    z.object({
      ...base,
      type: z.literal('card'),
      kind: z.enum(['contact', 'mini_program', 'product']),
      data: z.record(z.string(), z.unknown()),
    }),
    z.object({ ...base, type: z.literal('choice'), id: z.string(), label: z.string().optional() }),
    z.object({
      ...base,
      type: z.literal('form'),
      formId: z.string(),
      fields: z.array(z.object({ name: z.string(), label: z.string().optional(), value: z.unknown() })),
    }),
    z.object({ ...base, type: z.literal('quote'), remoteMessageId: z.string().optional(), text: z.string().optional() }),
    z.object({ ...base, type: z.literal('sticker'), media: Media.optional(), name: z.string().optional() }),
    z.object({ ...base, type: z.literal('call'), call: CallRecord }),
    z.object({ ...base, type: z.literal('system'), code: z.string(), data: z.record(z.string(), z.unknown()).optional() }),
    z.object({ ...base, type: z.literal('unsupported'), nativeType: z.string() }),
  ]);
}

/** What a message is made of. A reader that does not know a part's type shows its `fallback`. */
export const MessagePart = partsWith(FALLBACK);
export type MessagePart = z.infer<typeof MessagePart>;

/** A part as it travels and lies in tables: a `fallback` that is absent is the message's plain text, a `text` that is absent its `fallback`. */
export const TersePart = partsWith(FALLBACK.optional());
export type TersePart = z.infer<typeof TersePart>;
