import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ConfigurationError, PermanentError, RetriableError, SystemClock } from '#runtime';
import { StoredDeadLetters } from '../dead-letters/stored-dead-letters.js';
import type { BatchHandler, ConsumedRecord, EventBus } from '../port.js';
import { Collector, Gate, waitUntil } from './collector.js';
import type { BusFixture } from './fixture.js';
import { makeRecord, makeRecords, nameTopic, numberOf } from './records.js';

/** Rejects a batch as a transaction would: whole, because of one record in it. */
export function rejectOn(fails: (record: ConsumedRecord) => unknown): BatchHandler {
  return ({ records }) => {
    for (const record of records) {
      const error = fails(record);
      if (error !== undefined) return Promise.reject(error as Error);
    }
    return Promise.resolve();
  };
}

export function describePoison(get: () => BusFixture): void {
  describe('records that fail', () => {
    let buses: EventBus[];
    let bus: EventBus;
    let topic: string;
    let deadLetters: StoredDeadLetters;
    const open = async (maxAttempts = get().settings.maxAttempts) => {
      const opened = await get().openBus({ maxAttempts });
      buses.push(opened);
      return opened;
    };
    beforeEach(async () => {
      buses = [];
      bus = await open();
      topic = nameTopic('poison');
      deadLetters = new StoredDeadLetters(get().database, new SystemClock());
      await bus.ensureTopics([topic]);
    });
    afterEach(async () => {
      await Promise.all(buses.map((opened) => opened.stop()));
    });

    it('puts one that can never succeed aside with its reason; its key and all others go on', async () => {
      const seen = new Collector();
      const fails = (record: ConsumedRecord) =>
        numberOf(record) === 21 ? new PermanentError('no such inbox', { code: 'inbox_unknown' }) : undefined;
      await bus.subscribe({ topic, group: 'g', handler: seen.handler(rejectOn(fails)) });
      const ref = `sha256:${'ab'.repeat(32)}`;
      const records = makeRecords(topic, 60, 20).map((record, n) =>
        n === 21 ? makeRecord(topic, record.key, n, { raw: { ref }, inbox: { id: 'support' }, remoteMessageId: 'm21@x' }) : record,
      );
      await bus.append(records);
      await waitUntil('the healthy ones', () => seen.records.length >= 59);
      expect(seen.findDisorder()).toEqual([]);
      expect(seen.numbers).not.toContain(21);
      const { items } = await deadLetters.list({ topic });
      expect(items).toHaveLength(1);
      expect(items[0]).toMatchObject({
        ...{ topic, group: 'g', key: 'key-1', errorClass: 'permanent', code: 'inbox_unknown', reason: 'no such inbox', attempts: 1 },
        ...{ rawRef: ref, inboxId: 'support', remoteMessageId: 'm21@x', state: 'waiting', envelope: records[21]!.envelope },
      });
      expect(await deadLetters.findNamedBlobs([ref, `sha256:${'cd'.repeat(32)}`])).toEqual([ref]);
      await waitUntil('no lag', async () => (await bus.lag(topic, 'g')).every(({ lag }) => lag === 0));
    });

    it('judges records one by one also when their batch spans partitions', async () => {
      const seen = new Collector();
      const fails = (record: ConsumedRecord) => {
        if (numberOf(record) === 33) return new PermanentError('never', { code: 'never' });
        return numberOf(record) === 44 && record.attempt < 3 ? new RetriableError('later', { code: 'later' }) : undefined;
      };
      await bus.append(makeRecords(topic, 200, 40));
      await bus.subscribe({ topic, group: 'g', handler: seen.handler(rejectOn(fails), false), acrossPartitions: true, concurrency: 1 });
      await waitUntil('all but the one', () => seen.records.length >= 199);
      expect(seen.records).toHaveLength(199);
      expect(seen.findDisorder()).toEqual([]);
      expect((await deadLetters.list({ topic })).items.map(({ code }) => code)).toEqual(['never']);
    });

    it('parks one that may succeed later with its key, tries it again in order, and lets other keys pass', async () => {
      const seen = new Collector();
      let broken = true;
      const attempts: number[] = [];
      const fails = (record: ConsumedRecord) => {
        if (record.key !== 'key-3') return undefined;
        if (numberOf(record) === 3) attempts.push(record.attempt);
        return broken ? new RetriableError('mailbox full', { code: 'over_quota' }) : undefined;
      };
      await bus.subscribe({ topic, group: 'g', handler: seen.handler(rejectOn(fails)) });
      await bus.append(makeRecords(topic, 100, 10));
      await waitUntil('the other keys', () => seen.records.length === 90);
      await waitUntil('a second try', () => attempts.includes(2));
      const { items } = await deadLetters.listParked({ topic });
      expect(items.map(({ envelope }) => (envelope.data as { n: number }).n)).toEqual([3, 13, 23, 33, 43, 53, 63, 73, 83, 93]);
      expect(items[0]).toMatchObject({ key: 'key-3', code: 'over_quota', reason: 'mailbox full' });
      await bus.append(makeRecords(topic, 10, 10, 100));
      broken = false;
      await waitUntil('all', () => seen.records.length >= 110);
      expect(seen.records).toHaveLength(110);
      expect(seen.findDisorder()).toEqual([]);
      await waitUntil('nothing parked', async () => (await deadLetters.listParked({ topic })).items.length === 0);
    });

    it('gives a record up after its last try; those behind it follow', async () => {
      const seen = new Collector();
      const fails = (record: ConsumedRecord) => (numberOf(record) === 0 ? new Error('nobody knows why') : undefined);
      const patient = await open(5);
      await patient.subscribe({ topic, group: 'g', handler: seen.handler(rejectOn(fails)) });
      await bus.append([0, 1, 2].map((n) => makeRecord(topic, 'k', n)));
      await waitUntil('those behind', () => seen.records.length === 2);
      expect(seen.numbers).toEqual([1, 2]);
      const { items } = await deadLetters.list({ topic });
      expect(items).toMatchObject([{ errorClass: 'retriable', code: 'Error', attempts: 5 }]);
    });

    it('tries a replayed one as often again, and counts its failures over all replays', async () => {
      let heals = Number.POSITIVE_INFINITY;
      const tries: number[] = [];
      const fails = (record: ConsumedRecord) => {
        tries.push(record.attempt);
        return tries.length >= heals ? undefined : new Error('nobody knows why');
      };
      const patient = await open(3);
      await patient.subscribe({ topic, group: 'g', handler: rejectOn(fails) });
      await bus.append([makeRecord(topic, 'k', 0)]);
      const find = async (state: 'waiting' | 'replayed') => (await deadLetters.list({ topic, state })).items[0];
      await waitUntil('the dead letter', async () => (await find('waiting')) !== undefined);
      await deadLetters.replayAll({ topic });
      await waitUntil('it to be back', async () => (await find('waiting')) !== undefined);
      expect([tries, (await find('waiting'))?.attempts]).toEqual([[1, 2, 3, 1, 2, 3], 6]);
      heals = 8;
      await deadLetters.replayAll({ topic });
      await waitUntil('its success', async () => (await find('replayed')) !== undefined);
      expect([tries.slice(6), (await find('replayed'))?.attempts]).toEqual([[1, 2], 7]);
    });

    it('stops on a configuration error, says so in health and skips nothing', async () => {
      const own = await open();
      const fails = (record: ConsumedRecord) =>
        numberOf(record) === 5 ? new ConfigurationError('no key for sealed secrets', { code: 'no_key', hint: 'set it' }) : undefined;
      await own.subscribe({ topic, group: 'g', handler: rejectOn(fails) });
      await bus.append(makeRecords(topic, 40, 1));
      const reports = async () => JSON.stringify((await get().health.run()).checks);
      await waitUntil('health to say it', async () => (await reports()).includes('no key for sealed secrets'));
      await own.stop();
      const seen = new Collector();
      await bus.subscribe({ topic, group: 'g', handler: seen.handler() });
      await waitUntil('all after the repair', () => new Set(seen.numbers).size === 40);
      expect(seen.findDisorder()).toEqual([]);
      expect((await deadLetters.list({ topic })).items).toEqual([]);
    });

    it('tries a batch again at once when transactions met, and parks nothing', async () => {
      const seen = new Collector();
      let deadlocks = 3;
      const fails = () => (deadlocks-- > 0 ? new RetriableError('deadlock detected', { code: 'deadlock' }) : undefined);
      await bus.subscribe({ topic, group: 'g', handler: seen.handler(rejectOn(fails)) });
      await bus.append(makeRecords(topic, 20, 1));
      await waitUntil('all', () => seen.records.length === 20);
      expect(seen.records.every((record) => record.attempt === 1)).toBe(true);
    });

    it('replays a dead letter, marked, once, and takes it back when it fails again', async () => {
      const replayed: ConsumedRecord[] = [];
      let cured = false;
      const handler: BatchHandler = rejectOn((record) => {
        if (record.replayed) replayed.push(record);
        return cured ? undefined : new PermanentError('still wrong', { code: 'wrong' });
      });
      await bus.subscribe({ topic, group: 'g', handler });
      await bus.append([makeRecord(topic, 'k', 1)]);
      const waiting = async () => (await deadLetters.list({ topic, state: 'waiting' })).items;
      await waitUntil('the dead letter', async () => (await waiting()).length === 1);
      const { id } = (await waiting())[0]!;
      expect((await deadLetters.replay(id))?.state).toBe('replaying');
      await waitUntil('it to be back', async () => (await waiting()).length === 1);
      expect([replayed.length, (await waiting())[0]!.attempts]).toEqual([1, 2]);
      cured = true;
      expect(await deadLetters.replayAll({ topic })).toBe(1);
      await waitUntil('its success', async () => (await deadLetters.get(id))?.state === 'replayed');
      expect((await deadLetters.replay(id))?.state).toBe('replayed');
      expect(await deadLetters.replayAll({ topic })).toBe(0);
      expect(replayed).toHaveLength(2);
      expect(await deadLetters.replay('999999999')).toBeNull();
    });

    it('keeps what is parked before what is new when the partition moves to another process', async () => {
      let broken = true;
      const seen = new Collector();
      // Only the first of its key would fail; the later ones must wait for it all the same.
      const fails = (record: ConsumedRecord) =>
        broken && numberOf(record) === 1 ? new RetriableError('later \0 \ud83d', { code: 'later' }) : undefined;
      const leaver = await open();
      await leaver.subscribe({ topic, group: 'g', handler: seen.handler(rejectOn(fails)) });
      await bus.append(makeRecords(topic, 8, 4));
      await waitUntil('the others', () => seen.records.length === 6);
      await bus.subscribe({ topic, group: 'g', handler: seen.handler(rejectOn(fails)) });
      await leaver.stop();
      await bus.append(makeRecords(topic, 8, 4, 8));
      await waitUntil('the newer others', () => seen.records.length === 12);
      broken = false;
      await waitUntil('the parked key', () => seen.records.length === 16);
      expect(seen.findDisorder()).toEqual([]);
    });

    it('lets one process at a time work a parked key', async () => {
      let running = 0;
      let most = 0;
      const gate = new Gate();
      const handler: BatchHandler = async ({ records }) => {
        if (records.some((record) => record.attempt === 1)) throw new RetriableError('not yet', { code: 'later' });
        running += 1;
        most = Math.max(most, running);
        await gate.pass();
        running -= 1;
      };
      for (let n = 0; n < 3; n += 1) await (await open()).subscribe({ topic, group: 'g', handler });
      await bus.append([0, 1, 2].map((n) => makeRecord(topic, 'k', n)));
      await waitUntil('a second try', () => gate.arrivals > 0);
      // Longer than the lease, during which each of the others looks for work many times.
      await new Promise((resolve) => setTimeout(resolve, get().settings.memberTimeoutMs * 1.5));
      expect(most).toBe(1);
      gate.release();
      await waitUntil('nothing parked', async () => (await deadLetters.listParked({ topic })).items.length === 0);
      expect(most).toBe(1);
    });
  });
}
