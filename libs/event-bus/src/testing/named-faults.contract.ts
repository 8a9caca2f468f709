import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { PermanentError, RetriableError, SystemClock } from '#runtime';
import { StoredDeadLetters } from '../dead-letters/stored-dead-letters.js';
import { PartlyFailed, type ConsumedRecord, type EventBus } from '../port.js';
import { waitUntil } from './collector.js';
import type { BusFixture } from './fixture.js';
import { makeRecords, nameTopic, numberOf } from './records.js';

const MAX_ATTEMPTS = 4;

export function describeNamedFaults(get: () => BusFixture): void {
  describe('a handler that names the records that failed', () => {
    let bus: EventBus;
    let topic: string;
    beforeEach(async () => {
      bus = await get().openBus({ maxAttempts: MAX_ATTEMPTS });
      topic = nameTopic('named-faults');
      await bus.ensureTopics([topic]);
    });
    afterEach(() => bus.stop());

    it('is not asked again for the others, and gets those behind a failed one of its key later, in order', async () => {
      const done: number[] = [];
      const faultOf = (record: ConsumedRecord): Error | null => {
        const n = numberOf(record);
        if (n === 3) return new PermanentError('never', { code: 'never' });
        return n === 5 && record.attempt < 3 ? new RetriableError('later', { code: 'later' }) : null;
      };
      await bus.append(makeRecords(topic, 60, 10));
      await bus.subscribe({
        topic,
        group: 'g',
        handler: ({ records }) => {
          const faults = new Map<ConsumedRecord, unknown>();
          const stopped = new Set<string>();
          for (const record of records) {
            const fault = stopped.has(record.key) ? null : faultOf(record);
            if (fault !== null) faults.set(record, fault);
            if (fault !== null) stopped.add(record.key);
            else if (!stopped.has(record.key)) done.push(numberOf(record));
          }
          if (faults.size === 0) return Promise.resolve();
          return Promise.reject(records.length === 1 ? ([...faults.values()][0] as Error) : new PartlyFailed(faults));
        },
      });
      await waitUntil('all but the dead one', () => done.length >= 59);
      expect(new Set(done).size).toBe(59);
      expect(done).toHaveLength(59);
      for (const key of [3, 5]) {
        const ofKey = done.filter((n) => n % 10 === key);
        expect(ofKey).toEqual([...ofKey].sort((a, b) => a - b));
      }
      const { items } = await new StoredDeadLetters(get().database, new SystemClock()).list({ topic });
      expect(items.map(({ code }) => code)).toEqual(['never']);
    });

    it('that ends the waiting itself is tried beyond the last try, at the pace it asks for', async () => {
      const tries = MAX_ATTEMPTS + 3;
      let attempts = 0;
      let done = false;
      await bus.append(makeRecords(topic, 1, 1));
      await bus.subscribe({
        topic,
        group: 'g',
        handler: () => {
          attempts += 1;
          if (attempts <= tries) return Promise.reject(new RetriableError('waits', { code: 'held', retryAfterMs: 20, endsItself: true }));
          done = true;
          return Promise.resolve();
        },
      });
      await waitUntil('the one that waited', () => done);
      expect((await new StoredDeadLetters(get().database, new SystemClock()).list({ topic })).items).toEqual([]);
    });
  });
}
