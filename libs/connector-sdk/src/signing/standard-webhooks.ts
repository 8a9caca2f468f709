import { createHmac } from 'node:crypto';
import { faulty, isAnyOf, VALID, type SignatureVerdict } from './verdict.js';

/** Standard Webhooks 1.0.0 names five minutes. */
export const WEBHOOK_TOLERANCE_S = 300;

const PREFIX = 'whsec_';
const VERSION = 'v1';

export interface SignedWebhook {
  /** `webhook-id`: the same for each try of one message. */
  readonly id: string | undefined;
  /** `webhook-timestamp`: seconds since 1970, of this try. */
  readonly timestamp: string | undefined;
  /** `webhook-signature`: one or several `v1,<base64>`, blanks between. */
  readonly signature: string | undefined;
  /** The exact bytes of the body. */
  readonly payload: Buffer | string;
}

/**
 * The key of a `whsec_…` secret (base64, the prefix may be missing); null for an empty one and for what is no base64: such a secret makes
 * nothing valid.
 */
export function readWebhookSecret(secret: string): Buffer | null {
  const trimmed = secret.trim();
  const encoded = (trimmed.startsWith(PREFIX) ? trimmed.slice(PREFIX.length) : trimmed).replace(/=+$/, '');
  if (encoded === '' || !/^[A-Za-z0-9+/]+$/.test(encoded) || encoded.length % 4 === 1) return null;
  return Buffer.from(encoded, 'base64');
}

/** `v1,<base64>` for the header `webhook-signature`. Throws `TypeError` for an unusable secret. */
export function signWebhook(webhook: { id: string; timestampS: number; payload: Buffer | string }, secret: string): string {
  const key = readWebhookSecret(secret);
  if (key === null) throw new TypeError('The webhook secret is empty or no base64');
  return toSignature(key, webhook.id, String(webhook.timestampS), webhook.payload);
}

/** The headers that go with a body: signed by each secret, so that a receiver may change its own at any moment. */
export function toWebhookHeaders(webhook: { id: string; timestampS: number; payload: Buffer | string }, secrets: readonly string[]) {
  return {
    'webhook-id': webhook.id,
    'webhook-timestamp': String(webhook.timestampS),
    'webhook-signature': secrets.map((secret) => signWebhook(webhook, secret)).join(' '),
  };
}

/** What is signed, from the headers of a request (lower-case names) and its bytes. */
export function readSignedWebhook(headers: Readonly<Record<string, string | undefined>>, payload: Buffer): SignedWebhook {
  return {
    id: headers['webhook-id'],
    timestamp: headers['webhook-timestamp'],
    signature: headers['webhook-signature'],
    payload,
  };
}

/**
 * Is the request signed by one of the secrets (several while they are rotated), at most `toleranceS` away from `nowMs`? Unknown versions of
 * signatures are passed over. That it is no replay is for `ReplayMemory` to say.
 */
export function verifyWebhook(
  { id, timestamp, signature, payload }: SignedWebhook,
  secrets: readonly string[],
  nowMs: number,
  toleranceS = WEBHOOK_TOLERANCE_S,
): SignatureVerdict {
  const keys = secrets.map(readWebhookSecret).filter((key) => key !== null);
  if (keys.length === 0) return faulty('unusable_secret');
  if (!id) return faulty('missing_id');
  if (!timestamp) return faulty('missing_timestamp');
  if (!signature) return faulty('missing_signature');
  if (!/^\d{1,12}$/.test(timestamp)) return faulty('bad_timestamp');
  const ageS = Math.floor(nowMs / 1000) - Number(timestamp);
  if (ageS > toleranceS) return faulty('stale_timestamp');
  if (ageS < -toleranceS) return faulty('future_timestamp');
  const wanted = keys.map((key) => toSignature(key, id, timestamp, payload));
  let signed = false;
  for (const each of signature.split(/\s+/).slice(0, MAX_SIGNATURES)) signed = isAnyOf(each, wanted) || signed;
  return signed ? VALID : faulty('wrong_signature');
}

/** A sender rotates two or three secrets; thousands would only be there to keep us busy. */
const MAX_SIGNATURES = 16;

function toSignature(key: Buffer, id: string, timestamp: string, payload: Buffer | string): string {
  return `${VERSION},${createHmac('sha256', key).update(`${id}.${timestamp}.`).update(payload).digest('base64')}`;
}
