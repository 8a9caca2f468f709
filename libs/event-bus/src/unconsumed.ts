import type { ConsumedRecord, EventBus } from './port.js';

const PAGE = 500;

/**
 * What a group has not consumed yet, partition by partition, each in order: what lay between its offsets and the end when the reading began.
 * For looking a message up; stop the loop when it is found.
 */
export async function* readUnconsumed(
  bus: Pick<EventBus, 'lag' | 'read'>,
  topic: string,
  group: string,
): AsyncGenerator<ConsumedRecord, void, undefined> {
  for (const { partition, committed, end } of await bus.lag(topic, group)) {
    const last = BigInt(end) - 1n;
    for (let next = BigInt(committed); next <= last;) {
      const records = await bus.read(topic, partition, next.toString(), PAGE);
      for (const record of records) if (BigInt(record.offset) <= last) yield record;
      const read = records.at(-1);
      if (read === undefined) break;
      next = BigInt(read.offset) + 1n;
    }
  }
}
