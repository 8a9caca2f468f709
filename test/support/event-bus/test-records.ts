import { eventIdOf, type Envelope } from '#contracts';
import type { ConsumedRecord, OutgoingRecord } from '#event-bus';

/** Record number `n` of a key; the same number has the same event id. */
export function toRecord(topic: string, key: string, n: number, pad = ''): OutgoingRecord {
  const envelope: Envelope = {
    specversion: '1.0',
    id: eventIdOf(`${key}:${n}`),
    source: 'test',
    type: 'test.happened.v1',
    time: '2026-03-02T09:00:00.000Z',
    datacontenttype: 'application/json',
    data: { n, pad },
  };
  return { topic, key, envelope };
}

export function numberOf(record: ConsumedRecord): number {
  return (record.envelope.data as { n: number }).n;
}
