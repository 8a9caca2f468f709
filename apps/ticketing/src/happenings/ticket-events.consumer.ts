import { Controller } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { Topics } from '#contracts';
import type { ConsumedBatch } from '#event-bus';
import { Consumes } from '#event-bus/nest';
import { DESK_WORK_GROUP } from '../intake/groups.js';
import { TicketFollower } from './ticket-follower.js';

/** What happens to tickets sets the desk to work: behind intake, so that no rule ever delays a message. */
@Controller()
export class TicketEventsConsumer {
  constructor(private readonly follower: TicketFollower) {}

  @Consumes(Topics.ticketEvents, { group: DESK_WORK_GROUP, maxBatch: 200, concurrency: 1, acrossPartitions: true, from: 'latest' })
  async take(@Payload() batch: ConsumedBatch): Promise<void> {
    await this.follower.take(batch.records);
  }
}
