import { RefusedRequest } from '@tributary/connector-sdk';
import { createHash, timingSafeEqual } from 'node:crypto';

/** How far a timestamp may be off; Weibo names no bound. */
const SKEW_MS = 300_000;

/** sha1 of appsecret, timestamp and nonce, sorted and joined. */
export function sign(appSecret: string, timestamp: string, nonce: string): string {
  return createHash('sha1').update([appSecret, timestamp, nonce].sort().join('')).digest('hex');
}

/** It does not cover the body: README, "What the signature does not say". Throws `RefusedRequest` 401, or 403 for an old one. */
export function checkSignature(query: URLSearchParams, appSecret: string, now: Date): void {
  const [timestamp, nonce, given] = ['timestamp', 'nonce', 'signature'].map((name) => query.get(name) ?? '') as [string, string, string];
  const [a, b] = [Buffer.from(given), Buffer.from(sign(appSecret, timestamp, nonce))];
  if (a.length !== b.length || !timingSafeEqual(a, b))
    throw new RefusedRequest(401, 'wrong_signature', 'signature, timestamp and nonce are not of this app');
  if (!(Math.abs(now.getTime() - Number(timestamp)) <= SKEW_MS))
    throw new RefusedRequest(403, 'stale_timestamp', 'The timestamp is not of now');
}
