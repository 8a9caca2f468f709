import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Followers } from '../happenings/followers.js';
import type { Happening } from '../happenings/happening.js';
import type { WorkUnit } from '../tickets/work-unit.js';
import { writeWebhookBody } from './webhook.js';
import { WebhookDeliveryRepository } from './webhook-delivery.repository.js';

/** Enters what happens to tickets for the webhooks that want it, behind all that the desk's rules do. */
@Injectable()
export class WebhookFollower implements OnModuleInit {
  constructor(
    private readonly followers: Followers,
    private readonly deliveries: WebhookDeliveryRepository,
  ) {}

  onModuleInit(): void {
    this.followers.add({ name: 'webhooks', order: 90, follow: (unit, happenings) => this.follow(unit, happenings) });
  }

  private async follow({ transaction, now }: WorkUnit, happenings: readonly Happening[]): Promise<void> {
    const deliveries = happenings.map(({ id, type, ticketId, at, data }) => ({
      eventId: id,
      eventType: type,
      ticketId,
      body: writeWebhookBody(type, at, data),
    }));
    await this.deliveries.enter(transaction, deliveries, now);
  }
}
