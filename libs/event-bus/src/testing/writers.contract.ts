import { env } from 'node:process';
import { describe, expect, it } from '@jest/globals';
import { openDatabase } from '#database';
import { silentLogger } from '#runtime';
import { Collector, waitUntil } from './collector.js';
import type { BusFixture } from './fixture.js';
import { makeRecord, nameTopic } from './records.js';

/** FULL_CONTRACT=1 gives the size that the design names; by default a smaller one keeps `npm test` short. */
const FULL = env.FULL_CONTRACT === '1';
const EVENTS = FULL ? 100_000 : 20_000;
const LONGEST_OPEN_MS = FULL ? 3_000 : 300;
const WRITERS = 50;
const TRANSACTIONS = 25;

export function describeWriters(get: () => BusFixture): void {
  describe('many writers', () => {
    const title = `skips none of ${EVENTS} events of ${WRITERS} writers whose transactions stay open up to ${LONGEST_OPEN_MS} ms`;
    it(
      title,
      async () => {
        const topic = nameTopic('writers');
        const bus = await get().openBus();
        const consuming = await get().openBus();
        await bus.ensureTopics([topic]);
        const seen = new Collector();
        await consuming.subscribe({ topic, group: 'g', handler: seen.handler() });
        const database = await openDatabase({
          url: get().database.url,
          poolSize: FULL ? 40 : 24,
          statementTimeoutMs: 60_000,
          logger: silentLogger,
        });
        const perTransaction = EVENTS / WRITERS / TRANSACTIONS;
        const write = async (writer: number) => {
          for (let done = 0; done < TRANSACTIONS; done += 1) {
            const from = done * perTransaction;
            const records = Array.from({ length: perTransaction }, (_, n) => makeRecord(topic, `writer-${writer}`, from + n));
            await database.run(async (transaction) => {
              const openMs = (((writer * 31 + done * 17) % 100) / 100) * LONGEST_OPEN_MS;
              // Most wait before their append, as they should; some hold the heads as well.
              await new Promise((resolve) => setTimeout(resolve, openMs));
              await bus.appendInTransaction(transaction, records);
              if (done % 10 === 0) await new Promise((resolve) => setTimeout(resolve, openMs / 10));
            });
          }
        };
        await Promise.all(Array.from({ length: WRITERS }, (_, writer) => write(writer)));
        const distinct = () => new Set(seen.records.map((record) => record.envelope.id)).size;
        await waitUntil('all consumed', () => seen.records.length >= EVENTS && distinct() === EVENTS, 60_000);
        const byWriter = seen.firstSeenByKey();
        expect(byWriter.size).toBe(WRITERS);
        expect([...byWriter.values()].every((numbers) => numbers.length === EVENTS / WRITERS)).toBe(true);
        expect(seen.findDisorder()).toEqual([]);
        // The relay to Kafka may publish again what it had published when a busy machine took its partition away.
        if (bus.engine === 'postgres') expect(seen.records).toHaveLength(EVENTS);
        await Promise.all([bus.stop(), consuming.stop(), database.close()]);
      },
      FULL ? 600_000 : 90_000,
    );
  });
}
