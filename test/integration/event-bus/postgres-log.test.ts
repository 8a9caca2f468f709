import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { openTestDatabase, type TestDatabase } from '#database/testing';
import { eventBusMigrations, partitionOf, type EventBus } from '#event-bus';
import {
  Collector,
  Gate,
  makeRecord,
  makeRecords,
  nameTopic,
  openPostgresFixture,
  waitUntil,
  type PostgresFixture,
} from '#event-bus/testing';

const DAY_MS = 86_400_000;

describe('the log in PostgreSQL', () => {
  let test: TestDatabase;
  let fixture: PostgresFixture;
  const opened: EventBus[] = [];
  beforeAll(async () => {
    test = await openTestDatabase([eventBusMigrations], 2);
    fixture = await openPostgresFixture(test.url);
  }, 90_000);
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((bus) => bus.stop()));
  });
  afterAll(async () => {
    await fixture.close();
    await test.close();
  });
  const open = async (settings = {}) => {
    const bus = await fixture.openBus(settings);
    opened.push(bus);
    return bus;
  };
  const makeTopic = async (bus: EventBus) => {
    const topic = nameTopic('log');
    await bus.ensureTopics([topic]);
    return topic;
  };

  it('gives offsets without gaps, in the order of the commits, also of many callers at once', async () => {
    const bus = await open();
    const topic = await makeTopic(bus);
    await Promise.all(Array.from({ length: 30 }, (_, n) => bus.append(makeRecords(topic, 20, 16, n * 20))));
    const ends = await bus.lag(topic, 'nobody');
    expect(ends.reduce((sum, { lag }) => sum + lag, 0)).toBe(600);
    for (const { partition, end } of ends) {
      const records = await bus.read(topic, partition, '0', 1_000);
      expect(records.map(({ offset }) => Number(offset))).toEqual(Array.from({ length: Number(end) }, (_, n) => n));
    }
  });

  it('reads as many records as were asked for, however large they are', async () => {
    const bus = await open();
    const topic = await makeTopic(bus);
    const text = 'x'.repeat(200_000);
    const records = Array.from({ length: 30 }, (_, n) => makeRecord(topic, 'k', n, { text }));
    await bus.append(records);
    expect(await bus.read(topic, partitionOf('k'), '0', 29)).toHaveLength(29);
    const seen = new Collector();
    await bus.subscribe({ topic, group: 'g', handler: seen.handler() });
    await waitUntil('all', () => seen.records.length === 30);
    expect(seen.findDisorder()).toEqual([]);
    expect(Math.max(...seen.batches.map(({ records }) => records.length))).toBeLessThan(15);
  });

  it('lets a restarted process go on at once after a crash, long before the timeout of its dead forerunner', async () => {
    const patient = { memberTimeoutMs: 60_000 };
    const victim = await open(patient);
    const topic = await makeTopic(victim);
    const stuck = new Gate();
    await victim.subscribe({ topic, group: 'g', handler: () => stuck.pass() });
    await victim.append(makeRecords(topic, 32, 32));
    await waitUntil('the victim to hold records', () => stuck.arrivals > 0);
    await fixture.kill(victim);
    const seen = new Collector();
    const startedAt = performance.now();
    const successor = await open(patient);
    await successor.subscribe({ topic, group: 'g', handler: seen.handler() });
    await waitUntil('all records', () => seen.records.length === 32, 10_000);
    expect(performance.now() - startedAt).toBeLessThan(5_000);
    stuck.release();
  });

  it('tells a cut-off handler to stop before another process gets its partition', async () => {
    const victim = await open();
    const topic = await makeTopic(victim);
    let abortedAt = 0;
    let takenAt = 0;
    await victim.subscribe({
      topic,
      group: 'g',
      handler: ({ signal }) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => {
            abortedAt = performance.now();
            reject(new Error('told to stop'));
          });
        }),
    });
    await victim.append([makeRecord(topic, 'k', 1)]);
    await waitUntil('the victim to own everything', async () => {
      const [row] = await test.database.sql.query<{ count: number }>(
        `select count(*)::int as count from consumer_offsets o join log_heads h on h.id = o.head where h.topic = $1 and owner is not null`,
        [topic],
      );
      return row?.count === 16;
    });
    const other = await open();
    // The link hangs but does not break: nobody tells either side.
    fixture.stall(victim);
    await other.subscribe({
      topic,
      group: 'g',
      handler: () => {
        takenAt = performance.now();
        return Promise.resolve();
      },
    });
    await waitUntil('the other to get the record', () => takenAt > 0, 30_000);
    expect(abortedAt).toBeGreaterThan(0);
    expect(abortedAt).toBeLessThan(takenAt);
    fixture.resume(victim);
  });

  it('goes on when only its own connection breaks', async () => {
    const bus = await open();
    const topic = await makeTopic(bus);
    const seen = new Collector();
    await bus.subscribe({ topic, group: 'g', handler: seen.handler() });
    await bus.append(makeRecords(topic, 20, 20));
    await waitUntil('the first', () => seen.records.length >= 20);
    await test.database.sql.query(`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'tributary-bus'`);
    await bus.append(makeRecords(topic, 20, 20, 20));
    await waitUntil('the later ones', () => new Set(seen.numbers).size === 40);
    expect(seen.findDisorder()).toEqual([]);
  });

  it('wakes consumers in other processes without waiting for their poll', async () => {
    const slow = { pollMs: 60_000 };
    const [writer, reader] = [await open(slow), await open(slow)];
    const topic = await makeTopic(writer);
    const seen = new Collector();
    await reader.subscribe({ topic, group: 'g', handler: seen.handler() });
    await writer.append(makeRecords(topic, 5, 5));
    await waitUntil('what was appended', () => seen.records.length === 5, 5_000);
    await test.database.run((transaction) => writer.appendInTransaction(transaction, makeRecords(topic, 5, 5, 5)));
    await waitUntil('what was appended in a transaction', () => seen.records.length === 10, 5_000);
  });

  it('deletes what everybody consumed and what is old, never what somebody still has to read', async () => {
    const bus = await open();
    const topic = await makeTopic(bus);
    const seen = new Collector();
    await bus.append(makeRecords(topic, 64, 64));
    const done = await bus.subscribe({ topic, group: 'done', handler: seen.handler() });
    const gate = new Gate();
    await bus.subscribe({ topic, group: 'behind', handler: () => gate.pass() });
    await waitUntil('one group to be done', async () => (await bus.lag(topic, 'done')).every(({ lag }) => lag === 0));
    await done.stop();
    const left = async () => {
      const ends = await bus.lag(topic, 'done');
      const parts = await Promise.all(ends.map(({ partition }) => bus.read(topic, partition, '0', 1_000)));
      return parts.flat().length;
    };
    fixture.clock.advance(31 * DAY_MS);
    await fixture.sweep(bus);
    expect(await left()).toBe(64);
    expect(JSON.stringify((await fixture.health.run()).checks['log lag'])).toContain(topic);

    await bus.replay(topic, 'behind', { time: fixture.clock.now() });
    await bus.append(makeRecords(topic, 5, 5, 64));
    await fixture.sweep(bus);
    expect(await left()).toBe(5);
    gate.release();
  });
});
