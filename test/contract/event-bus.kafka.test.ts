import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import { openTestDatabase, type TestDatabase } from '#database/testing';
import kafkajs, { Kafka, logLevel } from 'kafkajs';
import { eventBusMigrations, openEventBus, type ConsumedBatch, type ConsumedRecord, type EventBus } from '#event-bus';
import { HealthRegistry, RetriableError, Settings, silentLogger, SystemClock } from '#runtime';
import { describeEventBus } from '#event-bus/testing';
import { ChildProgram } from '../support/child-program.js';
import { openKafkaFixture } from '../support/event-bus/kafka-fixture.js';
import { numberOf, toRecord } from '../support/event-bus/test-records.js';
import { describeWithService, startKafka, type KafkaServer } from '../support/services/index.js';

describeWithService('kafka', 'the log on a real Apache Kafka', () => {
  let kafka: KafkaServer;
  let test: TestDatabase;
  const opened: EventBus[] = [];

  beforeAll(async () => {
    [kafka, test] = await Promise.all([startKafka(), openTestDatabase([eventBusMigrations])]);
  }, 180_000);
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((bus) => bus.stop()));
  });
  afterAll(async () => {
    await Promise.all([kafka.stop(), test.close()]);
  });

  describeEventBus('Kafka', () => openKafkaFixture(test.url, kafka));

  async function openBus(more: { health?: HealthRegistry } = {}): Promise<EventBus> {
    const settings = Settings.parse({
      kafka: { brokers: kafka.brokers, sessionTimeoutMs: 3_000 },
      log: { retentionDays: 1 },
      bus: { pollMs: 100, memberTimeoutMs: 2_000 },
    });
    const bus = await openEventBus({ settings, database: test.database, clock: new SystemClock(), logger: silentLogger, ...more });
    opened.push(bus);
    return bus;
  }

  async function openTopic(bus: EventBus): Promise<string> {
    const topic = `test-${randomUUID()}`;
    await bus.ensureTopics([topic]);
    return topic;
  }

  /** Appends 0..count-1 for each key, again and again until each is acknowledged, in order. */
  async function appendAll(bus: EventBus, topic: string, keys: readonly string[], count: number): Promise<number> {
    let refused = 0;
    await Promise.all(
      keys.map(async (key) => {
        for (let n = 0; n < count;) {
          try {
            await bus.append([toRecord(topic, key, n)]);
            n++;
          } catch (error) {
            if (!(error instanceof RetriableError)) throw error;
            refused++;
            await new Promise((resolve) => setTimeout(resolve, 100));
          }
        }
      }),
    );
    return refused;
  }

  const keysOf = (count: number) => Array.from({ length: count }, (_, index) => `key-${index}`);

  it('loses and reorders nothing when the broker is killed and comes back', async () => {
    if (kafka.external) return skipExternal();
    const bus = await openBus();
    const topic = await openTopic(bus);
    const seen = new Seen();
    await bus.subscribe({ topic, group: 'restart', handler: (batch) => seen.take(batch) });
    const keys = keysOf(20);
    const appending = appendAll(bus, topic, keys, 40);
    await seen.waitFor(100);
    await kafka.kill('SIGKILL');
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    const back = kafka.restart().then(() => performance.now());
    await appending;
    await waitUntil(() => Promise.resolve(seen.distinct >= 20 * 40));
    process.stderr.write(`caught up ${Math.round(performance.now() - (await back))} ms after the broker was back\n`);
    expect(seen.findFaults(keys, 40)).toEqual([]);
  }, 180_000);

  it('refuses appends within 10 s while no broker answers, says so in its health, and heals by itself', async () => {
    if (kafka.external) return skipExternal();
    const health = new HealthRegistry();
    const bus = await openBus({ health });
    const topic = await openTopic(bus);
    await bus.append([toRecord(topic, 'a', 0)]);
    await kafka.kill('SIGSTOP');
    const started = performance.now();
    const waiting = [bus.append([toRecord(topic, 'a', 1)]), bus.append([toRecord(topic, 'a', 1)])];
    for (const append of waiting) await expect(append).rejects.toThrow(RetriableError);
    expect(performance.now() - started).toBeLessThan(10_500);
    expect(await health.run()).toMatchObject({ ok: false, checks: { kafka: { ok: false } } });
    await kafka.kill('SIGCONT');
    const healed = performance.now();
    await appendAll(bus, topic, ['a'], 2);
    process.stderr.write(`appends ${Math.round(performance.now() - healed)} ms after the broker went on\n`);
    // The controller fences a broker that was silent for so long, and lets it in again some seconds after it takes records.
    await waitUntil(async () => (await health.run()).ok);
  }, 180_000);

  it('replays from an offset and from a time, for members of another process and for a group without members', async () => {
    const [bus, other] = [await openBus(), await openBus()];
    const topic = await openTopic(bus);
    await appendAll(bus, topic, ['a'], 5);
    const seen = new Seen();
    const subscription = await other.subscribe({ topic, group: 'again', handler: (batch) => seen.take(batch) });
    await seen.waitFor(5);
    const { partition } = seen.records[0]!;
    await bus.replay(topic, 'again', { partition, offset: '3' });
    await seen.waitFor(7);
    expect(seen.records.slice(5).map(numberOf)).toEqual([3, 4]);
    await subscription.stop();
    await bus.replay(topic, 'again', { time: new Date(0) });
    expect((await bus.lag(topic, 'again')).find((each) => each.partition === partition)).toMatchObject({
      committed: '0',
      end: '5',
      lag: 5,
    });
    await other.subscribe({ topic, group: 'again', handler: (batch) => seen.take(batch) });
    await seen.waitFor(12);
  }, 180_000);

  it('corrects the retention of its topics and keeps what an operator set', async () => {
    const bus = await openBus();
    const topic = await openTopic(bus);
    const admin = new Kafka({ brokers: kafka.brokers, logLevel: logLevel.NOTHING }).admin();
    await admin.connect();
    const type = kafkajs.ConfigResourceTypes.TOPIC;
    const configEntries = [
      { name: 'retention.ms', value: '1000' },
      { name: 'max.message.bytes', value: '2000000' },
    ];
    const read = async () => {
      const { resources } = await admin.describeConfigs({
        includeSynonyms: false,
        resources: [{ type, name: topic, configNames: configEntries.map(({ name }) => name) }],
      });
      return resources[0]!.configEntries.map((entry) => `${entry.configName}=${entry.configValue}`).sort();
    };
    await admin.alterConfigs({ validateOnly: false, resources: [{ type, name: topic, configEntries }] });
    await waitUntil(async () => (await read()).includes('retention.ms=1000'));
    await bus.ensureTopics([topic]);
    await waitUntil(async () => (await read()).includes('retention.ms=86400000'));
    expect(await read()).toEqual(['max.message.bytes=2000000', 'retention.ms=86400000']);
    await admin.disconnect();
  });

  it('publishes what was appended in transactions, in order, though the process that relays it dies again and again', async () => {
    const reader = await openBus();
    const topic = await openTopic(reader);
    const seen = new Seen();
    await reader.subscribe({ topic, group: 'outbox', handler: (batch) => seen.take(batch) });
    const keys = keysOf(12);
    let written = 0;
    const writing = Promise.all(
      keys.map(async (key) => {
        for (let n = 0; n < 60; n++) {
          await test.database.run((transaction) => reader.appendInTransaction(transaction, [toRecord(topic, key, n)]));
          written++;
          await new Promise((resolve) => setTimeout(resolve, 50));
        }
      }),
    );
    let lives = 0;
    for (; written < 12 * 60; lives++) {
      const relay = ChildProgram.start('test/support/event-bus/bus-process.ts', test.url, kafka.brokers.join(), topic);
      await relay.waitFor((said): said is 'ready' => said === 'ready');
      await new Promise((resolve) => setTimeout(resolve, 300 + 200 * lives));
      await relay.end('SIGKILL');
    }
    await writing;
    await waitUntil(() => Promise.resolve(seen.distinct >= 12 * 60));
    expect(lives).toBeGreaterThan(1);
    expect(seen.findFaults(keys, 60)).toEqual([]);
  }, 180_000);

  it('holds back what was appended in transactions while no broker answers, and publishes it when one does', async () => {
    if (kafka.external) return skipExternal();
    const bus = await openBus();
    const topic = await openTopic(bus);
    const seen = new Seen();
    await bus.subscribe({ topic, group: 'held', handler: (batch) => seen.take(batch) });
    const append = (n: number) => test.database.run((transaction) => bus.appendInTransaction(transaction, [toRecord(topic, 'a', n)]));
    await append(0);
    await seen.waitFor(1);
    await kafka.kill('SIGKILL');
    for (let n = 1; n < 20; n++) await append(n);
    await kafka.restart();
    await waitUntil(() => Promise.resolve(seen.distinct >= 20));
    expect(seen.findFaults(['a'], 20)).toEqual([]);
  }, 180_000);
});

/** What a handler got. */
class Seen {
  readonly records: ConsumedRecord[] = [];

  get total(): number {
    return this.records.length;
  }

  get distinct(): number {
    return new Set(this.records.map((record) => record.envelope.id)).size;
  }

  take({ records }: ConsumedBatch): Promise<void> {
    this.records.push(...records);
    return Promise.resolve();
  }

  async waitFor(count: number): Promise<void> {
    await waitUntil(() => Promise.resolve(this.total >= count));
  }

  /** Numbers that are missing, or came for the first time after a later one. */
  findFaults(keys: readonly string[], count: number): string[] {
    const faults: string[] = [];
    for (const key of keys) {
      const firsts = [...new Set(this.records.filter((record) => record.key === key).map(numberOf))];
      const wanted = Array.from({ length: count }, (_, n) => n);
      if (firsts.join() !== wanted.join()) faults.push(`${key}: ${firsts.join()}`);
    }
    return faults;
  }
}

async function waitUntil(holds: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + 90_000;
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error('it did not come about within 90 s');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

function skipExternal(): void {
  process.stderr.write('SKIPPED a test that kills the broker: KAFKA_BROKERS names one of yours\n');
}
