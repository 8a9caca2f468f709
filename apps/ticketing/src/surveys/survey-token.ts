import { createHmac, timingSafeEqual } from 'node:crypto';

const ID_BYTES = 16;
const EXPIRY_BYTES = 5;
const MAC_BYTES = 15;
const CHARACTERS = 48;

/**
 * What a survey's link carries: which request (16 bytes) · when it ends, in seconds (5) · MAC (15), as 48 characters of base64url. It names no
 * ticket and no person. That it is answered once is the row's to say.
 */
export class SurveyTokens {
  /** `keys[0]` signs, the others still verify. */
  constructor(private readonly keys: readonly Buffer[]) {
    if (keys.length === 0) throw new RangeError('survey tokens need a key');
  }

  make(requestId: string, expiresAt: Date): string {
    const body = Buffer.alloc(ID_BYTES + EXPIRY_BYTES);
    Buffer.from(requestId.replaceAll('-', ''), 'hex').copy(body);
    body.writeUIntBE(Math.floor(expiresAt.getTime() / 1_000), ID_BYTES, EXPIRY_BYTES);
    return Buffer.concat([body, sign(this.keys[0]!, body)]).toString('base64url');
  }

  read(token: string, now: Date): { readonly state: 'valid' | 'expired'; readonly requestId: string } | { readonly state: 'forged' } {
    const bytes = token.length === CHARACTERS ? Buffer.from(token, 'base64url') : Buffer.alloc(0);
    // Another spelling of the same bytes would be a second token for one request.
    if (bytes.length !== ID_BYTES + EXPIRY_BYTES + MAC_BYTES || bytes.toString('base64url') !== token) return { state: 'forged' };
    const body = bytes.subarray(0, ID_BYTES + EXPIRY_BYTES);
    const mac = bytes.subarray(ID_BYTES + EXPIRY_BYTES);
    if (!this.keys.some((key) => timingSafeEqual(sign(key, body), mac))) return { state: 'forged' };
    const endsAt = body.readUIntBE(ID_BYTES, EXPIRY_BYTES) * 1_000;
    return { state: now.getTime() >= endsAt ? 'expired' : 'valid', requestId: toUuid(body.subarray(0, ID_BYTES).toString('hex')) };
  }
}

function sign(key: Buffer, body: Buffer): Buffer {
  return createHmac('sha256', key).update(body).digest().subarray(0, MAC_BYTES);
}

function toUuid(hex: string): string {
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
