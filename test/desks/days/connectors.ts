import { Topics } from '#contracts';
import type { ReplyRequested } from '#contracts';
import { type Database, openDatabase } from '#database';
import { type ConsumedBatch, type EventBus, openEventBus, type Subscription } from '#event-bus';
import { Settings, silentLogger, SystemClock } from '#runtime';
import { toRecord } from '../../support/ticketing-desk.js';
import type { Arrival } from './arrivals.js';
import { type DayPlace, topicsOf } from './day-place.js';

/**
 * The other side of the log, in processes of its own that go on when ticketing is down: brings customers' messages, and takes to customers what is
 * to be sent, each once, reporting it. Its gateway can be away for a while: what is to be sent waits on the log.
 */
export class Connectors {
  /** Texts that reached customers, by the id of what asked for them. */
  readonly delivered = new Map<string, string>();
  private subscriptions: Subscription[] = [];

  private constructor(
    private readonly place: DayPlace,
    private readonly bus: EventBus,
    private readonly database: Database,
  ) {}

  static async begin(place: DayPlace): Promise<Connectors> {
    const settings = Settings.parse(place.settings);
    const database = await openDatabase({ url: place.database.url, poolSize: 5, statementTimeoutMs: 30_000, logger: silentLogger });
    const bus = await openEventBus({ settings, database, clock: new SystemClock(), logger: silentLogger });
    await bus.ensureTopics(topicsOf(place));
    const connectors = new Connectors(place, bus, database);
    for (const channel of place.channels)
      connectors.subscriptions.push(
        await bus.subscribe({
          topic: Topics.outboundMessages(channel),
          group: `connectors-of-${channel}`,
          handler: (batch) => connectors.send(channel, batch),
          acrossPartitions: true,
          concurrency: 1,
        }),
      );
    return connectors;
  }

  /** Resolves when the log has them: then a remote would be told that its message was taken. */
  async bring(arrivals: readonly Arrival[]): Promise<void> {
    const records = arrivals.map(({ message }) => {
      const { envelope } = toRecord('message.received.v1', message);
      return { topic: Topics.inboundMessages, key: message.conversation.key, envelope };
    });
    if (records.length > 0) await this.bus.append(records);
  }

  loseGateway(): void {
    for (const subscription of this.subscriptions) subscription.pause();
  }

  findGateway(): void {
    for (const subscription of this.subscriptions) subscription.resume();
  }

  /** What is to be sent and was not yet. */
  async countWaiting(): Promise<number> {
    const lags = await Promise.all(this.subscriptions.map(({ topic, group }) => this.bus.lag(topic, group)));
    return lags.flat().reduce((total, { lag }) => total + lag, 0);
  }

  async end(): Promise<void> {
    await Promise.allSettled(this.subscriptions.map((subscription) => subscription.stop()));
    await this.bus.stop();
    await this.database.close();
  }

  private async send(channel: string, { records }: ConsumedBatch): Promise<void> {
    const at = this.place.clock.now().toISOString();
    const updates = records.flatMap(({ key, envelope }) => {
      const reply = envelope.data as ReplyRequested;
      // Sent once: what is consumed again was sent already, and only its report may be missing.
      if (envelope.type !== 'reply.requested.v1') return [];
      // In a mail the connector places the number; other channels show what the parts say.
      const number = channel === 'email' ? (reply.ticketNumber ?? '') : '';
      this.delivered.set(reply.commandId, [number, reply.subject ?? '', ...reply.parts.map(({ fallback }) => fallback)].join('\n'));
      const change = {
        ...{ commandId: reply.commandId, inboxId: reply.inboxId, status: 'sent', rank: 4, final: false, at, attempt: 1 },
        ...{ evidence: 'provider_ack', remoteMessageId: `${reply.commandId}@day.test` },
      };
      return [{ topic: Topics.deliveryUpdates, key, envelope: toRecord('message.delivery_changed.v1', change).envelope }];
    });
    if (updates.length > 0) await this.bus.append(updates);
  }
}
