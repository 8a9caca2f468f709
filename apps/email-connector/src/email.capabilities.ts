import type { Capabilities } from '#contracts';
import type { EmailInboxConfig } from './email.config.js';

/** Most servers stop at 25 MB on the wire; base64 leaves three quarters of it. */
const MAX_ATTACHMENT_BYTES = 18 * 1024 * 1024;

export function describeCapabilities(config: EmailInboxConfig): Capabilities {
  const media = { maxBytes: MAX_ATTACHMENT_BYTES, mimes: ['*/*'] };
  return {
    in: ['text', 'html', 'image', 'file', 'audio', 'video', 'form', 'quote', 'system', 'unsupported'],
    out: ['text', 'html', 'image', 'file', 'audio', 'video'],
    text: { max: 1_000_000, unit: 'characters', formats: ['plain', 'html'] },
    media: { image: media, file: media, audio: media, video: media },
    maxPartsPerSend: 32,
    replyWindow: null,
    proactive: true,
    addressedBy: ['email'],
    typing: false,
    receipts: ['sent', 'failed'],
    edit: false,
    recall: false,
    threads: true,
    groups: false,
    cc: true,
    idempotentSend: false,
    returnsRemoteId: true,
    ordering: 'none',
    inboundGuarantee: 'at_least_once',
    consumerModel: config.imap ? 'exclusive' : 'shared',
    holdings: config.imap ? 'listed' : 'pushed',
    identityAssurance: ['verified', 'claimed'],
  };
}
