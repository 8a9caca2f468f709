import { describe, expect, it } from '@jest/globals';
import type { KafkaMessage } from 'kafkajs';
import type { ConsumedRecord } from '../port.js';
import { Slots } from './limits.js';
import { PartitionWorker } from './partition-worker.js';

function makeMessages(...offsets: number[]): KafkaMessage[] {
  return offsets.map((offset) => ({
    offset: String(offset),
    key: Buffer.from('k'),
    value: Buffer.from(JSON.stringify({ type: 'test.happened.v1', data: offset })),
    timestamp: '0',
    attributes: 0,
    headers: {},
  }));
}

function openWorker(start: bigint) {
  const handled: string[] = [];
  const committed: string[] = [];
  const consumer = {
    options: {
      topic: 't',
      group: 'g',
      handler: () => Promise.resolve(),
      maxBatch: 100,
      concurrency: 1,
      acrossPartitions: false,
      from: 'earliest' as const,
    },
    halted: new AbortController().signal,
    start: () => undefined,
    openPartition: () => ({
      handle: (records: readonly ConsumedRecord[]) => {
        handled.push(...records.map(({ offset }) => offset));
        return Promise.resolve();
      },
    }),
    pause: () => undefined,
    resume: () => undefined,
    stop: () => Promise.resolve(),
  };
  const worker = new PartitionWorker(0, start, {
    consumer,
    slots: new Slots(1),
    isPaused: () => false,
    commit: (_partition, offset) => committed.push(offset),
    fail: (error) => {
      throw error;
    },
  });
  return { worker, handled, committed };
}

const settle = () => new Promise((resolve) => setImmediate(resolve));

describe('a partition of an assignment', () => {
  it('handles each delivered record once and commits behind the last', async () => {
    const { worker, handled, committed } = openWorker(5n);
    worker.feed(makeMessages(5, 6), 8n);
    worker.feed(makeMessages(6, 7), 8n);
    await settle();
    worker.close();
    expect(handled).toEqual(['5', '6', '7']);
    expect(committed.at(-1)).toBe('8');
  });

  it('asks again for records that are missing before those delivered', async () => {
    const { worker, handled } = openWorker(90n);
    expect(worker.feed(makeMessages(100, 101), 102n)).toBe(90n);
    await settle();
    expect(handled).toEqual([]);
    expect(worker.feed(makeMessages(90, 91), 102n)).toBeUndefined();
    await settle();
    worker.close();
    expect(handled).toEqual(['90', '91']);
  });

  it('accepts a hole that is still there when asked for, as retention leaves it', async () => {
    const { worker, handled } = openWorker(90n);
    worker.feed(makeMessages(100), 101n);
    expect(worker.feed(makeMessages(100), 101n)).toBeUndefined();
    await settle();
    worker.close();
    expect(handled).toEqual(['100']);
  });

  it('begins anew when the log is shorter than what was read of it', async () => {
    const { worker, handled } = openWorker(500n);
    worker.feed(makeMessages(0, 1), 2n);
    await settle();
    worker.close();
    expect(handled).toEqual(['0', '1']);
  });
});
