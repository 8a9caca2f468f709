import type { Capabilities } from '#contracts';

/** Of a channel for texts without limits that matter to a test. */
export function describeChannel(more: Partial<Capabilities> = {}): Capabilities {
  return {
    ...{ in: ['text'], out: ['text', 'html', 'file', 'image'], text: { max: 100_000, unit: 'characters', formats: ['plain'] }, media: {} },
    ...{ maxPartsPerSend: 32, replyWindow: null, proactive: true, typing: false, receipts: ['sent'], edit: false, recall: false },
    ...{ threads: false, groups: false, cc: false, idempotentSend: false, returnsRemoteId: false, ordering: 'per_conversation' },
    ...{ inboundGuarantee: 'at_least_once', consumerModel: 'shared', identityAssurance: ['verified'] },
    ...more,
  };
}
