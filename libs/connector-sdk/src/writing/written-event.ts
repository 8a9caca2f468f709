import type { EventData, EventInput, TerseMessage } from '#contracts';
import { toTerseMessage } from '#contracts/terse';
import type { InboundEventType } from '../connector.js';
import { findShapeFaults, keyOfEvent } from './event-shape.js';

/** What the host must know of an event to put it onto the log; the rest it takes as it is written. */
export interface EventHead<T extends InboundEventType = InboundEventType> {
  readonly type: T;
  readonly id: string;
  readonly inboxId: string;
  /** Decides partition and order. */
  readonly conversationKey: string;
  /** How the event breaks the shape of its type, in words; the host refuses one that does. */
  readonly faults: readonly string[];
}

/**
 * An event that was written where it was made, in another process or thread, and goes onto the log as it is: plain data, so it crosses as it
 * is, and nobody on the way need read it. Only `writeEvent` makes one: the host takes its word for it.
 */
export interface WrittenEvent<T extends InboundEventType = InboundEventType> {
  readonly head: EventHead<T>;
  /** The event's JSON. */
  readonly json: string;
}

/** Writes an event for `context.emit`. Does not throw for one that breaks its contract: `emit` will. */
export function writeEvent<T extends InboundEventType>(type: T, data: EventInput<T>): WrittenEvent<T> {
  const head = headOf(type, data);
  return { head, json: JSON.stringify(head.faults.length > 0 ? data : toTerse(type, data)) };
}

/** What a written event reads as: a message in its terse form. */
export type ReadEvent<T extends InboundEventType> = T extends 'message.received.v1' | 'message.edited.v1' ? TerseMessage : EventData<T>;

/** The event itself, parsed anew. */
export function readEvent<T extends InboundEventType>(event: WrittenEvent<T>): ReadEvent<T> {
  return JSON.parse(event.json) as ReadEvent<T>;
}

export function isWritten<T extends InboundEventType>(event: EventInput<T> | WrittenEvent<T>): event is WrittenEvent<T> {
  return event !== null && typeof event === 'object' && 'json' in event && 'head' in event;
}

export function headOf<T extends InboundEventType>(type: T, data: EventInput<T>): EventHead<T> {
  const faults = findShapeFaults(type, data);
  if (faults.length > 0) return { type, id: '', inboxId: '', conversationKey: '', faults };
  return { type, id: data.id, inboxId: data.inbox.id, conversationKey: keyOfEvent(data), faults };
}

/** Without what repeats the plain text of a message; of one that has the shape of its type. */
export function toTerse<T extends InboundEventType>(type: T, data: EventInput<T>): EventInput<T> {
  if (type !== 'message.received.v1' && type !== 'message.edited.v1') return data;
  return toTerseMessage(data as EventInput<'message.received.v1'>) as EventInput<T>;
}
