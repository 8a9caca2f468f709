import { RefusedRequest } from '@tributary/connector-sdk';
import { createHmac, timingSafeEqual } from 'node:crypto';

const SKEW_MS = 300_000;

/** `parrot-signature` is the HMAC-SHA256 of `<parrot-timestamp>.<body>`. Throws `RefusedRequest` 401 for a wrong one, 403 for an old one. */
export function checkSignature(headers: Readonly<Record<string, string>>, body: Buffer, secret: string, now: Date): void {
  const timestamp = headers['parrot-timestamp'] ?? '';
  const wanted = createHmac('sha256', secret).update(`${timestamp}.`).update(body).digest();
  const given = Buffer.from(headers['parrot-signature'] ?? '', 'hex');
  // In constant time: how long a wrong one takes must not tell how much of it is right.
  if (given.length !== wanted.length || !timingSafeEqual(given, wanted))
    throw new RefusedRequest(401, 'wrong_signature', 'The signature is wrong');
  if (!(Math.abs(now.getTime() - Number(timestamp)) <= SKEW_MS))
    throw new RefusedRequest(403, 'stale_timestamp', 'The timestamp is not of now');
}
