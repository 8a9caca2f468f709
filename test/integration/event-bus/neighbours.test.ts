import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { openTestDatabase, type TestDatabase } from '#database/testing';
import { eventBusMigrations, type EventBus } from '#event-bus';
import { Collector, makeRecords, nameTopic, openPostgresFixture, waitUntil, type PostgresFixture } from '#event-bus/testing';
import { BusSession } from '../../../libs/event-bus/src/postgres/bus-session.js';
import { LogRepository } from '../../../libs/event-bus/src/postgres/log.repository.js';

/** Nobody polls within a test. */
const NEVER_POLLED = { pollMs: 600_000 };

describe('logs of two threads of one process', () => {
  let test: TestDatabase;
  let fixture: PostgresFixture;
  beforeAll(async () => {
    test = await openTestDatabase([eventBusMigrations], 2);
    fixture = await openPostgresFixture(test.url);
  }, 90_000);
  afterEach(() => void jest.restoreAllMocks());
  afterAll(async () => {
    await fixture.close();
    await test.close();
  });

  /** Two logs, a topic that the first of them consumes. */
  async function openConsumed(settings: Record<string, number>): Promise<{ buses: [EventBus, EventBus]; topic: string; seen: Collector }> {
    const buses = await fixture.openNeighbours(settings);
    const topic = nameTopic('neighbours');
    const seen = new Collector();
    await buses[0].ensureTopics([topic]);
    await buses[1].ensureTopics([topic]);
    await buses[0].subscribe({ topic, group: 'desk', from: 'earliest', handler: seen.handler() });
    return { buses, topic, seen };
  }

  it('learn of what the other appends without reading it back or asking the server to tell', async () => {
    const { buses, topic, seen } = await openConsumed({ pollMs: 100 });
    const told = jest.spyOn(BusSession.prototype, 'notify');
    // News of a group are taken for another process until sessions are counted again.
    let before = 0;
    for (let untold = 0; untold < 5; before += 1) {
      told.mockClear();
      await buses[1].append(makeRecords(topic, 1, 1));
      await sleep(60);
      untold = told.mock.calls.length === 0 ? untold + 1 : 0;
    }
    await waitUntil('what was appended so far', () => seen.records.length === before);
    const read = jest.spyOn(LogRepository.prototype, 'readMany');
    await buses[1].append(makeRecords(topic, 200, 16));
    await waitUntil('all records', () => seen.records.length === before + 200);
    expect(seen.findDisorder()).toEqual([]);
    expect(read).not.toHaveBeenCalled();
    expect(told).not.toHaveBeenCalled();
    await Promise.all(buses.map((bus) => bus.stop()));
  });

  it('keep the order of what both append to the same keys', async () => {
    const { buses, topic, seen } = await openConsumed(NEVER_POLLED);
    for (let n = 0; n < 60; n += 1) await buses[n % 2]!.append(makeRecords(topic, 3, 1, n * 3));
    await waitUntil('all records', () => seen.records.length >= 180);
    expect(seen.numbers).toEqual(Array.from({ length: 180 }, (_, n) => n));
    await Promise.all(buses.map((bus) => bus.stop()));
  });

  it('wake another process as before', async () => {
    const buses = await fixture.openNeighbours(NEVER_POLLED);
    const other = await fixture.openBus(NEVER_POLLED);
    const topic = nameTopic('neighbours');
    const seen = new Collector();
    for (const bus of [...buses, other]) await bus.ensureTopics([topic]);
    await other.subscribe({ topic, group: 'desk', from: 'earliest', handler: seen.handler() });
    await buses[1].append(makeRecords(topic, 20, 16));
    await waitUntil('all records', () => seen.records.length === 20);
    await Promise.all([...buses, other].map((bus) => bus.stop()));
  });
});
