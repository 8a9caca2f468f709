import { Inject, Injectable } from '@nestjs/common';
import type { OnModuleInit } from '@nestjs/common';
import { Topics } from '#contracts';
import { DEAD_LETTERS, EVENT_BUS } from '#event-bus';
import type { DeadLetters, EventBus } from '#event-bus';
import { CLOCK, METRICS } from '#runtime';
import type { Clock, Metrics } from '#runtime';
import { INTAKE_GROUP } from './groups.js';

/** How long the message has waited that has waited longest: on the log or parked. Looked up when metrics are read. */
@Injectable()
export class UnticketedAge implements OnModuleInit {
  constructor(
    @Inject(EVENT_BUS) private readonly bus: EventBus,
    @Inject(DEAD_LETTERS) private readonly deadLetters: DeadLetters,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(METRICS) private readonly metrics: Metrics,
  ) {}

  onModuleInit(): void {
    this.metrics.gauge(
      'tributary_unticketed_age_seconds',
      'Age of the oldest message that is no entry yet; 0 when there is none',
      [],
      async (gauge) => gauge.set(await this.measure()),
    );
  }

  /** Seconds. */
  async measure(): Promise<number> {
    const lags = await this.bus.lag(Topics.inboundMessages, INTAKE_GROUP);
    const heads = await Promise.all(
      lags.filter(({ lag }) => lag > 0).map(({ partition, committed }) => this.bus.read(Topics.inboundMessages, partition, committed, 1)),
    );
    const parked = await this.deadLetters.listParked({ group: INTAKE_GROUP }, { limit: 1 });
    const times = [...heads.flat(), ...parked.items].map((record) => record.appendedAt.getTime());
    return times.length === 0 ? 0 : Math.max(0, (this.clock.now().getTime() - Math.min(...times)) / 1_000);
  }
}
