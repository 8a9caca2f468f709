import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { PermanentError, RetriableError, SystemClock } from '#runtime';
import { StoredDeadLetters } from '../dead-letters/stored-dead-letters.js';
import { PartlyFailed, type BatchHandler, type ConsumedRecord, type EventBus } from '../port.js';
import { Collector, waitUntil } from './collector.js';
import type { BusFixture } from './fixture.js';
import { rejectOn } from './poison.contract.js';
import { makeRecord, makeRecords, nameTopic, numberOf } from './records.js';

const KEYS = 20;

/** Says which records failed, as who sends replies does: what is behind a failed one of its key stays untouched. */
function failPartly(fails: (record: ConsumedRecord) => unknown, done: (record: ConsumedRecord) => void): BatchHandler {
  return ({ records }) => {
    const faults = new Map<ConsumedRecord, unknown>();
    const failed = new Set<string>();
    for (const record of records) {
      if (failed.has(record.key)) continue;
      const error = fails(record);
      if (error === undefined) done(record);
      else {
        faults.set(record, error);
        failed.add(record.key);
      }
    }
    if (faults.size === 0) return Promise.resolve();
    return Promise.reject(records.length === 1 ? (faults.get(records[0]!) as Error) : new PartlyFailed(faults));
  };
}

/** Thousands may wait for one setting: each alone would cost as much as fifty. */
export function describeParkedTogether(get: () => BusFixture): void {
  describe('keys that are due at once', () => {
    let bus: EventBus;
    let topic: string;
    let parked: StoredDeadLetters;
    let retries: ConsumedRecord[][];
    let done: number[];
    const countParked = async () => (await parked.listParked({ topic })).items.length;
    const subscribe = (handler: BatchHandler) => {
      const watched: BatchHandler = (batch) => {
        if (batch.records.some(({ attempt }) => attempt > 1)) retries.push([...batch.records]);
        return handler(batch);
      };
      return bus.subscribe({ topic, group: 'g', handler: watched, acrossPartitions: true });
    };
    beforeEach(async () => {
      bus = await get().openBus({ maxAttempts: 1_000 });
      topic = nameTopic('together');
      parked = new StoredDeadLetters(get().database, new SystemClock());
      retries = [];
      done = [];
      await bus.ensureTopics([topic]);
    });
    afterEach(() => bus.stop());

    it('are tried in one call; those that fail wait on, those that do not are done with, each once', async () => {
      let held = (_: number) => true;
      const fails = (record: ConsumedRecord) =>
        held(numberOf(record)) ? new RetriableError('not configured', { code: 'held', retryAfterMs: 300, endsItself: true }) : undefined;
      await subscribe(failPartly(fails, (record) => done.push(numberOf(record))));
      await bus.append(makeRecords(topic, KEYS, KEYS));
      await waitUntil('all parked', async () => (await countParked()) === KEYS);
      await waitUntil('a joint try', () => retries.some(({ length }) => length > KEYS / 2));
      held = (n) => n % 2 === 0;
      await waitUntil('the odd ones', () => done.length === KEYS / 2);
      expect(await countParked()).toBeGreaterThanOrEqual(KEYS / 2);
      held = () => false;
      await waitUntil('nothing parked', async () => (await countParked()) === 0);
      expect([...done].sort((a, b) => a - b)).toEqual(Array.from({ length: KEYS }, (_, n) => n));
    });

    it('are tried as many in one call as the subscription takes, and of one partition each where it does not say otherwise', async () => {
      const held = () => new RetriableError('not configured', { code: 'held', retryAfterMs: 100, endsItself: true });
      const watch = (sizes: number[]): BatchHandler => {
        const fail = failPartly(held, () => undefined);
        return (batch) => {
          if (batch.records.some(({ attempt }) => attempt > 1)) sizes.push(batch.records.length);
          return fail(batch);
        };
      };
      const [few, single]: [number[], number[]] = [[], []];
      await bus.subscribe({ topic, group: 'few', handler: watch(few), maxBatch: 5, acrossPartitions: true });
      await bus.subscribe({ topic, group: 'single', handler: watch(single) });
      await bus.append(makeRecords(topic, KEYS, KEYS));
      await waitUntil('tries of both', () => few.length > KEYS && single.length > KEYS);
      expect(Math.max(...few)).toBeLessThanOrEqual(5);
      expect(Math.max(...few)).toBeGreaterThan(1);
      expect(Math.max(...single)).toBe(1);
    });

    it('with replayed dead letters of one conversation are each done once, also when the first of them waits on', async () => {
      let dead = true;
      let held = true;
      const fails = () => {
        if (dead) return new PermanentError('refused', { code: 'refused' });
        return held ? new RetriableError('not configured', { code: 'held', retryAfterMs: 100, endsItself: true }) : undefined;
      };
      await subscribe(failPartly(fails, (record) => done.push(numberOf(record))));
      await bus.append(makeRecords(topic, 8, 1));
      await waitUntil('all dead', async () => (await parked.list({ topic, state: 'waiting' })).items.length === 8);
      dead = false;
      expect(await parked.replayAll({ topic })).toBe(8);
      await waitUntil('tries', () => retries.length > 8);
      expect((await parked.list({ topic, state: 'replayed' })).items).toEqual([]);
      held = false;
      await waitUntil('all replayed', async () => (await parked.list({ topic, state: 'replayed' })).items.length === 8);
      expect([...done].sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    });

    it('are tried alone when nobody says whose fault it was; one that is dead does not hold the others', async () => {
      let broken = true;
      const poison = makeRecord(topic, 'poison', 999);
      await subscribe(({ records }) => {
        if (broken || records.some((record) => numberOf(record) === 999))
          return Promise.reject(new RetriableError('away', { code: 'away' }));
        done.push(...records.map(numberOf));
        return Promise.resolve();
      });
      await bus.append([poison, ...makeRecords(topic, KEYS, KEYS)]);
      await waitUntil('all parked', async () => (await countParked()) === KEYS + 1);
      broken = false;
      await waitUntil('all but the one', async () => (await countParked()) === 1);
      expect([...done].sort((a, b) => a - b)).toEqual(Array.from({ length: KEYS }, (_, n) => n));
    });

    it('keep their order: what stands behind a first record comes after it', async () => {
      let broken = true;
      const fails = () =>
        broken ? new RetriableError('not configured', { code: 'held', retryAfterMs: 200, endsItself: true }) : undefined;
      const byKey = new Map<string, number[]>();
      const note = (record: ConsumedRecord) => byKey.set(record.key, [...(byKey.get(record.key) ?? []), numberOf(record)]);
      await subscribe(failPartly(fails, note));
      await bus.append(makeRecords(topic, KEYS * 2, KEYS));
      await waitUntil('all parked', async () => (await countParked()) === KEYS * 2);
      broken = false;
      await waitUntil('nothing parked', async () => (await countParked()) === 0);
      for (const [key, numbers] of byKey) expect([key, numbers]).toEqual([key, [...numbers].sort((a, b) => a - b)]);
      expect([...byKey.values()].flat()).toHaveLength(KEYS * 2);
    });

    it('tells which records were parked behind an earlier one of their key, untried', async () => {
      let broken = true;
      const tried = new Set<number>();
      const behind: number[] = [];
      let refusals = 1;
      const seen = new Collector();
      await bus.subscribe({
        topic,
        group: 'g',
        handler: seen.handler(
          rejectOn((record) => {
            tried.add(numberOf(record));
            return broken && record.key === 'held' ? new RetriableError('not yet', { code: 'not_yet' }) : undefined;
          }),
        ),
        onParkedBehind: (records) => {
          if ((refusals -= 1) >= 0) return Promise.reject(new Error('it is told again'));
          behind.push(...records.map(numberOf));
          return Promise.resolve();
        },
      });
      await bus.append([makeRecord(topic, 'held', 1)]);
      await waitUntil('the first is parked', () => tried.has(1));
      await bus.append([makeRecord(topic, 'held', 2), makeRecord(topic, 'other', 3), makeRecord(topic, 'held', 4)]);
      await waitUntil('both behind it are told', () => new Set(behind).size === 2);
      expect([[...new Set(behind)].sort(), tried.has(2), tried.has(4)]).toEqual([[2, 4], false, false]);
      broken = false;
      await waitUntil('all are handled', () => seen.records.length >= 4);
      expect(seen.findDisorder()).toEqual([]);
    });
  });
}
