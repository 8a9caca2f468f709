import type { Capabilities } from '#contracts';
import type { Gateway } from './gateways/gateway.js';

/** Nothing comes in; a notice goes out to people who have not written before. */
export function describeCapabilities(gateway: Gateway): Capabilities {
  return {
    in: [],
    out: ['text', 'link'],
    text: { max: gateway.maxCharacters, unit: 'characters', formats: ['plain'] },
    media: {},
    maxPartsPerSend: 32,
    replyWindow: null,
    proactive: true,
    ...(gateway.scheme === null ? {} : { addressedBy: [gateway.scheme] }),
    typing: false,
    receipts: gateway.readReports === undefined ? ['sent'] : ['sent', 'delivered', 'failed'],
    edit: false,
    recall: false,
    threads: false,
    groups: gateway.scheme === null,
    cc: false,
    idempotentSend: gateway.idempotent,
    returnsRemoteId: gateway.scheme !== null,
    ordering: 'none',
    inboundGuarantee: 'at_least_once',
    consumerModel: 'shared',
    identityAssurance: [],
  };
}
