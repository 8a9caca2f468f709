import { hash } from 'node:crypto';
import { eventIdOf, idempotencyKeyOf, type ConversationKey, type EventId, type Identity, type InboxRef } from '#contracts';

const MAX_ID = 200;

/** An id of the caller's own means something in his inbox only: the inbox goes before it. */
export function toRemoteId(inboxId: string, id: string): string {
  return `${inboxId}/${id.length > MAX_ID || !isPlain(id) ? `h:${sha256(id)}` : id}`;
}

/** All that one person sends; each submission is a case of its own, so it does not continue. */
export function toPersonKey(inboxId: string, { scheme, value }: Pick<Identity, 'scheme' | 'value'>): ConversationKey {
  return `form:${inboxId}:p:${scheme}:${value}` as ConversationKey;
}

/** A case that the caller names himself; what comes later under the same name joins it while it is open. */
export function toCaseKey(inboxId: string, caseId: string): ConversationKey {
  return `form:${inboxId}:c:${caseId.length > MAX_ID || !isPlain(caseId) ? `h:${sha256(caseId)}` : caseId}` as ConversationKey;
}

/** All alarms of one incident. */
export function toIncidentKey(inboxId: string, group: string): ConversationKey {
  return `form:${inboxId}:a:${group}` as ConversationKey;
}

/** Names an alarm group in keys and in the state store, whatever its own name holds. */
export function toGroupId(groupKey: string): string {
  return sha256(groupKey).slice(0, 24);
}

/** 16 hex of what a person or program said: other words under a known id are a message of their own. */
export function toPrint(...said: readonly string[]): string {
  return sha256(said.map((each) => `${each.length}:${each}`).join('')).slice(0, 16);
}

/** Of revision `n` above 1 the key ends in `:r{n}`. */
export function toKey(inbox: InboxRef, remoteMessageId: string, print: string, revision = 1): { idempotencyKey: string; id: EventId } {
  const suffix = revision === 1 ? '' : `:r${revision}`;
  const idempotencyKey = idempotencyKeyOf({ channel: inbox.channel, inboxId: inbox.id, remoteMessageId, print, suffix });
  return { idempotencyKey, id: eventIdOf(idempotencyKey) };
}

/** Crockford's: nothing that is read as something else. */
const LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** Twelve letters that a person can say on the phone, `R-7K3M-9QTD-20XF`: 60 bits of the event's id, so the same message has the same. */
export function toReceipt(id: EventId): string {
  let bits = BigInt(`0x${sha256(id).slice(0, 15)}`);
  let letters = '';
  for (let place = 0; place < 12; place += 1) {
    letters += LETTERS[Number(bits & 31n)]!;
    bits >>= 5n;
  }
  return `R-${letters.slice(0, 4)}-${letters.slice(4, 8)}-${letters.slice(8)}`;
}

function isPlain(id: string): boolean {
  return /^[\x21-\x7e\u4e00-\u9fff]+$/.test(id);
}

function sha256(text: string): string {
  return hash('sha256', text, 'hex');
}
