import { Inject, Injectable, Optional, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { HEALTH, type HealthRegistry, LOGGER, type Logger, METRICS, type Metrics } from '#runtime';
import { LookState } from '../looks/look-state.js';
import { WebhookSender } from './webhook-sender.js';

const LOOK_EVERY_MS = 500;

/** Looks for deliveries that are due while the process runs. */
@Injectable()
export class WebhookWatch implements OnApplicationBootstrap, OnModuleDestroy {
  private timer: NodeJS.Timeout | undefined;
  private looking: Promise<void> | null = null;
  private readonly state: LookState;
  private readonly sending = new Set<Promise<void>>();
  private stopped = false;

  constructor(
    private readonly sender: WebhookSender,
    @Inject(LOGGER) log: Logger,
    @Inject(METRICS) metrics: Metrics,
    @Optional() @Inject(HEALTH) health: HealthRegistry | null = null,
  ) {
    this.state = new LookState({ name: 'webhooks', missing: 'webhooks are told nothing' }, log, metrics, health);
  }

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => {
      this.looking ??= this.look().finally(() => (this.looking = null));
    }, LOOK_EVERY_MS);
  }

  async onModuleDestroy(): Promise<void> {
    this.stopped = true;
    clearInterval(this.timer);
    await this.looking;
    await Promise.all(this.sending);
  }

  private async look(): Promise<void> {
    try {
      for (let begun = 1; begun > 0 && !this.stopped;) {
        const run = await this.sender.runDue();
        begun = run.begun;
        this.sending.add(run.sent);
        void run.sent.finally(() => this.sending.delete(run.sent));
      }
      this.state.worked();
    } catch (error) {
      this.state.failed(error);
    }
  }
}
