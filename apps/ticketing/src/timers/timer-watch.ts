import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { LOGGER, type Logger } from '#runtime';
import { RepeatedLook } from './repeated-look.js';
import { TimerRunner } from './timer-runner.js';

const LOOK_EVERY_MS = 500;

/** Looks for what is due while the process runs. */
@Injectable()
export class TimerWatch implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly looks: RepeatedLook;

  constructor(runner: TimerRunner, @Inject(LOGGER) log: Logger) {
    this.looks = new RepeatedLook(
      LOOK_EVERY_MS,
      async () => {
        while (!this.looks.stopped && (await runner.runDue()) > 0);
      },
      (error) => log.debug('what is due was not looked at; at the next look it is', { error }),
    );
  }

  onApplicationBootstrap(): void {
    this.looks.start();
  }

  onModuleDestroy(): Promise<void> {
    return this.looks.stop();
  }
}
