import { Server, type CustomTransportStrategy, type MessageHandler } from '@nestjs/microservices';
import { lastValueFrom } from 'rxjs';
import { ConfigurationError } from '#runtime';
import type { ConsumedBatch, EventBus, Subscription } from '../port.js';
import type { Consumption } from './consumes.js';

/**
 * Subscribes every `@Consumes` method of the process to the bus: `app.connectMicroservice({ strategy: new BusTransport(bus) })`, once a
 * process. It starts consuming with `startAllMicroservices()` and stops with the app; the bus stays open.
 */
export class BusTransport extends Server implements CustomTransportStrategy {
  /** The bus judges what a handler rejects; Nest need not log it. */
  override readonly propagatesEventHandlerErrors = true;
  private subscriptions: Subscription[] = [];

  constructor(private readonly bus: EventBus) {
    super();
  }

  async listen(callback: (error?: unknown) => void): Promise<void> {
    try {
      const consumptions = [...this.getHandlers().values()].map((handler) => ({ handler, ...readConsumption(handler) }));
      refuseDoubles(consumptions);
      for (const { handler, ...options } of consumptions)
        this.subscriptions.push(await this.bus.subscribe({ ...options, handler: (batch) => this.call(handler, batch) }));
      callback();
    } catch (error) {
      await this.close();
      callback(error);
    }
  }

  async close(): Promise<void> {
    const { subscriptions } = this;
    this.subscriptions = [];
    await Promise.all(subscriptions.map((subscription) => subscription.stop()));
  }

  on(): never {
    throw new Error('the bus has no events of its own; look at its health and metrics');
  }

  unwrap<T>(): T {
    return this.bus as T;
  }

  /** Nest's handlers do not throw: they return a stream, which does nothing before somebody listens to it. */
  private async call(handler: MessageHandler, batch: ConsumedBatch): Promise<void> {
    await lastValueFrom(this.transformToObservable(await handler(batch)), { defaultValue: undefined });
  }
}

function readConsumption(handler: MessageHandler) {
  const consumption = handler.extras?.consumption as Consumption | undefined;
  if (consumption === undefined)
    throw new ConfigurationError('a message handler is bound by another decorator than @Consumes', {
      code: 'handler_unknown',
      hint: 'use @Consumes(topic, { group }); other patterns have no transport in this product',
    });
  const { topic, ...options } = consumption;
  return { ...options, topic: typeof topic === 'function' ? topic() : topic };
}

function refuseDoubles(consumptions: readonly { topic: string; group: string }[]): void {
  const seen = new Set<string>();
  for (const { topic, group } of consumptions) {
    const name = `${topic} as ${group}`;
    if (seen.has(name))
      throw new ConfigurationError(`two methods consume ${name}`, {
        code: 'handler_doubled',
        hint: 'each would get a part of the records: give one of them a group of its own',
      });
    seen.add(name);
  }
}
