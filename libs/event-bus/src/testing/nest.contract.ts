import 'reflect-metadata';
import { Controller, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Payload } from '@nestjs/microservices';
import { describe, expect, it } from '@jest/globals';
import { ConfigurationError, PermanentError, RetriableError, SystemClock } from '#runtime';
import { StoredDeadLetters } from '../dead-letters/stored-dead-letters.js';
import { BusTransport } from '../nest/bus-transport.js';
import { Consumes } from '../nest/consumes.js';
import type { ConsumedBatch, ConsumedRecord } from '../port.js';
import { Collector, waitUntil } from './collector.js';
import type { BusFixture } from './fixture.js';
import { rejectOn } from './poison.contract.js';
import { makeRecord, makeRecords, nameTopic, numberOf } from './records.js';

export function describeNest(get: () => BusFixture): void {
  describe('a Nest controller as consumer', () => {
    it('keeps the class of what its handler throws, and waits for what it does', async () => {
      const bus = await get().openBus();
      const topic = nameTopic('nest');
      const stoppingTopic = nameTopic('nest-stop');
      await bus.ensureTopics([topic, stoppingTopic]);
      const seen = new Collector();
      let tries = 0;
      const judge = seen.handler(
        rejectOn((record: ConsumedRecord) => {
          if (numberOf(record) === 1) return new PermanentError('never', { code: 'never' });
          if (numberOf(record) === 2 && ++tries < 4) return new RetriableError('later', { code: 'later' });
          return undefined;
        }),
      );

      @Controller()
      class Consumer {
        @Consumes(() => topic, { group: 'g', maxBatch: 10 })
        async take(@Payload() batch: ConsumedBatch): Promise<void> {
          await new Promise((resolve) => setTimeout(resolve, 5));
          await judge(batch);
        }

        @Consumes(stoppingTopic, { group: 'g' })
        refuse(): Promise<void> {
          return Promise.reject(new ConfigurationError('nest handler lacks a setting', { code: 'unset' }));
        }
      }
      @Module({ controllers: [Consumer] })
      class TestModule {}

      const app = await NestFactory.createMicroservice(TestModule, { strategy: new BusTransport(bus), logger: false });
      await app.listen();
      await bus.append(makeRecords(topic, 30, 5));
      await bus.append([makeRecord(stoppingTopic, 'k', 0)]);
      await waitUntil('all but the one that never succeeds', () => seen.records.length === 29);
      expect(seen.numbers).not.toContain(1);
      expect(seen.findDisorder()).toEqual([]);
      expect(seen.batches.every(({ records }) => records.length <= 10)).toBe(true);
      const { items } = await new StoredDeadLetters(get().database, new SystemClock()).list({ topic });
      expect(items).toMatchObject([{ code: 'never', errorClass: 'permanent' }]);
      const reports = async () => JSON.stringify((await get().health.run()).checks);
      await waitUntil('the configuration error in health', async () => (await reports()).includes('nest handler lacks a setting'));
      await app.close();
      await bus.stop();
    });
  });
}
