import { hash } from 'node:crypto';
import type { EventId } from './ids.js';

/** Namespace of every event id of this product (a fixed random UUID). */
const NAMESPACE = Buffer.from('6f1c2d3e9b7a4f58a1d04c5be2f7093d', 'hex');

/** UUID v5 (RFC 9562 §5.5) of an idempotency key: the same message twice has the same event id. */
export function eventIdOf(idempotencyKey: string): EventId {
  const hex = hash('sha1', Buffer.concat([NAMESPACE, Buffer.from(idempotencyKey, 'utf8')]), 'hex');
  const variant = '89ab'.charAt(Number.parseInt(hex.charAt(16), 16) & 3);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}` as EventId;
}

/** `{channel}:{inboxId}:{remoteMessageId}#{print}`, at most 256 characters: a longer remote id is replaced by its hash. */
export function idempotencyKeyOf(parts: {
  channel: string;
  inboxId: string;
  remoteMessageId: string;
  print: string;
  suffix?: string;
}): string {
  const whole = (remoteId: string) => `${parts.channel}:${parts.inboxId}:${remoteId}#${parts.print}${parts.suffix ?? ''}`;
  const key = whole(parts.remoteMessageId);
  if (key.length <= 256) return key;
  return whole(`h:${hash('sha256', parts.remoteMessageId, 'hex')}`);
}

/**
 * One form of a mail address, whoever writes it how: lower case, local part in NFC, domain in ASCII (`xn--`). Servers that tell cases of a local part
 * apart are allowed (RFC 5321 §2.4) and do not exist.
 */
export function canonicalMailAddress(address: string): string {
  const lower = address.trim().toLowerCase();
  if (/^[\x21-\x7e]*$/.test(lower)) return lower;
  const normal = lower.normalize('NFC');
  const at = normal.lastIndexOf('@');
  if (at < 0) return normal;
  try {
    return normal.slice(0, at + 1) + new URL(`http://${normal.slice(at + 1)}`).hostname;
  } catch {
    return normal;
  }
}

/** Canonical value of an identity, where the scheme has one. */
export function canonicalValueOf(scheme: string, value: string): string {
  return scheme === 'email' ? canonicalMailAddress(value) : value;
}
