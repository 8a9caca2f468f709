import type { Capabilities } from '@tributary/connector-sdk/contracts';
import { FILE_TYPES, IMAGE_TYPES } from './converting/file-types.js';
import type { DingtalkConfig } from './dingtalk.config.js';

/** Of one message's `msgParam`, JSON and all (documented for groups). */
export const MAX_PARAM_BYTES = 15_000;
/** What of it is text: the rest is for what JSON writes around it and into it. */
const MAX_TEXT_BYTES = 14_000;
/** Of one uploaded picture or file (documented). */
export const MAX_UPLOAD_BYTES = 20 * 1024 * 1024;
/** Messages of one reply: as many as one call takes back (documented). */
export const MAX_PIECES = 20;

export function createCapabilities({ mode, replyBy }: DingtalkConfig): Capabilities {
  const byApi = replyBy === 'api';
  return {
    in: ['text', 'image', 'audio', 'video', 'file'],
    out: ['text', 'image', 'file'],
    text: { max: MAX_TEXT_BYTES, unit: 'bytes', formats: ['plain'] },
    media: {
      image: { maxBytes: MAX_UPLOAD_BYTES, mimes: Object.keys(IMAGE_TYPES) },
      /** A picture that is attached goes as a picture. */
      file: { maxBytes: MAX_UPLOAD_BYTES, mimes: [...Object.keys(FILE_TYPES), ...Object.keys(IMAGE_TYPES)] },
    },
    maxPartsPerSend: MAX_PIECES,
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
    holdings: 'pushed',
    consumerModel: 'shared',
    /** Over HTTP whoever saw one signature can write any body for an hour: a claim. By stream DingTalk itself says who wrote. */
    identityAssurance: [mode === 'http' ? 'claimed' : 'verified', 'anonymous'],
  };
}
