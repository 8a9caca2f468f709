import { type CallbackSecrets, openCallback } from '../converting/callback-crypto.js';
import { type Inspector, RefusedInput } from './inspector.js';

const PLATFORMS = new Set(['wechat', 'wecom', 'dingtalk']);

/** A callback with its secrets, as JSON: is it from the platform, and what does it say? All three sign and encrypt in one way. */
export const inspectCallback: Inspector = (raw) => {
  const given = readObject(raw);
  const { platform } = given;
  if (typeof platform !== 'string' || !PLATFORMS.has(platform))
    throw new RefusedInput('unknown_platform', `\`platform\` is none of ${[...PLATFORMS].join(', ')}`);
  const secrets: CallbackSecrets = { token: text(given, 'token'), aesKey: text(given, 'aes_key'), receiver: text(given, 'app_id') };
  const signature = text(given, 'signature') || text(given, 'msg_signature') || null;
  const opened = openCallback(secrets, {
    signature,
    timestamp: text(given, 'timestamp'),
    nonce: text(given, 'nonce'),
    encrypt: text(given, 'encrypt'),
  });
  if ('fault' in opened) return { valid: false, reason: opened.fault, plain: null };
  return { valid: true, reason: null, plain: opened.plain.toString('utf8') };
};

function readObject(raw: Buffer): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(raw.toString('utf8'));
    if (value !== null && typeof value === 'object' && !Array.isArray(value)) return value as Record<string, unknown>;
  } catch {
    // Said below.
  }
  throw new RefusedInput(
    'invalid_json',
    'This is no JSON object: {platform, token, aes_key, app_id, timestamp, nonce, encrypt, signature}',
  );
}

/** Timestamps are numbers in some vectors. */
function text(given: Record<string, unknown>, name: string): string {
  const value = Object.hasOwn(given, name) ? given[name] : undefined;
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';
}
