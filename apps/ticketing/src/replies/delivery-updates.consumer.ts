import { Controller, Inject } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { Topics } from '#contracts';
import type { ConsumedBatch } from '#event-bus';
import { Consumes } from '#event-bus/nest';
import { METRICS } from '#runtime';
import type { Metrics } from '#runtime';
import { DELIVERY_GROUP } from '../intake/groups.js';
import { DeliveryIntake } from './delivery-intake.js';

@Controller()
export class DeliveryUpdatesConsumer {
  private readonly changes;

  constructor(
    private readonly intake: DeliveryIntake,
    @Inject(METRICS) metrics: Metrics,
  ) {
    this.changes = metrics.counter('tributary_delivery_changes_total', 'Changes of how sending stands, by the state told', ['status']);
  }

  @Consumes(Topics.deliveryUpdates, { group: DELIVERY_GROUP, maxBatch: 100, concurrency: 1, acrossPartitions: true })
  async take(@Payload() batch: ConsumedBatch): Promise<void> {
    for (const { status } of await this.intake.take(batch.records)) this.changes.inc({ status });
  }
}
