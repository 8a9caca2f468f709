import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { openTestDatabase, type TestDatabase } from '#database/testing';
import { eventBusMigrations, type EventBus } from '#event-bus';
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
import { RetriableError } from '#runtime';

const HOUR_MS = 3_600_000;

/** By NTP, or by whoever drives it: the calendar says nothing of who lives. */
describe('the log in PostgreSQL when the clock jumps', () => {
  let test: TestDatabase;
  let fixture: PostgresFixture;
  let topic: string;
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
  const open = async () => {
    const bus = await fixture.openBus();
    opened.push(bus);
    await bus.ensureTopics([topic]);
    return bus;
  };
  const ownership = () =>
    test.database.sql.query<{ head: number; owner: string | null; generation: string }>(
      'select o.head, o.owner, o.generation from consumer_offsets o join log_heads h on h.id = o.head where h.topic = $1 order by o.head',
      [topic],
    );

  it.each([
    ['forward', HOUR_MS],
    ['back', -HOUR_MS],
  ])('%s leaves everybody what he has, and nothing is handled by two', async (_, byMs) => {
    topic = nameTopic('jumps');
    const seen = new Collector();
    const [one, other] = [await open(), await open()];
    for (const bus of [one, other]) {
      await bus.subscribe({ topic, group: 'g', maxBatch: 4, handler: seen.handler(() => sleep(40)) });
      // So that they do not give their signs of life at the same moment.
      await sleep(fixture.settings.memberTimeoutMs / 10);
    }
    await waitUntil('both to have their share', async () => {
      const owners = (await ownership()).map(({ owner }) => owner);
      return !owners.includes(null) && new Set(owners).size === 2 && owners.filter((owner) => owner === owners[0]).length === 8;
    });
    await one.append(makeRecords(topic, 320, 64));
    await waitUntil('some', () => seen.records.length > 20);
    const before = await ownership();
    fixture.clock.advance(byMs);
    await waitUntil('all', () => seen.records.length >= 320);
    // Each looks at the other several times.
    await sleep(fixture.settings.memberTimeoutMs * 1.2);
    expect(await ownership()).toEqual(before);
    expect(seen.overlaps).toEqual([]);
    expect(seen.findDisorder()).toEqual([]);
    expect(seen.records).toHaveLength(320);
  });

  it('forward leaves a parked key to the one who works it', async () => {
    topic = nameTopic('jumps');
    let running = 0;
    let most = 0;
    const gate = new Gate();
    for (let n = 0; n < 2; n += 1)
      await (
        await open()
      ).subscribe({
        topic,
        group: 'g',
        handler: async ({ records }) => {
          if (records.some(({ attempt }) => attempt === 1)) throw new RetriableError('not yet', { code: 'later' });
          most = Math.max(most, (running += 1));
          await gate.pass();
          running -= 1;
        },
      });
    await opened[0]!.append([makeRecord(topic, 'k', 1), makeRecord(topic, 'k', 2)]);
    await waitUntil('a second try', () => gate.arrivals > 0);
    fixture.clock.advance(HOUR_MS);
    await sleep(fixture.settings.memberTimeoutMs / 2);
    expect(most).toBe(1);
    gate.release();
  });
});
