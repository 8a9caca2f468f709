import type { BlobRef, TerseMessage } from '#contracts';
import { inbound } from '../../threading/testing/inbound.js';

const TIME = '2026-03-02T08:30:00.000Z';
const REF = `sha256:${'0a'.repeat(32)}` as BlobRef;
const ADDRESS = { scheme: 'email', value: 'bob@example.com', displayName: 'Bob 汉' };
const MEDIA = {
  state: 'stored',
  blobRef: REF,
  fileName: 'a.png',
  declaredType: 'image/png',
  detectedType: 'image/png',
  sizeBytes: 10,
  sha256: 'x',
  widthPx: 1,
  heightPx: 2,
  durationMs: 3,
  source: { ref: 'remote', expiresAt: TIME },
  scan: { status: 'clean' },
} as const;
const CALL = {
  callId: 'c1',
  revision: 1,
  legs: [{ a: 1 }],
  direction: 'inbound',
  caller: '+49301234',
  callee: null,
  startedAt: TIME,
  durationMs: 0,
  outcome: 'answered',
  agents: ['anna'],
  ivr: [{ key: '1', label: 'sales' }, { key: '2' }],
  satisfaction: 4.5,
  recordings: [MEDIA],
} as const;

/** A message with a part of every kind and all its optional fields. */
export function everyField(): TerseMessage {
  const base = inbound({ refs: ['one@example.com'], cc: ['carl@example.com'], verified: true });
  return structuredClone({
    ...base,
    sender: { ...base.sender, displayName: 'Ann', avatar: 'https://example.com/a.png', locale: 'de' },
    replyTo: [ADDRESS],
    forwarded: { from: ADDRESS, to: [ADDRESS], cc: [], subject: 'Fwd', date: 'Monday', messageId: 'm', references: ['r'] },
    conversation: { ...base.conversation, remoteId: 'room', title: 'Printers' },
    threading: {
      ...base.threading,
      token: 't',
      inReplyTo: 'one@example.com',
      providerThreadId: 'p',
      quotedRemoteId: 'q',
      threadTopic: 'T',
    },
    parts: [
      { partId: '1', type: 'text', textRef: REF },
      { partId: '2', type: 'html', fallback: 'f', html: '<p>', htmlRef: REF, remoteContents: 2 },
      ...(['image', 'file', 'audio', 'video'] as const).map((type) => ({ partId: type, type, media: MEDIA, inline: true, contentId: 'c' })),
      { partId: '3', type: 'location', latitude: 1.5, longitude: -2, datum: 'wgs84', coordinatesAvailable: true, label: 'l', address: 'a' },
      { partId: '4', type: 'link', url: 'https://example.com', title: 't', description: 'd' },
      { partId: '5', type: 'card', kind: 'contact', data: { name: 'x', deep: [{ a: null }] } },
      { partId: '6', type: 'choice', id: 'yes', label: 'Yes' },
      { partId: '7', type: 'form', formId: 'f', fields: [{ name: 'n', label: 'l', value: { v: 1 } }] },
      { partId: '8', type: 'quote', remoteMessageId: 'one', text: 'words' },
      { partId: '9', type: 'sticker', media: MEDIA, name: 'smile' },
      { partId: '10', type: 'call', call: CALL },
      { partId: '11', type: 'system', code: 'joined', data: { who: 'ann' } },
      { partId: '12', type: 'unsupported', nativeType: 'application/x-new' },
    ] as unknown as TerseMessage['parts'],
    newText: 'new',
    truncated: true,
    replyWindow: { open: true, endsAt: TIME, remaining: 3, reason: 'soon over' },
    flags: { automated: { reason: 'header:x', class: 'auto-reply' }, bounce: false, spam: false, historical: true, doubts: ['a', 'b'] },
    checks: { spf: 'pass', dkim: 'none', dmarc: 'pass', by: 'door', reason: 'SPF' },
    raw: { ...base.raw, retentionUntil: TIME },
    channelContext: { messageId: null, references: ['x'], to: [{ name: null, address: 'a@b' }] },
    extras: { email: { warnings: ['w'] } },
  } satisfies TerseMessage);
}
