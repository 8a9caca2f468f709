import { hash, randomBytes } from 'node:crypto';
import type { StateOptions } from '#connector-sdk';
import type { ConversationKey, InboxId } from '#contracts';
import type { Clock } from '#runtime';

/** The only place that builds or splits ids of this channel. */

const SHORT = 22;

export const createVisitorId = () => `v${randomBytes(16).toString('base64url')}`;
export const createSessionId = () => randomBytes(12).toString('base64url');
export const createUploadId = () => randomBytes(18).toString('base64url');

export const VISITOR_ID = /^v[\w-]{22}$/;
export const UPLOAD_ID = /^[\w-]{24}$/;

/** Who talks: a browser that nobody vouched for, or somebody the desk's own site knows. */
export type Party = { readonly visitor: string } | { readonly user: string };

/** `webchat:<inbox>:v…` of a browser, `webchat:<inbox>:u:<hash>` of a user: ids of users are theirs, and may be long. */
export function conversationKeyOf(inboxId: InboxId, party: Party): ConversationKey {
  const name = 'user' in party ? `u:${shorten(party.user)}` : party.visitor;
  return `webchat:${inboxId}:${name}` as ConversationKey;
}

export function isConversationOf(inboxId: InboxId, key: string): boolean {
  return key.startsWith(`webchat:${inboxId}:`);
}

/** A user's conversation never moves on to another. */
export function isOfUser(key: string): boolean {
  return key.split(':')[2] === 'u';
}

/** What a page may know of a key. Another one when lines up to `forgotten` are gone: pages then forget those they have. */
export function conversationNameOf(key: string, forgotten: number): string {
  return shorten(forgotten === 0 ? key : `${key}#${forgotten}`);
}

/** Of a line of a conversation, visitor's or agent's: the same for the same line, and unguessable only as far as the key is. */
export function remoteMessageIdOf(key: string, seq: number): string {
  return `${shorten(key)}.${seq}`;
}

/** Lines of visitors have names of their own: nobody can take the place of an agent's command by knowing its id. */
export const visitorLineId = (clientMessageId: string) => `v:${clientMessageId}`;
export const stateLineId = (eventId: string) => `s:${eventId}`;
export const movedLineId = (key: string, seq: number) => `m:${remoteMessageIdOf(key, seq)}`;
export const clientIdOf = (lineId: string) => (lineId.startsWith('v:') ? lineId.slice(2) : lineId);

/** Keys of the state store. */
export const StateKeys = {
  profile: (key: string) => `profile:${key}`,
  receipts: (key: string) => `receipts:${key}`,
  moved: (key: string) => `moved:${key}`,
  loggedOut: (sessionId: string) => `logged-out:${sessionId}`,
  upload: (id: string) => `upload:${id}`,
} as const;

const STATE_DAYS = 400;
const DAY_MS = 24 * 3_600_000;

/** How state of a conversation is kept: it goes with that, and when nobody has written it for so long. */
export function keptOf(conversationKey: string, clock: Clock, days = STATE_DAYS): StateOptions {
  return { conversationKey, expiresAt: new Date(clock.now().getTime() + days * DAY_MS) };
}

function shorten(value: string): string {
  return hash('sha256', value, 'base64url').slice(0, SHORT);
}
