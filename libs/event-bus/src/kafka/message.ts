import type { KafkaMessage } from 'kafkajs';
import { ENVELOPE_CONTENT_TYPE, type Envelope } from '#contracts';
import { encodeRecord } from '../outgoing.js';
import { partitionOf } from '../partition-of.js';
import type { ConsumedRecord, OutgoingRecord } from '../port.js';

/** A record as it goes to a broker: CloudEvents in structured mode (Kafka protocol binding 1.0.2, §3.3), some of it again as headers. */
export interface KafkaRecord {
  readonly topic: string;
  readonly partition: number;
  readonly key: string;
  readonly value: string;
  readonly headers: Record<string, string>;
  /** About what it takes in a record batch. */
  readonly bytes: number;
}

/** Throws a `PermanentError` `event_too_large` above `MAX_EVENT_BYTES`. */
export function toKafkaRecord(record: OutgoingRecord): KafkaRecord {
  const { topic, key, json, bytes } = encodeRecord(record);
  const { type, id, traceparent } = record.envelope;
  const headers: Record<string, string> = { 'content-type': ENVELOPE_CONTENT_TYPE, type, id };
  if (traceparent !== undefined) headers['traceparent'] = traceparent;
  return { topic, partition: partitionOf(key), key, value: json, headers, bytes: bytes + Buffer.byteLength(key) + 200 };
}

export function decodeMessage(topic: string, partition: number, message: KafkaMessage): ConsumedRecord {
  return {
    topic,
    partition,
    offset: message.offset,
    key: message.key?.toString('utf8') ?? '',
    envelope: parseEnvelope(topic, partition, message),
    appendedAt: new Date(Number(message.timestamp)),
    attempt: 1,
    replayed: false,
  };
}

/** Anybody may write to a broker: what is no JSON reaches the handler as an envelope of type `unreadable.record.v1` and is refused there. */
function parseEnvelope(topic: string, partition: number, message: KafkaMessage): Envelope {
  const text = message.value?.toString('utf8') ?? '';
  try {
    const parsed: unknown = JSON.parse(text);
    if (typeof parsed === 'object' && parsed !== null) return parsed as Envelope;
  } catch {
    // Falls through to the substitute.
  }
  const place = `${topic}/${partition}/${message.offset}`;
  return {
    specversion: '1.0',
    id: place as Envelope['id'],
    source: 'kafka',
    type: 'unreadable.record.v1',
    time: new Date(Number(message.timestamp)).toISOString(),
    datacontenttype: 'application/json',
    data: { place, text },
  };
}
