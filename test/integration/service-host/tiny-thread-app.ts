import { threadId } from 'node:worker_threads';
import { Inject, Injectable, Module, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { z } from 'zod';
import {
  type AppDefinition,
  ConfigurationError,
  HEALTH,
  type HealthRegistry,
  METRICS,
  type Metrics,
  STARTUP_NOTES,
  type StartupNotes,
} from '#runtime';

/** What goes wrong in it, by TINY_FAULT. */
@Injectable()
class Works implements OnApplicationBootstrap, OnApplicationShutdown {
  constructor(
    @Inject(HEALTH) private readonly health: HealthRegistry,
    @Inject(METRICS) private readonly metrics: Metrics,
    @Inject(STARTUP_NOTES) private readonly notes: StartupNotes,
  ) {}

  onApplicationBootstrap(): void {
    const fault = process.env['TINY_FAULT'];
    if (fault === 'refuses') throw new ConfigurationError('the bell is taken', { code: 'bell_taken', hint: 'choose another bell' });
    if (fault === 'throws')
      setTimeout(() => {
        throw new Error('nobody catches this');
      }, 500);
    if (fault === 'hangs')
      setTimeout(() => {
        for (;;);
      }, 500);
    this.health.add({ name: 'bell', check: () => Promise.resolve({ ok: fault !== 'ill', detail: `thread ${threadId}` }) });
    this.metrics.counter('bells_total', 'Bells rung').inc(3);
    this.notes.add('Bell', 'ding');
  }

  onApplicationShutdown(): void {
    process.stdout.write('BELL DOWN\n');
  }
}

@Module({ providers: [Works] })
class TinyThreadModule {}

export const tinyThreadApp: AppDefinition = {
  name: 'helper',
  module: TinyThreadModule,
  migrations: [],
  topics: [],
  connectorFactories: [],
  inboxSchemas: [{ channel: 'email', provider: 'bell', configSchema: z.strictObject({ address: z.string() }) }],
  servesApi: false,
};
