import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { ConfigurationError, type SecretKey } from '#runtime';

/** `TRB1`, which key, salt of this blob's own key. */
export const HEADER_BYTES = 32;
const MAGIC = Buffer.from('TRB1');
const KEY_ID_BYTES = 8;
/** Of plain text in one chunk: a range costs at most one of them too many at each end. */
export const CHUNK_BYTES = 64 * 1024;
export const TAG_BYTES = 16;
const PURPOSE = 'sealed-blobs';

export type SecretSource = () => Promise<Pick<SecretKey, 'deriveAll'>>;

/** Number of chunks of so many plain bytes; an empty blob has one, which says that nothing was cut off. */
export function countChunks(bytes: number): number {
  return Math.max(1, Math.ceil(bytes / CHUNK_BYTES));
}

/**
 * Blobs encrypted where they lie: AES-256-GCM, a key for each (HKDF of the installation's secret and a salt), chunk by chunk, so that any part can be
 * read alone. Chunks are numbered, the last one says so: none can be taken out, put elsewhere or cut off.
 */
export class Seals {
  private keys: Promise<readonly [Buffer, ...Buffer[]]> | null = null;

  constructor(private readonly secret: SecretSource | undefined) {}

  async begin(): Promise<ChunkCipher> {
    const [key] = await this.open();
    const salt = randomBytes(HEADER_BYTES - MAGIC.length - KEY_ID_BYTES);
    return new ChunkCipher(Buffer.concat([MAGIC, toKeyId(key), salt]), deriveFor(key, salt));
  }

  /** By the header of a sealed blob; null where it is none, or no key of ours fits. */
  async resume(header: Buffer): Promise<ChunkCipher | null> {
    if (header.length < HEADER_BYTES || !header.subarray(0, MAGIC.length).equals(MAGIC)) return null;
    const keyId = header.subarray(MAGIC.length, MAGIC.length + KEY_ID_BYTES);
    const key = (await this.open()).find((each) => toKeyId(each).equals(keyId));
    return key === undefined ? null : new ChunkCipher(header, deriveFor(key, header.subarray(MAGIC.length + KEY_ID_BYTES, HEADER_BYTES)));
  }

  /** Was it sealed with the key that seals now? */
  async isCurrent(header: Buffer): Promise<boolean> {
    const [key] = await this.open();
    return header.length >= HEADER_BYTES && header.subarray(MAGIC.length, MAGIC.length + KEY_ID_BYTES).equals(toKeyId(key));
  }

  private open(): Promise<readonly [Buffer, ...Buffer[]]> {
    const { secret } = this;
    if (secret === undefined)
      return Promise.reject(
        new ConfigurationError('a blob is to be sealed, and this process has no secret for it', {
          code: 'blob_seal_unconfigured',
          hint: 'open the blob store with the installation’s secret',
        }),
      );
    this.keys ??= secret().then((key) => key.deriveAll(PURPOSE));
    return this.keys;
  }
}

/** Chunks of one blob, by their numbers from 0. */
export class ChunkCipher {
  constructor(
    readonly header: Buffer,
    private readonly key: Buffer,
  ) {}

  seal(plain: Buffer, index: number, last: boolean): Buffer {
    const cipher = createCipheriv('aes-256-gcm', this.key, toNonce(index)).setAAD(toAad(last));
    return Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
  }

  /** Throws where a bit is not what it was. */
  unseal(sealed: Buffer, index: number, last: boolean): Buffer {
    const decipher = createDecipheriv('aes-256-gcm', this.key, toNonce(index), { authTagLength: TAG_BYTES }).setAAD(toAad(last));
    decipher.setAuthTag(sealed.subarray(-TAG_BYTES));
    return Buffer.concat([decipher.update(sealed.subarray(0, -TAG_BYTES)), decipher.final()]);
  }
}

function toKeyId(key: Buffer): Buffer {
  return createHmac('sha256', key).update('id').digest().subarray(0, KEY_ID_BYTES);
}

function deriveFor(key: Buffer, salt: Buffer): Buffer {
  return Buffer.from(hkdfSync('sha256', key, salt, PURPOSE, 32));
}

/** Each blob has a key of its own, so the number alone makes a nonce that comes once. */
function toNonce(index: number): Buffer {
  const nonce = Buffer.alloc(12);
  nonce.writeBigUInt64BE(BigInt(index), 4);
  return nonce;
}

function toAad(last: boolean): Buffer {
  return Buffer.from([last ? 1 : 0]);
}
