import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { RetriableError, SystemClock } from '#runtime';
import { StoredDeadLetters } from '../dead-letters/stored-dead-letters.js';
import type { EventBus } from '../port.js';
import { Collector, waitUntil } from './collector.js';
import type { BusFixture } from './fixture.js';
import { makeRecord, nameTopic } from './records.js';

export function describeOutages(get: () => BusFixture): void {
  describe('outages', () => {
    let buses: EventBus[];
    let topic: string;
    beforeEach(async () => {
      buses = [await get().openBus(), await get().openBus()];
      topic = nameTopic('outage');
      await buses[0]!.ensureTopics([topic]);
    });
    afterEach(async () => {
      await Promise.all(buses.map((bus) => bus.stop()));
    });

    it('loses and reorders nothing while the server goes away and comes back; whoever got an answer can rely on it', async () => {
      const seen = new Collector();
      for (const bus of buses) {
        const work = seen.handler(async () => {
          await get().database.sql.query('select 1');
        }, false);
        await bus.subscribe({ topic, group: 'g', handler: work });
      }
      let stop = false;
      const answered: number[] = [];
      const faults: unknown[] = [];
      // Appends again until it is told that the record is durable, as a connector does.
      const write = async (key: string, from: number) => {
        for (let n = from; !stop; n += 10) {
          for (let durable = false; !durable;) {
            try {
              await buses[n % 2]!.append([makeRecord(topic, key, n)]);
              durable = true;
            } catch (error) {
              faults.push(error);
              await new Promise((resolve) => setTimeout(resolve, 50));
            }
          }
          answered.push(n);
        }
      };
      const writers = Array.from({ length: 10 }, (_, n) => write(`key-${n}`, n));
      await waitUntil('a start', () => seen.records.length > 100);
      for (let outage = 0; outage < 2; outage += 1) {
        const before = answered.length;
        await get().interrupt(700);
        await waitUntil('appends to work again', () => answered.length > before + 100, 60_000);
      }
      stop = true;
      await Promise.all(writers);
      await waitUntil('all that was answered', () => answered.every((n) => new Set(seen.numbers).has(n)), 60_000);
      expect(seen.findDisorder()).toEqual([]);
      expect(faults.filter((error) => !(error instanceof RetriableError))).toEqual([]);
      const deadLetters = new StoredDeadLetters(get().database, new SystemClock());
      expect((await deadLetters.list({ topic })).items).toEqual([]);
      expect((await deadLetters.listParked({ topic })).items).toEqual([]);
    }, 120_000);
  });
}
