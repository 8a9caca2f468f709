import { createPrivateKey, createPublicKey, hash, type KeyObject, sign, verify } from 'node:crypto';
import type { SecretKey } from '#runtime';

/** What a key of this installation says of the chain at one moment: up to here it was so. */
export interface AuditHead {
  readonly seq: number;
  readonly hash: string;
  readonly signedAt: string;
  readonly keyId: string;
  /** Ed25519, base64url, of `tributary-audit-head`, seq, hash and signedAt, a line each. */
  readonly signature: string;
}

/** A public key that heads are signed with. A later one is vouched for by the one before, so that who knows the first knows them all. */
export interface AuditKey {
  readonly keyId: string;
  /** Raw Ed25519 key, base64url. */
  readonly publicKey: string;
  readonly voucher: { readonly keyId: string; readonly signature: string } | null;
}

const PURPOSE = 'audit-signing';
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex');
const SPKI = Buffer.from('302a300506032b6570032100', 'hex');

/** Signs heads with a key that follows from the installation's secret; nobody who only has the database can. */
export class AuditSigner {
  readonly key: AuditKey;
  private readonly secret: KeyObject;

  constructor(secret: SecretKey) {
    const [seed, ...older] = secret.deriveAll(PURPOSE);
    this.secret = toPrivate(seed);
    const publicKey = rawPublic(this.secret);
    const [before] = older.map(toPrivate);
    const voucher =
      before === undefined
        ? null
        : { keyId: keyIdOf(rawPublic(before)), signature: sign(null, keyWords(publicKey), before).toString('base64url') };
    this.key = { keyId: keyIdOf(publicKey), publicKey: publicKey.toString('base64url'), voucher };
  }

  sign(seq: number, hash: string, signedAt: Date): AuditHead {
    const head = { seq, hash, signedAt: signedAt.toISOString() };
    return { ...head, keyId: this.key.keyId, signature: sign(null, headWords(head), this.secret).toString('base64url') };
  }
}

export function isSigned(head: AuditHead, key: AuditKey): boolean {
  return verifyWith(key.publicKey, headWords(head), head.signature);
}

/** Keys that can be believed: a trusted one, and those that one of these vouches for. */
export function findTrusted(keys: readonly AuditKey[], trusted: string): Map<string, AuditKey> {
  const sound = keys.filter(({ keyId, publicKey }) => keyId === keyIdOf(Buffer.from(publicKey, 'base64url')));
  const first = sound.filter(({ keyId }) => keyId === trusted);
  const found = new Map(first.map((key) => [key.keyId, key]));
  for (let grew = found.size > 0; grew;) {
    const vouched = sound.filter((key) => !found.has(key.keyId) && isVouchedFor(key, found));
    for (const key of vouched) found.set(key.keyId, key);
    grew = vouched.length > 0;
  }
  return found;
}

function isVouchedFor({ publicKey, voucher }: AuditKey, trusted: ReadonlyMap<string, AuditKey>): boolean {
  const by = voucher === null ? undefined : trusted.get(voucher.keyId);
  return by !== undefined && verifyWith(by.publicKey, keyWords(Buffer.from(publicKey, 'base64url')), voucher!.signature);
}

function verifyWith(publicKey: string, words: Buffer, signature: string): boolean {
  try {
    const key = createPublicKey({ key: Buffer.concat([SPKI, Buffer.from(publicKey, 'base64url')]), format: 'der', type: 'spki' });
    return verify(null, words, key, Buffer.from(signature, 'base64url'));
  } catch {
    return false;
  }
}

function headWords({ seq, hash, signedAt }: Pick<AuditHead, 'seq' | 'hash' | 'signedAt'>): Buffer {
  return Buffer.from(['tributary-audit-head', seq, hash, signedAt].join('\n'));
}

function keyWords(publicKey: Buffer): Buffer {
  return Buffer.from(['tributary-audit-key', publicKey.toString('base64url')].join('\n'));
}

export function keyIdOf(publicKey: Buffer): string {
  return hash('sha256', publicKey, 'hex').slice(0, 16);
}

function toPrivate(seed: Buffer): KeyObject {
  return createPrivateKey({ key: Buffer.concat([PKCS8, seed]), format: 'der', type: 'pkcs8' });
}

function rawPublic(secret: KeyObject): Buffer {
  return createPublicKey(secret).export({ format: 'der', type: 'spki' }).subarray(SPKI.length);
}
