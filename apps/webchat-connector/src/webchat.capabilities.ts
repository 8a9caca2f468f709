import type { Capabilities } from '#contracts';
import { MOST_UPLOAD_BYTES, type WebchatInboxConfig } from './webchat.config.js';

export function describeCapabilities(config: WebchatInboxConfig): Capabilities {
  const media = { maxBytes: MOST_UPLOAD_BYTES, mimes: ['*/*'] };
  const uploads = config.uploads.enabled ? (['image', 'file', 'audio', 'video'] as const) : [];
  return {
    in: ['text', ...uploads, 'form', 'system', 'unsupported'],
    out: ['text', 'image', 'file', 'audio', 'video', 'link'],
    text: { max: config.limits.textMax, unit: 'characters', formats: ['plain'] },
    media: { image: media, file: media, audio: media, video: media },
    maxPartsPerSend: 32,
    replyWindow: null,
    proactive: true,
    typing: true,
    states: ['queued', 'joined', 'read', 'ended', 'rating_asked'],
    receipts: ['sent', 'delivered', 'read'],
    edit: false,
    recall: false,
    threads: false,
    groups: false,
    cc: false,
    // The transcript takes a command once; a page takes a line once.
    idempotentSend: true,
    returnsRemoteId: true,
    ordering: 'per_conversation',
    inboundGuarantee: 'at_least_once',
    holdings: 'ours',
    consumerModel: 'shared',
    identityAssurance: ['verified', 'claimed', 'anonymous'],
  };
}
