import { RefusedRequest } from '#connector-sdk';
import { type CallbackSecrets, openCallback } from '../converting/callback-crypto.js';
import { CallbackFields } from '../converting/callback-fields.js';
import { UnreadableXml } from '../converting/callback-xml.js';

/** Of the body as it comes: base64 makes four bytes of three. */
export const MAX_BODY_BYTES = 96 * 1024;
/** The platform waits 5 s in all. */
export const BODY_MS = 3_000;

/**
 * Opens an encrypted callback of 公众号, WeCom or 微信客服. Throws `RefusedRequest`: 401 for a signature or key that is not ours, 403 for another
 * account's, 400 for what is no callback. `query` has `timestamp`, `nonce` and `msg_signature`.
 */
export function openSafeCallback(secrets: CallbackSecrets, query: URLSearchParams, body: Buffer): Buffer {
  const encrypt = readCallback(body).get('Encrypt');
  if (encrypt === null) throw new RefusedRequest(403, 'not_encrypted', 'The callback is not encrypted, and only encrypted ones are taken');
  return openSealed(secrets, query, encrypt);
}

/** The same for what stands in the query: `echostr` of WeCom's handshake. */
export function openSealed(secrets: CallbackSecrets, query: URLSearchParams, encrypt: string): Buffer {
  const opened = openCallback(secrets, {
    signature: query.get('msg_signature'),
    timestamp: query.get('timestamp') ?? '',
    nonce: query.get('nonce') ?? '',
    encrypt,
  });
  if ('plain' in opened) return opened.plain;
  if (opened.fault === 'wrong_receiver')
    throw new RefusedRequest(403, opened.fault, 'The callback is for another account than the one of this inbox');
  throw new RefusedRequest(
    401,
    opened.fault,
    opened.fault === 'wrong_key' ? 'The callback was encrypted with another key' : 'The signature of the callback is wrong',
  );
}

/** Throws `RefusedRequest` (400) for XML that cannot be read. */
export function readCallback(body: Buffer): CallbackFields {
  return refuseUnreadable(() => CallbackFields.read(body));
}

export function refuseUnreadable<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof UnreadableXml) throw new RefusedRequest(400, error.code, error.message);
    throw error;
  }
}

/** Throws `RefusedRequest` (403) for a timestamp (seconds) that is further from now than `maxSkewMs`: old callbacks are not played again. */
export function refuseStale(timestamp: string | null, now: Date, maxSkewMs: number): void {
  const at = timestamp !== null && /^\d{1,12}$/.test(timestamp) ? Number(timestamp) * 1_000 : Number.NaN;
  if (Math.abs(now.getTime() - at) <= maxSkewMs) return;
  throw new RefusedRequest(403, 'stale_timestamp', `The timestamp of the callback is more than ${maxSkewMs} ms from now`);
}
