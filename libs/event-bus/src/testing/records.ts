import { randomUUID } from 'node:crypto';
import { EventId } from '#contracts';
import type { ConsumedRecord, OutgoingRecord } from '../port.js';

let topics = 0;

/** A topic that no other test uses. */
export function nameTopic(purpose: string): string {
  topics += 1;
  return `contract-${purpose}-${process.pid}-${topics}-${randomUUID().slice(0, 8)}`;
}

/** A record whose data is `{n, …more}`. */
export function makeRecord(topic: string, key: string, n: number, more: Record<string, unknown> = {}): OutgoingRecord {
  return {
    topic,
    key,
    envelope: {
      specversion: '1.0',
      id: EventId.parse(randomUUID()),
      source: 'tributary/contract',
      type: 'message.received.v1',
      time: '2026-03-02T09:00:00.000Z',
      subject: key,
      datacontenttype: 'application/json',
      data: { n, ...more },
    },
  };
}

export function makeRecords(topic: string, count: number, keys: number, from = 0): OutgoingRecord[] {
  return Array.from({ length: count }, (_, index) => makeRecord(topic, `key-${(from + index) % keys}`, from + index));
}

/** The number a record was made with. */
export function numberOf(record: ConsumedRecord): number {
  return (record.envelope.data as { n: number }).n;
}
