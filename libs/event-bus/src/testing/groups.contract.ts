import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { EventBus } from '../port.js';
import { Collector, Gate, waitUntil } from './collector.js';
import type { BusFixture } from './fixture.js';
import { makeRecord, makeRecords, nameTopic, numberOf } from './records.js';

export function describeGroups(get: () => BusFixture): void {
  describe('consumer groups', () => {
    let buses: EventBus[];
    let topic: string;
    beforeEach(async () => {
      buses = [];
      topic = nameTopic('groups');
      const bus = await open();
      await bus.ensureTopics([topic]);
    });
    afterEach(async () => {
      await Promise.all(buses.map((bus) => bus.stop()));
    });
    const open = async (settings: { memberTimeoutMs?: number } = {}) => {
      const bus = await get().openBus(settings);
      buses.push(bus);
      return bus;
    };
    const first = () => buses[0]!;
    // Who is held up for longer loses his partitions, and their records come again: that is no doubling by a handing over.
    const patient = { memberTimeoutMs: 15_000 };

    it('shares the partitions among the members; each record goes to one of them, to every group', async () => {
      const seen = new Collector();
      const byMember = [new Set<number>(), new Set<number>(), new Set<number>()];
      for (const partitions of byMember) {
        const bus = await open(patient);
        const note = seen.handler((batch) => {
          for (const record of batch.records) partitions.add(record.partition);
          return Promise.resolve();
        });
        await bus.subscribe({ topic, group: 'shared', handler: note });
      }
      const alone = new Collector();
      await first().subscribe({ topic, group: 'alone', handler: alone.handler() });
      let appended = 0;
      await waitUntil('every member to get records', async () => {
        await first().append(makeRecords(topic, 200, 64, appended));
        appended += 200;
        return byMember.every((partitions) => partitions.size > 0);
      });
      await waitUntil('all consumed', () => new Set(seen.numbers).size >= appended && alone.records.length >= appended);
      expect(seen.findDisorder()).toEqual([]);
      expect(seen.overlaps).toEqual([]);
      expect(seen.records).toHaveLength(appended);
      expect(alone.findDisorder()).toEqual([]);
    });

    it('hands partitions over in mid-batch without doubling or reordering, when members join and leave', async () => {
      const seen = new Collector();
      const slow = seen.handler(() => new Promise((resolve) => setTimeout(resolve, 15)));
      const stayer = await open(patient);
      await stayer.subscribe({ topic, group: 'g', handler: slow, maxBatch: 5 });
      await first().append(makeRecords(topic, 1_000, 50));
      await waitUntil('the first to be at work', () => seen.records.length > 20);
      const guest = await open(patient);
      const subscription = await guest.subscribe({ topic, group: 'g', handler: slow, maxBatch: 5 });
      await waitUntil('half of them', () => seen.records.length > 500);
      await subscription.stop();
      await waitUntil('all of them', () => new Set(seen.numbers).size === 1_000, 40_000);
      expect(seen.findDisorder()).toEqual([]);
      expect(seen.overlaps).toEqual([]);
      expect(seen.records).toHaveLength(1_000);
    });

    it('gives the partitions of a killed member to the others, which begin where its effects were certain', async () => {
      const stuck = new Gate();
      const survivor = new Collector();
      const victim = await open();
      await victim.subscribe({ topic, group: 'g', handler: () => stuck.pass() });
      await first().append(makeRecords(topic, 160, 40));
      await waitUntil('the victim to hold records', () => stuck.arrivals > 0);
      const other = await open();
      await get().kill(victim);
      await other.subscribe({ topic, group: 'g', handler: survivor.handler() });
      await waitUntil('all records at the survivor', () => new Set(survivor.numbers).size === 160, get().takeOverMs + 20_000);
      expect(survivor.findDisorder()).toEqual([]);
      stuck.release();
    });

    it('leaves a slow member its partition, however long its handler takes', async () => {
      const slowMs = get().takeOverMs * 1.6;
      const handled: string[] = [];
      const signals: boolean[] = [];
      const subscribe = async (name: string) => {
        const bus = await open();
        await bus.subscribe({
          topic,
          group: 'g',
          handler: async ({ records, signal }) => {
            await new Promise((resolve) => setTimeout(resolve, slowMs));
            signals.push(signal.aborted);
            handled.push(...records.map((record) => `${name} ${numberOf(record)}`));
          },
        });
      };
      await subscribe('one');
      await first().append([makeRecord(topic, 'k', 1)]);
      await waitUntil('the slow one to be done', () => handled.length > 0, slowMs + 20_000);
      await first().append([makeRecord(topic, 'k', 2)]);
      await waitUntil('the second to be done', () => handled.length > 1, slowMs + 20_000);
      expect(handled).toEqual(['one 1', 'one 2']);
      expect(signals).toEqual([false, false]);
    });

    it('commits what was handled when a subscription stops, and goes on from there', async () => {
      await first().append(makeRecords(topic, 300, 30));
      const before = new Collector();
      const bus = await open();
      const subscription = await bus.subscribe({
        topic,
        group: 'g',
        maxBatch: 10,
        handler: before.handler(() => new Promise((resolve) => setTimeout(resolve, 10))),
      });
      await waitUntil('some', () => before.records.length >= 50);
      await subscription.stop();
      const stoppedAt = before.records.length;
      const after = new Collector();
      await first().subscribe({ topic, group: 'g', handler: after.handler() });
      await waitUntil('the rest', () => stoppedAt + after.records.length >= 300);
      expect(before.records).toHaveLength(stoppedAt);
      expect([...before.numbers, ...after.numbers].sort((a, b) => a - b)).toEqual(Array.from({ length: 300 }, (_, n) => n));
    });
  });
}
