import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, type Clock, LOGGER, type Logger, SETTINGS, type Settings } from '#runtime';
import { postWebhook } from './post-webhook.js';
import { nextTry, readRetryAfter } from './retry-schedule.js';
import { signWebhook } from './sign-webhook.js';
import { WebhookDisabling } from './webhook-disabling.js';
import { type ClaimedDelivery, WebhookDeliveryRepository } from './webhook-delivery.repository.js';
import { WebhookRepository, type WebhookRow } from './webhook.repository.js';
import { webhookRules, WebhookService } from './webhook.service.js';

const MOST_AT_ONCE = 32;
/** One slow endpoint holds up its own events alone. */
const MOST_OF_ONE = 4;
const LEASE_MARGIN_MS = 60_000;
const PRUNE_EVERY_MS = 3_600_000;
const DAY_MS = 86_400_000;

/** Sends what is due. A process that dies over a delivery leaves it to whoever looks after the lease: at least once, under the same id. */
@Injectable()
export class WebhookSender {
  private readonly underWay = new Map<string, number>();
  private prunedAt = 0;

  constructor(
    private readonly webhooks: WebhookRepository,
    private readonly deliveries: WebhookDeliveryRepository,
    private readonly service: WebhookService,
    private readonly disabling: WebhookDisabling,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(SETTINGS) private readonly settings: Settings,
    @Inject(LOGGER) private readonly log: Logger,
  ) {}

  /** Begins as many as there is room for; `sent` resolves when these are done. Returns their number. */
  async runDue(): Promise<{ begun: number; sent: Promise<void> }> {
    const now = this.clock.now();
    await this.prune(now);
    const running = [...this.underWay.values()].reduce((sum, count) => sum + count, 0);
    const room = MOST_AT_ONCE - running;
    if (room <= 0) return { begun: 0, sent: Promise.resolve() };
    const busy = [...this.underWay].filter(([, count]) => count >= MOST_OF_ONE).map(([id]) => id);
    const lease = this.settings.webhooks.timeoutMs + LEASE_MARGIN_MS;
    const claimed = await this.deliveries.claim(now, lease, room, MOST_OF_ONE, busy);
    const sent = Promise.all(claimed.map((delivery) => this.send(delivery))).then(() => undefined);
    return { begun: claimed.length, sent };
  }

  private async send(delivery: ClaimedDelivery): Promise<void> {
    const { webhookId } = delivery;
    this.underWay.set(webhookId, (this.underWay.get(webhookId) ?? 0) + 1);
    try {
      const webhook = await this.webhooks.find(webhookId);
      if (webhook !== null) await this.try(webhook, delivery);
    } catch (error) {
      // Due again when its lease is over.
      this.log.warn('what became of a webhook delivery is not known', { webhook: webhookId, delivery: delivery.id, error });
    } finally {
      const left = this.underWay.get(webhookId)! - 1;
      if (left === 0) this.underWay.delete(webhookId);
      else this.underWay.set(webhookId, left);
    }
  }

  private async try(webhook: WebhookRow, { id, body, tries }: ClaimedDelivery): Promise<void> {
    const headers = signWebhook(id, this.clock.now(), body, this.service.secretsOf(webhook, this.clock.now()));
    const { status, error, retryAfter } = await postWebhook(webhook.url, { ...headers }, body, webhookRules(this.settings));
    const now = this.clock.now();
    const through = error === null;
    const wish = readRetryAfter(retryAfter, now);
    const next = through || status === 410 ? null : nextTry(tries, now, Math.random(), wish);
    const state = through ? 'delivered' : next === null ? 'failed' : 'pending';
    await this.deliveries.keepOutcome(id, { state, status, error, nextTryAt: next }, now);
    await this.disabling.note(webhook, { through, gone: status === 410 }, now);
  }

  private async prune(now: Date): Promise<void> {
    if (now.getTime() - this.prunedAt < PRUNE_EVERY_MS) return;
    this.prunedAt = now.getTime();
    await this.deliveries.prune(new Date(now.getTime() - this.settings.log.retentionDays * DAY_MS));
  }
}
