import type { Capabilities } from '@tributary/connector-sdk/contracts';
import type { DingtalkConfig } from './dingtalk.config.js';

/** Bytes of a message of the robot (unverified). */
export const MAX_TEXT_BYTES = 20_000;

export function createCapabilities({ mode, replyBy }: DingtalkConfig): Capabilities {
  const byApi = replyBy === 'api';
  return {
    in: ['text', 'image', 'audio', 'video', 'file'],
    out: ['text'],
    text: { max: MAX_TEXT_BYTES, unit: 'bytes', formats: ['plain'] },
    media: {},
    maxPartsPerSend: 32,
    /** Colleagues can always be written to. Who is none can be answered while his message's webhook is valid: his messages say until when. */
    replyWindow: null,
    proactive: true,
    typing: false,
    /** The webhook of a message tells neither an id nor who has read. */
    receipts: byApi ? ['sent', 'read'] : ['sent'],
    edit: false,
    /** A webhook gives no id to name it by. */
    recall: byApi,
    threads: false,
    groups: true,
    cc: false,
    idempotentSend: false,
    returnsRemoteId: byApi,
    ordering: 'per_conversation',
    inboundGuarantee: 'at_least_once',
    ...(mode === 'http' ? { ackDeadlineMs: 5_000 } : {}),
    consumerModel: 'shared',
    /** Over HTTP whoever saw one signature can write any body for an hour: a claim. By stream DingTalk itself says who wrote. */
    identityAssurance: [mode === 'http' ? 'claimed' : 'verified', 'anonymous'],
  };
}
