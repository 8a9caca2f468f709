import { createHmac, createPublicKey, verify, type KeyObject } from 'node:crypto';
import { faulty, isAnyOf, VALID, type SignatureVerdict } from './verdict.js';

/** Standard Webhooks 1.0.0 names five minutes. */
export const WEBHOOK_TOLERANCE_S = 300;

const PREFIX = 'whsec_';
const PUBLIC_PREFIX = 'whpk_';
const VERSION = 'v1';
const PUBLIC_VERSION = 'v1a';
const LEAST_SECRET_BYTES = 16;
const PUBLIC_KEY_BYTES = 32;
const SIGNATURE_BYTES = 64;

export interface SignedWebhook {
  /** `webhook-id`: the same for each try of one message. */
  readonly id: string | undefined;
  /** `webhook-timestamp`: seconds since 1970, of this try. */
  readonly timestamp: string | undefined;
  /** `webhook-signature`: one or several `v1,<base64>` (HMAC-SHA256) or `v1a,<base64>` (ed25519), blanks between. */
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

/** The ed25519 key of a `whpk_…` public key; null for anything else. */
function readWebhookPublicKey(key: string): KeyObject | null {
  const trimmed = key.trim();
  if (!trimmed.startsWith(PUBLIC_PREFIX) || !/^[A-Za-z0-9+/]+=*$/.test(trimmed.slice(PUBLIC_PREFIX.length))) return null;
  const bytes = Buffer.from(trimmed.slice(PUBLIC_PREFIX.length), 'base64');
  if (bytes.length !== PUBLIC_KEY_BYTES) return null;
  return createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: bytes.toString('base64url') }, format: 'jwk' });
}

/** May it check signatures: a secret of 16 bytes at least, or a public key? */
export function isWebhookSecret(secret: string): boolean {
  return (readWebhookSecret(secret)?.length ?? 0) >= LEAST_SECRET_BYTES || readWebhookPublicKey(secret) !== null;
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
 * Is the request signed by one of the secrets or public keys (several while they are rotated), at most `toleranceS` away from `nowMs`? Unknown
 * versions of signatures are passed over; a secret makes only `v1` valid, a public key only `v1a`. The same request again is valid, too: that it is
 * taken once is for its id to say.
 */
export function verifyWebhook(
  { id, timestamp, signature, payload }: SignedWebhook,
  secrets: readonly string[],
  nowMs: number,
  toleranceS = WEBHOOK_TOLERANCE_S,
): SignatureVerdict {
  const keys = secrets.map(readWebhookSecret).filter((key) => key !== null);
  const publicKeys = secrets.map(readWebhookPublicKey).filter((key) => key !== null);
  if (keys.length + publicKeys.length === 0) return faulty('unusable_secret');
  if (!id) return faulty('missing_id');
  if (!timestamp) return faulty('missing_timestamp');
  if (!signature) return faulty('missing_signature');
  if (!/^\d{1,12}$/.test(timestamp)) return faulty('bad_timestamp');
  const ageS = Math.floor(nowMs / 1000) - Number(timestamp);
  if (ageS > toleranceS) return faulty('stale_timestamp');
  if (ageS < -toleranceS) return faulty('future_timestamp');
  const wanted = keys.map((key) => toSignature(key, id, timestamp, payload));
  let signed = false;
  const given = signature.split(/\s+/).slice(0, MAX_SIGNATURES);
  for (const each of given) signed = isAnyOf(each, wanted) || signed;
  if (!signed && publicKeys.length > 0) signed = isSignedByAny(publicKeys, given, toSigned(id, timestamp, payload));
  return signed ? VALID : faulty('wrong_signature');
}

/** A sender rotates two or three secrets; thousands would only be there to keep us busy. */
const MAX_SIGNATURES = 16;
/** Each costs some 100 µs. */
const MAX_PUBLIC_SIGNATURES = 4;

/** A public key keeps no secret: how long it takes may tell which. */
function isSignedByAny(keys: readonly KeyObject[], given: readonly string[], signed: Buffer): boolean {
  const signatures = given
    .filter((each) => each.startsWith(`${PUBLIC_VERSION},`))
    .slice(0, MAX_PUBLIC_SIGNATURES)
    .map((each) => Buffer.from(each.slice(PUBLIC_VERSION.length + 1), 'base64'))
    .filter(({ length }) => length === SIGNATURE_BYTES);
  return signatures.some((signature) => keys.some((key) => verify(null, signed, key, signature)));
}

function toSigned(id: string, timestamp: string, payload: Buffer | string): Buffer {
  return Buffer.concat([Buffer.from(`${id}.${timestamp}.`), Buffer.from(payload as string)]);
}

function toSignature(key: Buffer, id: string, timestamp: string, payload: Buffer | string): string {
  return `${VERSION},${createHmac('sha256', key).update(`${id}.${timestamp}.`).update(payload).digest('base64')}`;
}
