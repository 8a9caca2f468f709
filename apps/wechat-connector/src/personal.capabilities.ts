import type { Capabilities } from '#contracts';
import type { PersonalInboxConfig } from './personal.config.js';

/** What a personal account can do, whichever puppet is behind the service. */
export function describeCapabilities({ maxSendBytes, maxTextCharacters }: PersonalInboxConfig): Capabilities {
  const media = { maxBytes: maxSendBytes, mimes: ['*/*'] };
  return {
    in: ['text', 'image', 'file', 'audio', 'video', 'location', 'link', 'card', 'quote', 'sticker', 'system', 'unsupported'],
    out: ['text', 'image', 'file', 'video', 'link'],
    text: { max: maxTextCharacters, unit: 'characters', formats: ['plain'] },
    media: { image: media, file: media, video: media },
    maxPartsPerSend: 9,
    replyWindow: null,
    proactive: true,
    typing: false,
    receipts: ['sent'],
    edit: false,
    recall: false,
    threads: false,
    groups: true,
    cc: false,
    idempotentSend: false,
    // Few puppets give one; the account's own echo of the message does.
    returnsRemoteId: true,
    ordering: 'per_conversation',
    // The service keeps nothing: what comes while nobody listens is gone.
    inboundGuarantee: 'at_most_once',
    holdings: 'pushed',
    consumerModel: 'exclusive',
    identityAssurance: ['verified'],
  };
}
