import type { Capabilities } from '#contracts';
import type { PhoneInboxConfig } from './phone.config.js';

/** A switch tries again after this time at the latest; what is not answered by then counts as not taken. */
const ACK_DEADLINE_MS = 10_000;

export function describeCapabilities(config: PhoneInboxConfig): Capabilities {
  return {
    in: ['call', 'audio', 'text', 'form', 'system', 'unsupported'],
    // Nobody is answered by a call record; who should be called back is a task of ticketing.
    out: [],
    text: { max: 1, unit: 'characters', formats: ['plain'] },
    media: {},
    maxPartsPerSend: 1,
    replyWindow: null,
    proactive: false,
    typing: false,
    receipts: [],
    edit: false,
    recall: false,
    threads: false,
    groups: false,
    cc: false,
    idempotentSend: false,
    returnsRemoteId: false,
    ordering: 'per_conversation',
    // What happens while nobody listens to the manager interface is told by the file, if there is one.
    inboundGuarantee: config.ami !== undefined && config.csv === undefined ? 'at_most_once' : 'at_least_once',
    ackDeadlineMs: ACK_DEADLINE_MS,
    // A file of records could be gone through again; nobody has built it.
    ...(config.csv === undefined ? { holdings: 'pushed' as const } : {}),
    consumerModel: config.csv !== undefined || config.ami !== undefined ? 'exclusive' : 'shared',
    identityAssurance: ['claimed', 'anonymous'],
  };
}
