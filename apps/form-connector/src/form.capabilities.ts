import type { Capabilities } from '#contracts';

const NOTHING_OUT: Omit<Capabilities, 'in' | 'holdings' | 'consumerModel' | 'identityAssurance'> = {
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
  inboundGuarantee: 'at_least_once',
};

/** A page that people fill, with files. A slow phone may upload for minutes: there is no deadline. */
export const formCapabilities: Capabilities = {
  ...NOTHING_OUT,
  in: ['form', 'image', 'file', 'audio', 'video'],
  holdings: 'ours',
  consumerModel: 'shared',
  identityAssurance: ['verified', 'claimed', 'anonymous'],
};

/** Programs wait 10 to 30 s for an answer; what is not stored in 8 is told to come again. */
const PROGRAMS_MS = 10_000;

export const programCapabilities: Capabilities = {
  ...NOTHING_OUT,
  in: ['text', 'form', 'link', 'unsupported'],
  ackDeadlineMs: PROGRAMS_MS,
  holdings: 'pushed',
  consumerModel: 'shared',
  identityAssurance: ['verified', 'claimed'],
};

/** Somebody else's JSON, of which a mapping finds words and addresses: there are no fields of ours in it. */
export const webhookCapabilities: Capabilities = { ...programCapabilities, in: ['text', 'link', 'unsupported'] };

export const alertCapabilities: Capabilities = {
  ...NOTHING_OUT,
  in: ['text'],
  ackDeadlineMs: PROGRAMS_MS,
  holdings: 'pushed',
  // One process counts: the state store has no counters of its own.
  consumerModel: 'exclusive',
  identityAssurance: ['verified'],
};
