import { z } from 'zod';
import {
  type ConnectorContext,
  type InboxRequest,
  isWebhookSecret,
  readSignedWebhook,
  refuseUnlessValid,
  verifyWebhook,
} from '#connector-sdk';

const One = z.string().refine(isWebhookSecret, 'whsec_ and at least 16 bytes in base64, or whpk_ and an ed25519 public key of 32 bytes');

/** One secret or public key, or several while they are changed. */
export const WebhookSecrets = z.union([One.transform((secret) => [secret]), z.array(One).min(1).max(5)]);

/**
 * Requests signed as Standard Webhooks are. One that comes again as it was is no fault of its sender, who may not have heard our answer: its id says what it
 * is, and that is known on the log, in every process and after a restart. A stranger can only repeat what is a no-op.
 */
export class SignedRequests {
  constructor(
    private readonly secrets: readonly string[],
    private readonly context: Pick<ConnectorContext, 'clock'>,
  ) {}

  /** The `webhook-id`. Throws `RefusedRequest` (401, 403). */
  check(request: Pick<InboxRequest, 'headers'>, body: Buffer): string {
    const signed = readSignedWebhook(request.headers, body);
    refuseUnlessValid(verifyWebhook(signed, this.secrets, this.context.clock.now().getTime()));
    return signed.id!;
  }
}
