import type { Capabilities } from '#contracts';
import { MEDIA_LIFETIME_MS } from './converting/callback-media.js';
import type { OfficialInboxConfig } from './official.config.js';

const MB = 1024 * 1024;

export function describeOfficialCapabilities(config: OfficialInboxConfig): Capabilities {
  return {
    in: ['text', 'image', 'audio', 'video', 'file', 'location', 'link', 'card', 'choice', 'form', 'unsupported'],
    out: ['text', 'image', 'audio', 'video'],
    text: { max: 2_048, unit: 'bytes', formats: ['plain'] },
    // Limits of temporary media (media/upload).
    media: {
      image: { maxBytes: 10 * MB, mimes: ['image/jpeg', 'image/png', 'image/gif', 'image/bmp'] },
      audio: { maxBytes: 2 * MB, mimes: ['audio/amr', 'audio/mpeg'] },
      video: { maxBytes: 10 * MB, mimes: ['video/mp4'] },
    },
    maxPartsPerSend: Math.min(32, config.replyCount),
    replyWindow: { durationMs: config.replyMinutes * 60_000, count: config.replyCount },
    proactive: false,
    typing: false,
    receipts: ['sent'],
    edit: false,
    recall: false,
    threads: false,
    groups: false,
    cc: false,
    idempotentSend: false,
    returnsRemoteId: false,
    ordering: 'per_conversation',
    inboundGuarantee: 'at_least_once',
    ackDeadlineMs: 5_000,
    mediaExpiresMs: MEDIA_LIFETIME_MS,
    holdings: 'pushed',
    consumerModel: 'shared',
    identityAssurance: [config.mode === 'safe' ? 'verified' : 'claimed'],
  };
}
