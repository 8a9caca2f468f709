import { randomUUID } from 'node:crypto';
import type { EventData, EventId } from '#contracts';
import type { OutgoingRecord } from '#event-bus';

/** A record that asks an inbox for something. Its id is random: it is written with the change that asks, in one transaction. */
export function toInboxRecord<T extends 'inbox.switch_requested.v1' | 'inbox.listing_requested.v1' | 'inbox.fetch_requested.v1'>(
  topic: string,
  key: string,
  type: T,
  data: EventData<T>,
  at: Date,
): OutgoingRecord {
  return {
    topic,
    key,
    envelope: {
      specversion: '1.0',
      id: randomUUID() as string as EventId,
      source: '/ticketing',
      type,
      time: at.toISOString(),
      subject: key,
      datacontenttype: 'application/json',
      data,
    },
  };
}
