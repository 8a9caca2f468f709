import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

/**
 * A signed reply address. 25 bytes as 40 characters of base32 in lower case, short enough for the plus part of an address (RFC 5321 allows
 * 64 octets before the @): key id 4 bits · day it ends 20 bits (days since 1970) · ticket 64 bits · contact 44 bits · MAC 68 bits.
 * The ticket is named by the leading bits of its uuid, which a few tickets may share; the MAC covers the whole of it, and all else.
 */
export const TOKEN_CHARACTERS = 40;
const BYTES = 25;
const DAY_MS = 86_400_000;

/** A token taken apart. Nothing of it is proved yet. */
export interface TokenParts {
  /** First 16 hex digits of the ticket's uuid, without dashes. */
  readonly ticketPrefix: string;
  /** Last 11 hex digits of the contact's uuid. */
  readonly contactSuffix: string;
  readonly keyId: number;
  /** The last day it is good for, in days since 1970. */
  readonly day: number;
  readonly body: bigint;
  readonly mac: bigint;
}

/** Makes and checks reply tokens. `keys[0]` signs, the others still verify: that is how a key is rotated. */
export class TicketTokens {
  private readonly keys: readonly { readonly id: number; readonly key: Buffer }[];

  /** `lifetimeMs`: how long an answer to a mail of ours counts as an answer. */
  constructor(
    keys: readonly Buffer[],
    private readonly lifetimeMs = 90 * DAY_MS,
  ) {
    if (keys.length === 0) throw new RangeError('ticket tokens need a key');
    this.keys = keys.map((key) => ({ key, id: createHash('sha256').update(key).digest()[0]! & 0x0f }));
  }

  make(ticketId: string, contactId: string, now: Date): string {
    const { id, key } = this.keys[0]!;
    const day = Math.ceil((now.getTime() + this.lifetimeMs) / DAY_MS);
    const [ticket, contact] = [hexOf(ticketId).slice(0, 16), hexOf(contactId).slice(-11)];
    const body = (BigInt(id) << 128n) | (BigInt(day & 0xfffff) << 108n) | (BigInt(`0x${ticket}`) << 44n) | BigInt(`0x${contact}`);
    return encode((body << 68n) | sign(key, body, ticketId));
  }

  /** Is it a token of ours for this ticket? */
  check(token: TokenParts, ticketId: string, now: Date): 'valid' | 'expired' | 'forged' {
    const { keyId, body, mac, day } = token;
    if (!this.keys.some(({ id, key }) => id === keyId && equals(sign(key, body, ticketId), mac))) return 'forged';
    return now.getTime() > day * DAY_MS ? 'expired' : 'valid';
  }
}

/** Null for what is no token at all. */
export function takeTokenApart(token: string): TokenParts | null {
  const number = decode(token);
  if (number === null) return null;
  const body = number >> 68n;
  return {
    ticketPrefix: ((body >> 44n) & 0xffff_ffff_ffff_ffffn).toString(16).padStart(16, '0'),
    contactSuffix: (body & 0xfff_ffff_ffffn).toString(16).padStart(11, '0'),
    keyId: Number(body >> 128n),
    day: Number((body >> 108n) & 0xfffffn),
    body,
    mac: number & MAC_MASK,
  };
}

/** Least and greatest uuid with this prefix, for a range scan over the primary key. */
export function uuidRange(hexPrefix: string): { low: string; high: string } {
  return { low: toUuid(hexPrefix.padEnd(32, '0')), high: toUuid(hexPrefix.padEnd(32, 'f')) };
}

const MAC_MASK = (1n << 68n) - 1n;
const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567';

function hexOf(uuid: string): string {
  return uuid.replaceAll('-', '').toLowerCase();
}

function toUuid(hex: string): string {
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

function sign(key: Buffer, body: bigint, ticketId: string): bigint {
  const mac = createHmac('sha256', key)
    .update(`${body.toString(16)}:${hexOf(ticketId)}`)
    .digest();
  return BigInt(`0x${mac.subarray(0, 9).toString('hex')}`) >> 4n;
}

function equals(a: bigint, b: bigint): boolean {
  const bytes = (value: bigint) => Buffer.from(value.toString(16).padStart(18, '0'), 'hex');
  return timingSafeEqual(bytes(a), bytes(b));
}

function encode(number: bigint): string {
  let text = '';
  for (let shift = BigInt(BYTES * 8 - 5); shift >= 0n; shift -= 5n) text += ALPHABET[Number((number >> shift) & 31n)]!;
  return text;
}

function decode(token: string): bigint | null {
  if (token.length !== TOKEN_CHARACTERS) return null;
  let number = 0n;
  for (const character of token.toLowerCase()) {
    const value = ALPHABET.indexOf(character);
    if (value < 0) return null;
    number = (number << 5n) | BigInt(value);
  }
  return number;
}
