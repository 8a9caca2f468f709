import { hash } from 'node:crypto';
import { type ConversationKey, type EventId, eventIdOf, idempotencyKeyOf, type Identity, type InboxRef } from '#contracts';

/** Key and id of one revision of a call; the first has no suffix. */
export function toRevisionIds(inbox: InboxRef, callId: string, revision: number): { id: EventId; idempotencyKey: string } {
  return toIds(inbox, callId, revision === 1 ? undefined : `:r${revision}`);
}

/** Key and id of what is no call: a line, a body, a gap. */
export function toIds(inbox: InboxRef, remoteMessageId: string, suffix?: string): { id: EventId; idempotencyKey: string } {
  const key = { channel: inbox.channel, inboxId: inbox.id, remoteMessageId, print: '' };
  const idempotencyKey = idempotencyKeyOf(suffix === undefined ? key : { ...key, suffix });
  return { id: eventIdOf(idempotencyKey), idempotencyKey };
}

/** Calls with one counterpart are one conversation; of a caller who hides his number each call is its own. */
export function toConversationKey(inbox: InboxRef, counterpart: Identity | null, callId: string): ConversationKey {
  const who = counterpart === null ? `call:${callId}` : `${counterpart.scheme}:${counterpart.value}`;
  return `phone:${inbox.id}:${who}`.slice(0, 512) as ConversationKey;
}

/** Where lines and bodies go that belong to no call. */
export function toSideKey(inbox: InboxRef, what: 'parked' | 'gap' | 'unsupported'): ConversationKey {
  return `phone:${inbox.id}:${what}` as ConversationKey;
}

/** Remote id of what the remote gave none. */
export function toContentId(content: Buffer | string): string {
  return `h:${hash('sha256', content, 'hex')}`;
}

/** Lines of one call in the SDK's transcript, which counts its revisions. */
export function toTranscriptKey(callId: string): string {
  return callId.length <= 400 ? `call:${callId}` : `call:${toContentId(callId)}`;
}
