import { RefusedRequest } from '@tributary/connector-sdk';
import { createHmac, timingSafeEqual } from 'node:crypto';

/** DingTalk's own: later ones are not from now. */
const SKEW_MS = 3_600_000;

/**
 * `sign` is base64 of HMAC-SHA256 over `timestamp` and the secret; it does not cover the body. Who saw one pair of headers can post any body for
 * an hour: see README, "What the signature does not say". Throws `RefusedRequest` 401, or 403 for an old one.
 */
export function checkSignature(headers: Readonly<Record<string, string>>, appSecret: string, now: Date): void {
  const timestamp = headers['timestamp'] ?? '';
  const wanted = createHmac('sha256', appSecret).update(`${timestamp}\n${appSecret}`).digest();
  const given = Buffer.from(headers['sign'] ?? '', 'base64');
  if (given.length !== wanted.length || !timingSafeEqual(given, wanted))
    throw new RefusedRequest(401, 'wrong_signature', 'The headers timestamp and sign are not of this robot');
  if (!/^\d{1,15}$/.test(timestamp) || Math.abs(now.getTime() - Number(timestamp)) > SKEW_MS)
    throw new RefusedRequest(403, 'stale_timestamp', 'The header timestamp is more than an hour off');
}
