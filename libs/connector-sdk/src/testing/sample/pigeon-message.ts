import type { InboundMessage, InboxId, InboxRef } from '#contracts';
import { createHash } from 'node:crypto';
import { toInboundMessage, toRaw } from './pigeon.converting.js';

export const pigeonInbox: InboxRef = { id: 'loft' as InboxId, channel: 'pigeon', provider: 'loft' };

/** A whole valid message and the bytes it was made of. */
export function createPigeonMessage(
  id = 'n-1',
  from = 'ada',
  text = 'hello',
  inbox: InboxRef = pigeonInbox,
): { message: InboundMessage; raw: Buffer } {
  const note = { id, from, kind: 'text', text, writtenAt: '2026-03-02T08:00:00.000Z' };
  const raw = toRaw(note);
  const sha256 = createHash('sha256').update(raw).digest('hex');
  const described = { ref: `sha256:${sha256}`, sha256, bytes: raw.length, contentType: 'application/json' } as InboundMessage['raw'];
  return { message: toInboundMessage(note, { inbox, receivedAt: new Date('2026-03-02T09:00:00.000Z'), raw: described }), raw };
}
