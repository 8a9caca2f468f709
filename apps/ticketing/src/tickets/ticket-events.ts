import { randomUUID } from 'node:crypto';
import { Topics } from '#contracts';
import type { EntryId, EventData, EventId, EventType, TicketId } from '#contracts';
import type { OutgoingRecord } from '#event-bus';

type TicketEventType = Extract<EventType, `ticket.${string}`>;

export interface TicketRef {
  readonly id: string;
  readonly number: string;
  readonly version: number;
}

/** Fields that every ticket event has. */
export function describeTicket(ticket: TicketRef, at: Date): { ticketId: TicketId; number: string; version: number; at: string } {
  return { ticketId: ticket.id as TicketId, number: ticket.number, version: ticket.version, at: at.toISOString() };
}

/**
 * A record of topic `ticket-events`. Its id is random: the event is written with the change it tells of, in one transaction, so the change
 * made again after a crash was never told before.
 */
export function toTicketRecord<T extends TicketEventType>(
  type: T,
  data: EventData<T> & { ticketId: string; version: number; at: string },
  traceparent?: string,
): OutgoingRecord {
  return {
    topic: Topics.ticketEvents,
    key: data.ticketId,
    envelope: {
      specversion: '1.0',
      id: randomUUID() as string as EventId,
      source: '/ticketing',
      type,
      time: data.at,
      subject: data.ticketId,
      datacontenttype: 'application/json',
      ...(traceparent === undefined ? {} : { traceparent }),
      data,
    },
  };
}

export function asEntryId(id: string): EntryId {
  return id as EntryId;
}
