import { createDecipheriv, createHash, timingSafeEqual } from 'node:crypto';

/** What an account shares with the platform for its callbacks. 公众号: `receiver` is the appid, WeCom and 微信客服: the corpid, DingTalk: app key or corpid. */
export interface CallbackSecrets {
  readonly token: string;
  /** `EncodingAESKey`: 43 characters of base64. */
  readonly aesKey: string;
  readonly receiver: string;
}

/** Why a callback is not taken. */
export type CallbackFault = 'wrong_signature' | 'wrong_key' | 'wrong_receiver';

const AES_KEY = /^[A-Za-z0-9+/]{43}$/;
/** Of PKCS7 here: not AES's own 16. */
const PADDING_BLOCK = 32;
const RANDOM_BYTES = 16;

/** 32 bytes; null for what is no EncodingAESKey. */
export function toAesKey(encoded: string): Buffer | null {
  if (!AES_KEY.test(encoded)) return null;
  return Buffer.from(`${encoded}=`, 'base64');
}

/** sha1 of the strings, sorted by their bytes and joined: (token, timestamp, nonce) of a plain callback, and Encrypt with them in safe mode. */
export function signatureOf(...parts: readonly string[]): string {
  return createHash('sha1')
    .update([...parts].sort(byBytes).join(''))
    .digest('hex');
}

/** In constant time, whatever is given for a signature. */
export function isSignature(given: string | null | undefined, ...parts: readonly string[]): boolean {
  const wanted = Buffer.from(signatureOf(...parts));
  const got = Buffer.from(given ?? '');
  // Compared with itself where the length differs: how long a signature is tells nobody anything.
  return timingSafeEqual(got.length === wanted.length ? got : wanted, wanted) && got.length === wanted.length;
}

/**
 * Opens an encrypted callback: signature over Encrypt, then AES-256-CBC, PKCS7 of 32 bytes, then whose it is. `plain` has the exact bytes.
 * A wrong key or a changed bit does not make decryption fail by itself, so each of these is looked at.
 */
export function openCallback(
  secrets: CallbackSecrets,
  callback: { readonly signature: string | null; readonly timestamp: string; readonly nonce: string; readonly encrypt: string },
): { readonly plain: Buffer } | { readonly fault: CallbackFault } {
  const { signature, timestamp, nonce, encrypt } = callback;
  if (!isSignature(signature, secrets.token, timestamp, nonce, encrypt)) return { fault: 'wrong_signature' };
  const opened = decrypt(secrets.aesKey, encrypt);
  if (opened === null) return { fault: 'wrong_key' };
  const receiver = Buffer.from(secrets.receiver);
  if (!opened.receiver.equals(receiver)) return { fault: 'wrong_receiver' };
  return { plain: opened.plain };
}

/** 16 random bytes, length as uint32 BE, content, receiver. Null where any of it does not fit. */
function decrypt(aesKey: string, encrypt: string): { plain: Buffer; receiver: Buffer } | null {
  const key = toAesKey(aesKey);
  const sealed = Buffer.from(encrypt, 'base64');
  if (key === null || sealed.length === 0 || sealed.length % 16 !== 0) return null;
  const decipher = createDecipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
  const whole = withoutPadding(Buffer.concat([decipher.update(sealed), decipher.final()]));
  if (whole === null || whole.length < RANDOM_BYTES + 4) return null;
  const start = RANDOM_BYTES + 4;
  const end = start + whole.readUInt32BE(RANDOM_BYTES);
  if (end > whole.length) return null;
  return { plain: whole.subarray(start, end), receiver: whole.subarray(end) };
}

function withoutPadding(bytes: Buffer): Buffer | null {
  const length = bytes[bytes.length - 1] ?? 0;
  if (length < 1 || length > PADDING_BLOCK || length > bytes.length) return null;
  const end = bytes.length - length;
  return bytes.subarray(end).every((byte) => byte === length) ? bytes.subarray(0, end) : null;
}

function byBytes(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
