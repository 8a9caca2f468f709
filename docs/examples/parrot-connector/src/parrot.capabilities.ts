import type { Capabilities } from '@tributary/connector-sdk/contracts';

/** Claim only what is done: agents are offered it, and the conformance suite asks for it. */
export const parrotCapabilities: Capabilities = {
  in: ['text'],
  out: ['text'],
  text: { max: 2_000, unit: 'characters', formats: ['plain'] },
  media: {},
  maxPartsPerSend: 32,
  replyWindow: null,
  proactive: true,
  typing: false,
  receipts: ['sent'],
  edit: false,
  recall: false,
  threads: false,
  groups: false,
  cc: false,
  idempotentSend: false,
  returnsRemoteId: true,
  ordering: 'per_conversation',
  inboundGuarantee: 'at_least_once',
  /** The remote waits 5 s for an answer, then posts again. */
  ackDeadlineMs: 5_000,
  consumerModel: 'shared',
  identityAssurance: ['claimed'],
};
