import { describe, expect, it } from '@jest/globals';
import { Partitioners } from 'kafkajs';
import { partitionOf } from './partition-of.js';

describe('partition of a key', () => {
  it('is the one that the default partitioner of Kafka takes', () => {
    const choose = Partitioners.DefaultPartitioner();
    const partitionMetadata = Array.from({ length: 16 }, (_, partitionId) => ({
      partitionErrorCode: 0,
      partitionId,
      leader: 1,
      replicas: [1],
      isr: [1],
    }));
    const seen = new Set<number>();
    for (let n = 0; n < 2000; n += 1) {
      const key = `support:${'x'.repeat(n % 9)}客户${n}@example.com`;
      const partition = partitionOf(key);
      expect(partition).toBe(choose({ topic: 't', partitionMetadata, message: { key, value: '' } }));
      seen.add(partition);
    }
    expect(seen.size).toBe(16);
  });
});
