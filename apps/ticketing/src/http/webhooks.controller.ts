import { Body, Delete, Get, Param, Patch, Post, Query, Req } from '@nestjs/common';
import type { Request } from 'express';
import { Needs } from '../agents/access.guard.js';
import { principalOf } from '../agents/principal.js';
import { WebhookDeliveryRepository } from '../webhooks/webhook-delivery.repository.js';
import { WebhookService } from '../webhooks/webhook.service.js';
import { Answers } from './answers.js';
import { ApiController } from './api-controller.js';
import { Audited } from './audit.interceptor.js';
import { reads } from './read-input.js';
import {
  NewWebhook,
  Redelivery,
  RedeliveringShape,
  SentWebhookShape,
  WebhookChange,
  WebhookDeliveryPageShape,
  WebhookDeliveryQuery,
  WebhookListShape,
  WebhookSecretShape,
  WebhookShape,
  WebhookTestShape,
} from './shapes/webhooks.js';

const UNKNOWN = { webhook_unknown: 404 };
const REFUSED = { webhook_refused: 422 };

/** What happens here, told to programs of others as Standard Webhooks. */
@ApiController('webhooks', 'webhooks')
export class WebhooksController {
  constructor(
    private readonly webhooks: WebhookService,
    private readonly deliveries: WebhookDeliveryRepository,
  ) {}

  @Needs('webhooks:write')
  @Answers({ summary: 'All webhooks', shape: WebhookListShape })
  @Get()
  async list() {
    return { items: await this.webhooks.list(), nextCursor: null };
  }

  @Needs('webhooks:write')
  @Answers({
    summary: 'Make a webhook',
    description:
      'Each event is posted as Standard Webhooks 1.0: `webhook-id` (the same for each try: keep it to know what came twice), `webhook-timestamp` and `webhook-signature`; the body is `{type, timestamp, data}`. Anything but 2xx is tried again for more than three days.',
    status: 201,
    shape: WebhookShape,
    problems: REFUSED,
  })
  @Post()
  async create(@Body(reads(NewWebhook)) wish: NewWebhook, @Req() request: Request) {
    const { agent, actor } = principalOf(request);
    return this.webhooks.create(wish, agent?.email ?? actor.displayName ?? actor.kind);
  }

  @Needs('webhooks:write')
  @Answers({ summary: 'One webhook', shape: WebhookShape, problems: UNKNOWN })
  @Get(':id')
  async get(@Param('id') id: string) {
    return this.webhooks.get(id);
  }

  @Needs('webhooks:write')
  @Answers({ summary: 'Change a webhook, or switch it on or off', shape: WebhookShape, problems: { ...UNKNOWN, ...REFUSED } })
  @Patch(':id')
  async change(@Param('id') id: string, @Body(reads(WebhookChange)) change: WebhookChange) {
    return this.webhooks.change(id, change);
  }

  @Needs('webhooks:write')
  @Answers({ summary: 'Remove a webhook and its deliveries', status: 204, problems: UNKNOWN })
  @Delete(':id')
  async remove(@Param('id') id: string): Promise<void> {
    await this.webhooks.remove(id);
  }

  @Needs('webhooks:write')
  @Audited(true)
  @Answers({ summary: 'The secret by which a receiver checks signatures', shape: WebhookSecretShape, problems: UNKNOWN })
  @Get(':id/secret')
  async showSecret(@Param('id') id: string) {
    return this.webhooks.showSecret(id);
  }

  @Needs('webhooks:write')
  @Answers({
    summary: 'Give it a new secret',
    description: 'For a day events are signed with both, so that the receiver can change his in peace.',
    status: 201,
    shape: WebhookShape,
    problems: UNKNOWN,
  })
  @Post(':id/rotations')
  async rotate(@Param('id') id: string) {
    return this.webhooks.rotate(id);
  }

  @Needs('webhooks:write')
  @Answers({ summary: 'Send an event that says nothing', status: 202, shape: WebhookTestShape, problems: UNKNOWN })
  @Post(':id/tests')
  async test(@Param('id') id: string) {
    return { deliveryId: await this.webhooks.test(id) };
  }

  @Needs('webhooks:write')
  @Answers({
    summary: 'What was sent or is to be sent, newest first',
    shape: WebhookDeliveryPageShape,
    problems: { ...UNKNOWN, cursor_invalid: 400 },
  })
  @Get(':id/deliveries')
  async listDeliveries(
    @Param('id') id: string,
    @Query(reads(WebhookDeliveryQuery)) { limit, cursor, state, ticket }: WebhookDeliveryQuery,
  ) {
    const webhook = await this.webhooks.get(id);
    return this.deliveries.list(webhook.id, { state, ticketId: ticket }, { limit, cursor });
  }

  @Needs('webhooks:write')
  @Answers({ summary: 'One delivery, with its body', shape: SentWebhookShape, problems: { ...UNKNOWN, delivery_unknown: 404 } })
  @Get(':id/deliveries/:deliveryId')
  async getDelivery(@Param('id') id: string, @Param('deliveryId') deliveryId: string) {
    return this.webhooks.findDelivery(id, deliveryId);
  }

  @Needs('webhooks:write')
  @Answers({
    summary: 'Send one anew',
    description: 'Under the same id, whatever became of it.',
    status: 202,
    shape: RedeliveringShape,
    problems: { ...UNKNOWN, delivery_unknown: 404 },
  })
  @Post(':id/deliveries/:deliveryId/redeliveries')
  async redeliver(@Param('id') id: string, @Param('deliveryId') deliveryId: string) {
    return { redelivering: await this.webhooks.redeliver(id, { id: deliveryId }) };
  }

  @Needs('webhooks:write')
  @Answers({ summary: 'Send anew what did not get through since a time', status: 202, shape: RedeliveringShape, problems: UNKNOWN })
  @Post(':id/redeliveries')
  async redeliverAll(@Param('id') id: string, @Body(reads(Redelivery)) { since }: Redelivery) {
    return { redelivering: await this.webhooks.redeliver(id, { since }) };
  }
}
