import { MAX_EVENT_BYTES } from '#contracts';
import { PermanentError } from '#runtime';
import type { OutgoingRecord } from './port.js';

export interface EncodedRecord {
  readonly topic: string;
  readonly key: string;
  readonly json: string;
  readonly bytes: number;
}

/**
 * A record as both engines write it. NUL, which PostgreSQL's text cannot hold, becomes U+FFFD in the key. Throws `PermanentError`
 * (`event_too_large`) above `MAX_EVENT_BYTES`.
 */
export function encodeRecord({ topic, key, envelope, json: given }: OutgoingRecord): EncodedRecord {
  // One line: the Postgres engine tells envelopes apart by line breaks.
  const json = given === undefined || given.includes('\n') ? JSON.stringify(envelope) : given;
  const bytes = Buffer.byteLength(json);
  if (bytes > MAX_EVENT_BYTES)
    throw new PermanentError(`event ${envelope.id} for topic ${topic} is ${bytes} bytes of JSON, at most ${MAX_EVENT_BYTES} are taken`, {
      code: 'event_too_large',
      hint: 'put the biggest part into the blob store and keep a preview',
      fields: { eventId: envelope.id, topic, bytes },
    });
  return { topic, key: key.includes('\0') ? key.replaceAll('\0', '\uFFFD') : key, json, bytes };
}
