import type { Capabilities } from '#contracts';
import { MEDIA_LIFETIME_MS } from './converting/callback-media.js';
import { WECOM_MEDIA, WECOM_TEXT_BYTES } from './converting/wecom-limits.js';

export function describeAppCapabilities(): Capabilities {
  return {
    in: ['text', 'image', 'audio', 'video', 'location', 'link', 'system', 'unsupported'],
    out: ['text', 'image', 'audio', 'video', 'file', 'link'],
    text: { max: WECOM_TEXT_BYTES, unit: 'bytes', formats: ['plain'] },
    media: Object.fromEntries(Object.entries(WECOM_MEDIA).map(([type, { maxBytes, mimes }]) => [type, { maxBytes, mimes: [...mimes] }])),
    maxPartsPerSend: 32,
    replyWindow: null,
    proactive: true,
    typing: false,
    receipts: ['sent'],
    edit: false,
    recall: true,
    recallWithinMs: 86_400_000,
    threads: false,
    groups: true,
    cc: false,
    // Its duplicate check knows texts, not commands: it would also swallow what an agent means to say twice.
    idempotentSend: false,
    returnsRemoteId: true,
    ordering: 'per_conversation',
    inboundGuarantee: 'at_least_once',
    ackDeadlineMs: 5_000,
    mediaExpiresMs: MEDIA_LIFETIME_MS,
    holdings: 'pushed',
    consumerModel: 'shared',
    identityAssurance: ['verified'],
  };
}
