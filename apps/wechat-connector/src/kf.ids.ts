import { type CommandId, type ConversationKey, eventIdOf, type EventId, idempotencyKeyOf, type InboxRef } from '#contracts';

/** Most that `kf/send_msg` takes as `msgid`: 32 of `[0-9a-zA-Z_-]`. */
const OWN_MSGID = /^tb-([A-Za-z0-9_-]{22})-([0-9a-z]{1,2})$/;
const UUID = /^([0-9a-f]{8})-([0-9a-f]{4})-([0-9a-f]{4})-([0-9a-f]{4})-([0-9a-f]{12})$/;

/** One customer with one kf account of one inbox. */
export function toKfConversationKey(inboxId: string, openKfId: string, externalUserId: string): ConversationKey {
  return `wechat:${inboxId}:${openKfId}:${externalUserId}` as ConversationKey;
}

/** What concerns the account and none of its conversations. */
export function toKfAccountKey(inboxId: string): ConversationKey {
  return `wechat:${inboxId}:account` as ConversationKey;
}

/** The platform vouches for its ids: no print. */
export function toKfEventIds(inbox: InboxRef, remoteMessageId: string, suffix = ''): { id: EventId; idempotencyKey: string } {
  const idempotencyKey = idempotencyKeyOf({ channel: inbox.channel, inboxId: inbox.id, remoteMessageId, print: '', suffix });
  return { id: eventIdOf(idempotencyKey), idempotencyKey };
}

/**
 * The `msgid` of the n-th message of a reply: the same command always gives the same one, so that the platform knows a second try, and a
 * `msg_send_fail` tells which reply it means without a look-up.
 */
export function toOwnMsgId(commandId: CommandId, index: number): string {
  const bytes = Buffer.from(commandId.replace(/-/g, ''), 'hex');
  return `tb-${bytes.toString('base64url')}-${index.toString(36)}`;
}

/** A reply of several messages is named by its first and their number: the others follow from it. */
export function toSentId(commandId: CommandId, messages: number): string {
  const first = toOwnMsgId(commandId, 0);
  return messages === 1 ? first : `${first}+${messages}`;
}

/** The ids of all messages of one reply. */
export function readSentMsgIds(sentId: string): string[] {
  const [first = '', count = '1'] = sentId.split('+');
  const own = readOwnMsgId(first);
  return own === null ? [first] : Array.from({ length: Number(count) }, (_, index) => toOwnMsgId(own.commandId, index));
}

/** Null for an id that we did not give. */
export function readOwnMsgId(msgid: string): { commandId: CommandId; index: number } | null {
  const [, packed, index] = OWN_MSGID.exec(msgid) ?? [];
  if (packed === undefined || index === undefined) return null;
  const bytes = Buffer.from(packed, 'base64url');
  const commandId = bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  if (bytes.toString('base64url') !== packed || !UUID.test(commandId)) return null;
  return { commandId: commandId as CommandId, index: Number.parseInt(index, 36) };
}
