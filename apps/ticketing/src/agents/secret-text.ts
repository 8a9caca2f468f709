import { hash, randomBytes, randomInt, timingSafeEqual } from 'node:crypto';

/** No letters or digits that look alike. */
export const READABLE = 'abcdefghijkmnpqrstuvwxyz23456789';

/** 256 random bits. */
export function makeToken(): string {
  return randomBytes(32).toString('base64url');
}

/** 100 random bits that a person can copy from a screen. */
export function makePassword(): string {
  const letters = Array.from({ length: 20 }, () => READABLE[randomInt(READABLE.length)]).join('');
  return letters.match(/.{5}/g)!.join('-');
}

/** Of a token or key: random enough to need no salt. */
export function digestOf(token: string): string {
  return hash('sha256', token, 'hex');
}

export function isSameText(one: string, other: string): boolean {
  return timingSafeEqual(Buffer.from(digestOf(one)), Buffer.from(digestOf(other)));
}
