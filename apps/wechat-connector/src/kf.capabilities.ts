import type { Capabilities } from '#contracts';
import { KF_WINDOW } from './converting/kf/to-inbound-message.js';
import { KF_MEDIA_KEPT_MS } from './converting/kf/to-parts.js';
import { WECOM_TEXT_BYTES, WECOM_MEDIA } from './converting/wecom-limits.js';

export function describeKfCapabilities(): Capabilities {
  return {
    in: ['text', 'image', 'audio', 'video', 'file', 'location', 'link', 'card', 'choice', 'system', 'unsupported'],
    out: ['text', 'image', 'audio', 'video', 'file', 'location', 'link', 'card'],
    text: { max: WECOM_TEXT_BYTES, unit: 'bytes', formats: ['plain'] },
    media: Object.fromEntries(Object.entries(WECOM_MEDIA).map(([type, { maxBytes, mimes }]) => [type, { maxBytes, mimes: [...mimes] }])),
    // Each part is a message of its own, and of those there are five.
    maxPartsPerSend: KF_WINDOW.count,
    replyWindow: { ...KF_WINDOW },
    proactive: false,
    typing: false,
    receipts: ['sent', 'failed'],
    edit: false,
    recall: true,
    recallWithinMs: 120_000,
    threads: false,
    groups: false,
    cc: false,
    idempotentSend: true,
    returnsRemoteId: true,
    ordering: 'per_conversation',
    inboundGuarantee: 'at_least_once',
    ackDeadlineMs: 5_000,
    mediaExpiresMs: KF_MEDIA_KEPT_MS,
    holdings: 'listed',
    consumerModel: 'exclusive',
    identityAssurance: ['verified'],
  };
}
