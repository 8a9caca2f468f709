import { createHmac, randomBytes } from 'node:crypto';

const PREFIX = 'whsec_';

/** 192 random bits, as Standard Webhooks writes them. */
export function makeWebhookSecret(): string {
  return `${PREFIX}${randomBytes(24).toString('base64')}`;
}

export interface SignedHeaders {
  readonly 'webhook-id': string;
  /** Seconds since 1970 of this try. */
  readonly 'webhook-timestamp': string;
  /** One for each secret: while a new one takes over, both are good. */
  readonly 'webhook-signature': string;
}

/** By Standard Webhooks 1.0: HMAC-SHA256 over id, timestamp and body. */
export function signWebhook(id: string, at: Date, body: string, secrets: readonly string[]): SignedHeaders {
  const timestamp = String(Math.floor(at.getTime() / 1000));
  const signatures = secrets.map((secret) => {
    const key = Buffer.from(secret.slice(PREFIX.length), 'base64');
    return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')}`;
  });
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signatures.join(' ') };
}
