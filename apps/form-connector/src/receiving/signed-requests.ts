import { z } from 'zod';
import {
  type ConnectorContext,
  type InboxRequest,
  readSignedWebhook,
  readWebhookSecret,
  ReplayMemory,
  refuseUnlessValid,
  verifyWebhook,
  WEBHOOK_TOLERANCE_S,
} from '#connector-sdk';

const MIN_BYTES = 16;

const One = z
  .string()
  .refine((secret) => (readWebhookSecret(secret)?.length ?? 0) >= MIN_BYTES, `whsec_ and at least ${MIN_BYTES} bytes in base64`);

/** One secret, or two while it is changed. */
export const WebhookSecrets = z.union([One.transform((secret) => [secret]), z.array(One).min(1).max(5)]);

/** Requests signed as Standard Webhooks are. */
export class SignedRequests {
  private readonly replays: ReplayMemory;

  constructor(
    private readonly secrets: readonly string[],
    private readonly context: Pick<ConnectorContext, 'clock'>,
  ) {
    this.replays = new ReplayMemory(context.clock, 2 * WEBHOOK_TOLERANCE_S * 1000);
  }

  /**
   * The `webhook-id`. Throws `RefusedRequest` (401, 403). Call what is returned as `taken` after the durable append: before it, the same request
   * may come again.
   */
  check(request: Pick<InboxRequest, 'headers'>, body: Buffer): { readonly id: string; readonly taken: () => void } {
    const signed = readSignedWebhook(request.headers, body);
    refuseUnlessValid(verifyWebhook(signed, this.secrets, this.context.clock.now().getTime()));
    // What was signed, not how: the header may name the same signature twice.
    const name = `${signed.id!}.${signed.timestamp!}`;
    refuseUnlessValid(this.replays.check(name));
    return { id: signed.id!, taken: () => this.replays.remember(name) };
  }
}
