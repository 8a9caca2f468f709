import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto';
import { ConfigurationError } from '../errors/errors.js';

const SEAL_VERSION = 'v1';
const IV_BYTES = 12;
const TAG_BYTES = 16;

/**
 * The installation's one secret. Nothing is keyed with it directly: each purpose gets a key of its own (HKDF-SHA256). `older` secrets, newest
 * first, make nothing new: what was sealed or signed with them is still read.
 */
export class SecretKey {
  constructor(
    private readonly secret: string | Buffer,
    private readonly older: readonly string[] = [],
  ) {}

  /** 32 bytes, the same for the same purpose for as long as the secret lives. */
  derive(purpose: string): Buffer {
    return deriveFrom(this.secret, purpose);
  }

  /** That of the secret in use, then those of the older ones. */
  deriveAll(purpose: string): [Buffer, ...Buffer[]] {
    return [this.derive(purpose), ...this.older.map((secret) => deriveFrom(secret, purpose))];
  }

  /** HMAC-SHA256 under the purpose's key. */
  sign(purpose: string, data: string | Buffer): Buffer {
    return createHmac('sha256', this.derive(purpose)).update(data).digest();
  }

  /** Compares in constant time; a shorter signature is compared with as many leading bytes, at least 8. */
  verify(purpose: string, data: string | Buffer, signature: Buffer): boolean {
    if (signature.length < 8 || signature.length > 32) return false;
    return this.deriveAll(purpose).some((key) =>
      timingSafeEqual(createHmac('sha256', key).update(data).digest().subarray(0, signature.length), signature),
    );
  }

  /** AES-256-GCM. Text that `unseal` alone can read, for the same purpose. */
  seal(purpose: string, plain: string): string {
    const iv = randomBytes(IV_BYTES);
    const cipher = createCipheriv('aes-256-gcm', this.derive(`seal:${purpose}`), iv);
    const sealed = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
    return `${SEAL_VERSION}.${Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64url')}`;
  }

  /** Throws `ConfigurationError` (`secret_unreadable`) when it was sealed with another key or purpose, or was altered. */
  unseal(purpose: string, sealed: string): string {
    try {
      const [version, body = ''] = sealed.split('.');
      if (version !== SEAL_VERSION) throw new Error(`unknown seal "${String(version).slice(0, 8)}"`);
      return openWithAny(this.deriveAll(`seal:${purpose}`), Buffer.from(body, 'base64url'));
    } catch (cause) {
      throw new ConfigurationError(`A stored secret (${purpose}) cannot be read with this installation's key`, {
        code: 'secret_unreadable',
        hint: 'Name the secret it was stored with in TRIBUTARY_SECRET_OLDER_KEYS (or start with it), or enter it again.',
        cause,
      });
    }
  }
}

function deriveFrom(secret: string | Buffer, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, 'tributary', purpose, 32));
}

function openWithAny([key, ...others]: readonly Buffer[], bytes: Buffer): string {
  if (key === undefined) throw new Error('no key fits');
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, IV_BYTES));
    decipher.setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
    return decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES), undefined, 'utf8') + decipher.final('utf8');
  } catch (error) {
    if (others.length === 0) throw error;
    return openWithAny(others, bytes);
  }
}
