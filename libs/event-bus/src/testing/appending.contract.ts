import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { MAX_EVENT_BYTES } from '#contracts';
import { PermanentError } from '#runtime';
import { partitionOf } from '../partition-of.js';
import type { EventBus } from '../port.js';
import { Collector, Gate, waitUntil } from './collector.js';
import type { BusFixture } from './fixture.js';
import { readUnconsumed } from '../unconsumed.js';
import { makeRecord, makeRecords, nameTopic, numberOf } from './records.js';

export function describeAppending(get: () => BusFixture): void {
  describe('appending and reading', () => {
    let bus: EventBus;
    let topic: string;
    beforeEach(async () => {
      bus = await get().openBus();
      topic = nameTopic('append');
      await bus.ensureTopics([topic]);
    });
    afterEach(() => bus.stop());

    it('keeps the order of each key, also of calls that nobody waited for', async () => {
      const records = makeRecords(topic, 2_000, 40);
      const calls: Promise<void>[] = [];
      for (let at = 0; at < records.length;) {
        const size = 1 + (at % 7);
        calls.push(bus.append(records.slice(at, at + size)));
        at += size;
      }
      const seen = new Collector();
      await bus.subscribe({ topic, group: 'g', handler: seen.handler() });
      await Promise.all(calls);
      await waitUntil('all records consumed', () => seen.records.length >= 2_000);
      expect(seen.findDisorder()).toEqual([]);
      expect(seen.overlaps).toEqual([]);
      expect(seen.records).toHaveLength(2_000);
      expect(seen.records.every((record) => record.partition === partitionOf(record.key))).toBe(true);
      expect(seen.batches.every(({ records }) => new Set(records.map((record) => record.partition)).size === 1)).toBe(true);
    });

    it('hands whole batches to a consumer that is behind, and never more than it asked for', async () => {
      await bus.append(makeRecords(topic, 700, 1));
      const seen = new Collector();
      await bus.subscribe({ topic, group: 'g', handler: seen.handler(), maxBatch: 100 });
      await waitUntil('all records consumed', () => seen.records.length >= 700);
      expect(Math.max(...seen.batches.map(({ records }) => records.length))).toBeLessThanOrEqual(100);
      expect(seen.batches.length).toBeLessThanOrEqual(10);
    });

    it('joins partitions in one batch for a handler that wants it, in order per key', async () => {
      await bus.append(makeRecords(topic, 640, 64));
      const seen = new Collector();
      const handler = seen.handler(() => new Promise((resolve) => setTimeout(resolve, 20)), false);
      await bus.subscribe({ topic, group: 'g', handler, acrossPartitions: true, concurrency: 1, maxBatch: 100 });
      await waitUntil('all records consumed', () => seen.records.length >= 640);
      expect(seen.findDisorder()).toEqual([]);
      expect(seen.records).toHaveLength(640);
      expect(Math.max(...seen.batches.map(({ records }) => records.length))).toBeLessThanOrEqual(100);
      expect(seen.batches.some(({ records }) => new Set(records.map((record) => record.partition)).size > 1)).toBe(true);
    });

    it('refuses an event that is too large, and says so', async () => {
      const large = makeRecord(topic, 'k', 1, { text: 'x'.repeat(MAX_EVENT_BYTES) });
      await expect(bus.append([large])).rejects.toBeInstanceOf(PermanentError);
    });

    it('takes any text in keys and data', async () => {
      const odd = makeRecord(topic, 'a\0b\n"\\客户', 1, { text: 'nul \0, line\nbreak, "quotes\\", lone \ud800, 客户 😀' });
      await bus.append([odd]);
      const seen = new Collector();
      await bus.subscribe({ topic, group: 'g', handler: seen.handler() });
      await waitUntil('the record', () => seen.records.length > 0);
      expect(seen.records[0]!.envelope).toEqual(odd.envelope);
    });

    it('makes what goes alongside durable with the append, and turns away only the caller whose part fails', async () => {
      const { database } = get();
      await database.sql.query('create table if not exists contract_alongside (n int primary key)');
      await database.sql.query('truncate contract_alongside');
      const outcomes = await Promise.allSettled(
        Array.from({ length: 20 }, (_, n) =>
          bus.append([makeRecord(topic, 'k', n)], async (transaction) => {
            await transaction.query('insert into contract_alongside values ($1)', [n === 7 ? 'no number' : n]);
          }),
        ),
      );
      expect(outcomes.flatMap(({ status }, n) => (status === 'rejected' ? [n] : []))).toEqual([7]);
      const rows = await database.sql.query<{ n: number }>('select n from contract_alongside order by n');
      const written = Array.from({ length: 20 }, (_, n) => n).filter((n) => n !== 7);
      expect(rows.map((row) => row.n)).toEqual(written);
      const seen = new Collector();
      await bus.subscribe({ topic, group: 'g', handler: seen.handler() });
      await waitUntil('the others', () => seen.records.length >= 19);
      expect(seen.numbers).toEqual(written);
    });

    it('turns away, and stores nothing of, a caller whose part fails before it has sent anything', async () => {
      const { database } = get();
      await database.sql.query('create table if not exists contract_alongside (n int primary key)');
      await database.sql.query('truncate contract_alongside');
      const outcomes = await Promise.allSettled(
        [0, 1, 2].map((n) =>
          bus.append([makeRecord(topic, 'k', n)], async (transaction) => {
            if (n === 1) throw new Error('changed my mind');
            await transaction.query('insert into contract_alongside values ($1)', [n]);
          }),
        ),
      );
      expect(outcomes.map((outcome) => (outcome.status === 'rejected' ? (outcome.reason as Error).message : 'stored'))).toEqual([
        'stored',
        'changed my mind',
        'stored',
      ]);
      const rows = await database.sql.query<{ n: number }>('select n from contract_alongside order by n');
      expect(rows.map((row) => row.n)).toEqual([0, 2]);
      const seen = new Collector();
      await bus.subscribe({ topic, group: 'g', handler: seen.handler() });
      await waitUntil('the others', () => seen.records.length >= 2);
      expect(seen.numbers).toEqual([0, 2]);
    });

    it('appends with the transaction of the caller, and not without it', async () => {
      const { database } = get();
      const seen = new Collector();
      await bus.subscribe({ topic, group: 'g', handler: seen.handler() });
      await expect(
        database.run(async (transaction) => {
          await bus.appendInTransaction(transaction, [makeRecord(topic, 'k', 1)]);
          throw new Error('rolled back');
        }),
      ).rejects.toThrow('rolled back');
      await database.run((transaction) => bus.appendInTransaction(transaction, [makeRecord(topic, 'k', 2), makeRecord(topic, 'k', 3)]));
      await waitUntil('the committed ones', () => seen.records.length >= 2);
      expect(seen.numbers).toEqual([2, 3]);
    });

    it('lets the outbox be read and watched, in offsets that stay', async () => {
      let calls = 0;
      const end = bus.outbox.watch(topic, () => (calls += 1));
      const records = makeRecords(topic, 20, 1);
      await get().database.run((transaction) => bus.appendInTransaction(transaction, records));
      await waitUntil('to be told of it', () => calls > 0);
      end();
      const bounds = await bus.outbox.bounds(topic);
      const { partition } = bounds.find(({ first, end: next }) => first === '0' && next === '20')!;
      expect(bounds.filter(({ end: next }) => next === '0')).toHaveLength(bounds.length - 1);
      const seen = new Collector();
      await bus.subscribe({ topic, group: 'g', handler: seen.handler() });
      await waitUntil('all consumed', () => new Set(seen.numbers).size === 20);
      expect((await bus.outbox.read(topic, partition, '15', 100)).map(numberOf)).toEqual([15, 16, 17, 18, 19]);
    });

    it('tells how far a group is behind, and reads without a group', async () => {
      await bus.append(makeRecords(topic, 100, 20));
      const gate = new Gate();
      const seen = new Collector();
      await bus.subscribe({ topic, group: 'g', handler: seen.handler(() => gate.pass()) });
      await waitUntil('a first batch', () => gate.arrivals > 0);
      const behind = await bus.lag(topic, 'g');
      expect(behind).toHaveLength(16);
      expect(behind.reduce((sum, { lag }) => sum + lag, 0)).toBe(100);
      gate.release();
      await waitUntil('no lag', async () => (await bus.lag(topic, 'g')).every(({ lag }) => lag === 0));

      const unread: number[] = [];
      for await (const record of readUnconsumed(bus, topic, 'another')) unread.push(numberOf(record));
      expect(unread.sort((a, b) => a - b)).toEqual(Array.from({ length: 100 }, (_, n) => n));
      for await (const record of readUnconsumed(bus, topic, 'g')) expect(record).toBeUndefined();

      const { partition, committed } = behind.find(({ lag }) => lag >= 2)!;
      const [first, second] = await bus.read(topic, partition, committed, 2);
      expect(first!.offset).toBe(committed);
      expect(Number(second!.offset)).toBeGreaterThan(Number(first!.offset));
      expect(first!.appendedAt).toBeInstanceOf(Date);
    });

    it('hands nothing over while it is paused', async () => {
      const seen = new Collector();
      const subscription = await bus.subscribe({ topic, group: 'g', handler: seen.handler() });
      await bus.append(makeRecords(topic, 10, 10));
      await waitUntil('the first ten', () => seen.records.length === 10);
      subscription.pause();
      await bus.append(makeRecords(topic, 10, 10, 10));
      const other = new Collector();
      await bus.subscribe({ topic, group: 'witness', handler: other.handler() });
      await waitUntil('another group to have seen all', () => other.records.length === 20);
      expect(seen.records).toHaveLength(10);
      subscription.resume();
      await waitUntil('the rest', () => seen.records.length === 20);
    });

    it('starts a new group where it was told to', async () => {
      await bus.append(makeRecords(topic, 16, 16));
      const seen = new Collector();
      await bus.subscribe({ topic, group: 'late', from: 'latest', handler: seen.handler() });
      await bus.append(makeRecords(topic, 16, 16, 16));
      await waitUntil('the later ones', () => seen.records.length >= 16);
      expect([...seen.numbers].sort((a, b) => a - b)).toEqual(Array.from({ length: 16 }, (_, n) => n + 16));
    });
  });
}
