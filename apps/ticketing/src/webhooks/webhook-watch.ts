import { Inject, Injectable, Optional, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { HEALTH, type HealthRegistry, LOGGER, type Logger, METRICS, type Metrics } from '#runtime';
import { LookState } from '../looks/look-state.js';
import { RepeatedLook } from '../looks/repeated-look.js';
import { WebhookSender } from './webhook-sender.js';

const LOOK_EVERY_MS = 500;

/** Looks for deliveries that are due while the process runs. */
@Injectable()
export class WebhookWatch implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly sending = new Set<Promise<void>>();
  private readonly looks: RepeatedLook;

  constructor(
    private readonly sender: WebhookSender,
    @Inject(LOGGER) log: Logger,
    @Inject(METRICS) metrics: Metrics,
    @Optional() @Inject(HEALTH) health: HealthRegistry | null = null,
  ) {
    this.looks = new RepeatedLook(
      LOOK_EVERY_MS,
      () => this.look(),
      new LookState({ name: 'webhooks', missing: 'webhooks are told nothing' }, log, metrics, health),
    );
  }

  onApplicationBootstrap(): void {
    this.looks.start();
  }

  async onModuleDestroy(): Promise<void> {
    await this.looks.stop();
    await Promise.all(this.sending);
  }

  private async look(): Promise<void> {
    for (let begun = 1; begun > 0 && !this.looks.stopped;) {
      const run = await this.sender.runDue();
      begun = run.begun;
      this.sending.add(run.sent);
      void run.sent.finally(() => this.sending.delete(run.sent));
    }
  }
}
