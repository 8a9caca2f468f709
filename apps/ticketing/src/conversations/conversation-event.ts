import { ConversationEvents, isConversationEvent } from '#contracts';
import type { MessagePart } from '#contracts';
import type { z } from 'zod';

export type Named<T extends keyof typeof ConversationEvents> = { readonly name: T; readonly data: z.infer<(typeof ConversationEvents)[T]> };
/** What a contact did to his conversation. */
export type ConversationEvent = { [T in keyof typeof ConversationEvents]: Named<T> }[keyof typeof ConversationEvents];

/** Null for what is no such event, or breaks its shape: that is kept and shown, and does nothing. */
export function toConversationEvent(name: string, data: unknown): ConversationEvent | null {
  if (!isConversationEvent(name)) return null;
  const read = ConversationEvents[name].safeParse(data);
  return read.success ? ({ name, data: read.data } as ConversationEvent) : null;
}

export function readConversationEvent(parts: readonly MessagePart[]): ConversationEvent | null {
  const event = readContactEvent(parts);
  return event === null ? null : toConversationEvent(event.name, event.data);
}

/** Does it tell of the conversation itself, understood or not? */
export function tellsOfConversation(parts: readonly MessagePart[]): boolean {
  return isConversationEvent(readContactEvent(parts)?.name ?? '');
}

function readContactEvent([part]: readonly MessagePart[]): { name: string; data: unknown } | null {
  if (part?.type !== 'system' || part.code !== 'contact.event') return null;
  const { name, data } = part.data as { name?: unknown; data?: unknown };
  return typeof name === 'string' ? { name, data } : null;
}
