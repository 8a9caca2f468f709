import { Module } from '@nestjs/common';
import { DeskWorkModule } from '../desk-work.module.js';
import { WebhookDeliveryRepository } from './webhook-delivery.repository.js';
import { WebhookFollower } from './webhook-follower.js';
import { WebhookDisabling } from './webhook-disabling.js';
import { WebhookSender } from './webhook-sender.js';
import { WebhookRepository } from './webhook.repository.js';
import { WebhookService } from './webhook.service.js';

/** What happens here, told to programs of others. */
@Module({
  imports: [DeskWorkModule],
  providers: [WebhookDeliveryRepository, WebhookDisabling, WebhookFollower, WebhookRepository, WebhookSender, WebhookService],
  exports: [WebhookDeliveryRepository, WebhookSender, WebhookService],
})
export class WebhooksModule {}
