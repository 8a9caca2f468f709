import type { Capabilities } from '@tributary/connector-sdk/contracts';
import type { WeiboConfig } from './weibo.config.js';

export const MAX_TEXT_CHARACTERS = 300;

export const createCapabilities = ({ windowHours }: Pick<WeiboConfig, 'windowHours'>): Capabilities => ({
  in: ['text', 'image', 'audio', 'location'],
  out: ['text'],
  text: { max: MAX_TEXT_CHARACTERS, unit: 'characters', formats: ['plain'] },
  media: {},
  maxPartsPerSend: 32,
  replyWindow: { durationMs: windowHours * 3_600_000 },
  proactive: false,
  typing: false,
  receipts: ['sent'],
  edit: false,
  recall: false,
  threads: true,
  groups: false,
  cc: false,
  idempotentSend: false,
  returnsRemoteId: false,
  ordering: 'per_conversation',
  inboundGuarantee: 'at_least_once',
  /** Three tries, 5 s each; what all three missed is gone. */
  ackDeadlineMs: 5_000,
  holdings: 'pushed',
  consumerModel: 'shared',
  /** The signature does not cover the body: README. */
  identityAssurance: ['claimed'],
});
