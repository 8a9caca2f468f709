import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { partitionOf } from '../partition-of.js';
import type { EventBus } from '../port.js';
import { Collector, waitUntil } from './collector.js';
import type { BusFixture } from './fixture.js';
import { makeRecord, makeRecords, nameTopic, numberOf } from './records.js';

export function describeReplay(get: () => BusFixture): void {
  describe('replay', () => {
    let bus: EventBus;
    let topic: string;
    beforeEach(async () => {
      bus = await get().openBus();
      topic = nameTopic('replay');
      await bus.ensureTopics([topic]);
    });
    afterEach(() => bus.stop());
    const isDone = async () => (await bus.lag(topic, 'g')).every(({ lag }) => lag === 0);

    it('goes back to an offset of one partition, and leaves the others alone', async () => {
      const seen = new Collector();
      await bus.subscribe({ topic, group: 'g', handler: seen.handler() });
      await bus.append(makeRecords(topic, 200, 20));
      await waitUntil('all consumed and committed', async () => seen.records.length === 200 && (await isDone()));
      const partition = partitionOf('key-1');
      const there = seen.records.filter((record) => record.partition === partition);
      const from = there[3]!;
      seen.records.length = 0;
      await bus.replay(topic, 'g', { partition, offset: from.offset });
      const again = there.slice(3).map(numberOf);
      await waitUntil('the later ones of the partition', () => seen.records.length >= again.length);
      await bus.append([makeRecord(topic, 'key-1', 1_000)]);
      await waitUntil('what came after', () => seen.numbers.includes(1_000));
      expect(seen.numbers).toEqual([...again, 1_000]);
    });

    it('goes back to a time on all partitions', async () => {
      const seen = new Collector();
      const subscription = await bus.subscribe({ topic, group: 'g', handler: seen.handler() });
      await bus.append(makeRecords(topic, 100, 40));
      await waitUntil('the first half', async () => seen.records.length === 100 && (await isDone()));
      const last = Math.max(...seen.records.map((record) => record.appendedAt.getTime()));
      await waitUntil('the clock to move on', () => Date.now() > last + 20);
      const time = new Date(last + 10);
      await bus.append(makeRecords(topic, 100, 40, 100));
      await waitUntil('the second half', async () => seen.records.length === 200 && (await isDone()));
      seen.records.length = 0;
      await bus.replay(topic, 'g', { time });
      await waitUntil('the second half again', () => seen.records.length >= 100);
      expect([...seen.numbers].sort((a, b) => a - b)).toEqual(Array.from({ length: 100 }, (_, n) => n + 100));
      expect(seen.findDisorder()).toEqual([]);
      await waitUntil('that to be committed', isDone);
      await subscription.stop();
    });

    it('moves a group that nobody is a member of', async () => {
      const before = new Collector();
      const subscription = await bus.subscribe({ topic, group: 'g', handler: before.handler() });
      await bus.append(makeRecords(topic, 50, 10));
      await waitUntil('all', () => before.records.length === 50);
      await subscription.stop();
      await bus.replay(topic, 'g', { time: new Date(0) });
      const after = new Collector();
      await bus.subscribe({ topic, group: 'g', handler: after.handler() });
      await waitUntil('all again', () => after.records.length === 50);
      expect(after.findDisorder()).toEqual([]);
    });
  });
}
