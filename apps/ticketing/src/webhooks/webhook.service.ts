import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { Transaction } from '#database';
import { CLOCK, type Clock, PermanentError, SECRET_KEY, type SecretKey, SETTINGS, type Settings } from '#runtime';
import { Effects } from '../idempotency/effects.js';
import { isUuid } from '../tickets/ticket.repository.js';
import { examineWebhookUrl } from './post-webhook.js';
import { makeWebhookSecret } from './sign-webhook.js';
import { TEST_EVENT, type Webhook, writeWebhookBody } from './webhook.js';
import { WebhookDeliveryRepository } from './webhook-delivery.repository.js';
import { WebhookRepository, type WebhookRow } from './webhook.repository.js';

/** How long the secret before is still signed with, so that a receiver changes his in peace. */
const OLDER_SECRET_MS = 86_400_000;
export const WEBHOOK_SECRET = 'webhook-secret';

/** Webhooks as an admin sees them. Secrets are shown by one route and stored sealed. */
@Injectable()
export class WebhookService {
  constructor(
    private readonly webhooks: WebhookRepository,
    private readonly deliveries: WebhookDeliveryRepository,
    private readonly effects: Effects,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(SECRET_KEY) private readonly secret: SecretKey,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  async list(): Promise<Webhook[]> {
    return (await this.webhooks.list()).map(toView);
  }

  /** Throws `PermanentError` (`webhook_unknown`). */
  async get(id: string): Promise<Webhook> {
    return toView(await this.find(id));
  }

  /** Throws `PermanentError` (`webhook_refused`). */
  async create(wish: Pick<Webhook, 'name' | 'url' | 'events'>, createdBy: string): Promise<Webhook> {
    this.examine(wish.url);
    const id = await this.effects.run(async (transaction) => {
      const made = randomUUID();
      const secret = this.secret.seal(WEBHOOK_SECRET, makeWebhookSecret());
      await this.webhooks.insert(transaction, { ...wish, id: made, createdBy, secret }, this.clock.now());
      return made;
    });
    return this.get(id);
  }

  /** Throws `PermanentError`: `webhook_unknown`, `webhook_refused`. */
  async change(id: string, change: Partial<Pick<Webhook, 'name' | 'url' | 'events' | 'enabled'>>): Promise<Webhook> {
    if (change.url !== undefined) this.examine(change.url);
    await this.effects.run(async (transaction) =>
      this.mustBe(id, isUuid(id) && (await this.webhooks.change(transaction, id, change, this.clock.now()))),
    );
    return this.get(id);
  }

  async remove(id: string): Promise<void> {
    await this.effects.run(async (transaction) => this.mustBe(id, isUuid(id) && (await this.webhooks.remove(transaction, id))));
  }

  async showSecret(id: string): Promise<{ secret: string; olderSecretUntil: Date | null }> {
    const { secret, olderSecretUntil } = await this.find(id);
    const until = olderSecretUntil !== null && olderSecretUntil > this.clock.now() ? olderSecretUntil : null;
    return { secret: this.secret.unseal(WEBHOOK_SECRET, secret), olderSecretUntil: until };
  }

  /** The new secret signs at once; the one before for a day beside it. */
  async rotate(id: string): Promise<Webhook> {
    await this.effects.run(async (transaction) => {
      const now = this.clock.now();
      const secret = this.secret.seal(WEBHOOK_SECRET, makeWebhookSecret());
      this.mustBe(id, isUuid(id) && (await this.webhooks.rotate(transaction, id, secret, new Date(now.getTime() + OLDER_SECRET_MS), now)));
    });
    return this.get(id);
  }

  /** Secrets that sign now, the newest first. */
  secretsOf({ secret, olderSecret, olderSecretUntil }: WebhookRow, now: Date): string[] {
    const older = olderSecret !== null && olderSecretUntil !== null && olderSecretUntil > now ? [olderSecret] : [];
    return [secret, ...older].map((sealed) => this.secret.unseal(WEBHOOK_SECRET, sealed));
  }

  /** Sends an event that says nothing, also to a webhook that is off. Returns the delivery's id. */
  async test(id: string): Promise<string> {
    return this.effects.run(async (transaction) => {
      await this.mustFind(transaction, id);
      const now = this.clock.now();
      const body = writeWebhookBody(TEST_EVENT, now, { webhookId: id });
      return this.deliveries.enterOne(transaction, id, { eventId: randomUUID(), eventType: TEST_EVENT, ticketId: null, body }, now);
    });
  }

  /** Throws `PermanentError`: `webhook_unknown`, `delivery_unknown`. */
  async redeliver(id: string, which: { id: string } | { since: Date }): Promise<number> {
    return this.effects.run(async (transaction) => {
      await this.mustFind(transaction, id);
      const sent = 'id' in which && !isUuid(which.id) ? 0 : await this.deliveries.redeliver(transaction, id, which, this.clock.now());
      if ('id' in which && sent === 0) throw unknownDelivery(which.id);
      return sent;
    });
  }

  async findDelivery(id: string, deliveryId: string) {
    const found = isUuid(id) && isUuid(deliveryId) ? await this.deliveries.find(id, deliveryId) : null;
    if (found === null) throw unknownDelivery(deliveryId);
    return found;
  }

  private examine(url: string): void {
    examineWebhookUrl(url, webhookRules(this.settings));
  }

  private async mustFind(transaction: Transaction, id: string): Promise<void> {
    this.mustBe(id, isUuid(id) && (await this.webhooks.find(id, transaction)) !== null);
  }

  private async find(id: string): Promise<WebhookRow> {
    const found = isUuid(id) ? await this.webhooks.find(id) : null;
    if (found === null) throw unknownWebhook(id);
    return found;
  }

  private mustBe(id: string, known: boolean): void {
    if (!known) throw unknownWebhook(id);
  }
}

export function webhookRules({ webhooks }: Settings) {
  const privateHosts = new Set(webhooks.privateHosts);
  return { privateHosts, timeoutMs: webhooks.timeoutMs, allowsPort: (port: number) => port >= 1024 };
}

function toView({ secret: _secret, olderSecret: _older, olderSecretUntil: _until, ...webhook }: WebhookRow): Webhook {
  return webhook;
}

function unknownWebhook(id: string): PermanentError {
  return new PermanentError(`there is no webhook ${id}`, { code: 'webhook_unknown', hint: 'GET /api/v1/webhooks lists them' });
}

function unknownDelivery(id: string): PermanentError {
  return new PermanentError(`there is no delivery ${id}`, { code: 'delivery_unknown' });
}
