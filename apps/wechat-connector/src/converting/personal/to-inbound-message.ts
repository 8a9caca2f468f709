import { eventIdOf, type EventInput, type InboxRef, type MessageFlags, type RawPayload, type Recipient, type Sender } from '#contracts';
import { CONTACT_SCHEME, type Counterpart, ROOM_SCHEME, toConversationKey, toMessageId, toMessageKey } from '../../personal.ids.js';
import type { MessageDetails } from './details.js';
import type { PuppetMessage } from './puppet-message.js';
import { toParts } from './to-parts.js';

/** A message with all that is known around it when it is converted. */
export interface HeardMessage {
  readonly message: PuppetMessage;
  readonly details: MessageDetails;
  readonly inbox: InboxRef;
  /** The account that is logged in: what it wrote comes from its owner's phone. */
  readonly accountId: string | null;
  readonly talker: { readonly name: string | null; readonly avatar: string | null; readonly official: boolean } | null;
  /** Name of the other side, where the account wrote. */
  readonly listenerName: string | null;
  readonly roomTopic: string | null;
  /** Of rooms: does it become a ticket? */
  readonly forUs: boolean;
  readonly deliveryId: string;
  readonly receivedAt: Date;
  readonly raw: RawPayload;
  readonly gapBefore: boolean;
}

/** WeChat's own notebook for files, and what it sends its users itself. */
const NOTEBOOK = 'filehelper';
const WECHAT_ITSELF = /^(?:gh_|weixin$|newsapp$|fmessage$|medianote$|floatbottle$|notification_messages$|mphelper$)/;
/** A clock of the remote that is further ahead than this is wrong. */
const AHEAD_MS = 24 * 3_600_000;

/** With whom a message is: the room, else whoever of the two is not the account. */
export function counterpartOf({ roomId, talkerId, listenerId }: PuppetMessage, accountId: string | null): Counterpart | null {
  if (roomId !== null) return { kind: 'room', id: roomId };
  const id = talkerId === null || talkerId === accountId ? (listenerId ?? talkerId) : talkerId;
  return id === null ? null : { kind: 'contact', id };
}

/** The event of a message. Pure: the same message under the same circumstances is the same event. */
export function toInboundMessage(heard: HeardMessage): EventInput<'message.received.v1'> {
  const { message, details, inbox, accountId, raw, receivedAt } = heard;
  const remoteMessageId = toMessageId(message);
  const idempotencyKey = toMessageKey(inbox, remoteMessageId);
  const counterpart = counterpartOf(message, accountId) ?? { kind: 'contact', id: inbox.id };
  const inRoom = counterpart.kind === 'room';
  const own = message.talkerId !== null && message.talkerId === accountId;
  const { parts, plainText, newText, quotedRemoteId, truncated } = toParts(message, details);
  const automated = findAutomated(heard, inRoom);
  const believable = message.at !== null && message.at.getTime() < receivedAt.getTime() + AHEAD_MS;
  return {
    ...{ id: eventIdOf(idempotencyKey), idempotencyKey, remoteMessageId, revision: 1, inbox, raw },
    deliveryId: heard.deliveryId,
    direction: own ? 'echo' : 'inbound',
    occurredAt: (believable ? message.at! : receivedAt).toISOString(),
    occurredPrecision: believable ? message.precision : 'ms',
    receivedAt: receivedAt.toISOString(),
    sender: toSender(heard, own),
    recipients: toRecipients(heard, counterpart, own),
    conversation: {
      key: toConversationKey(inbox.id, counterpart, inRoom && !heard.forUs),
      remoteId: counterpart.id,
      kind: inRoom ? 'group' : 'direct',
      ...(heard.roomTopic === null ? {} : { title: heard.roomTopic }),
      continues: true,
    },
    threading: { references: [], ...(quotedRemoteId === undefined ? {} : { quotedRemoteId }) },
    ...{ parts: [...parts], plainText, ...(newText === undefined ? {} : { newText }), ...(truncated ? { truncated } : {}) },
    replyWindow: { open: true },
    flags: { ...(automated === null ? {} : { automated }), ...(heard.gapBefore ? { gapBefore: true } : {}) },
    // A robot's word in a room of others is read by all of them.
    mayAutoReply: !own && !inRoom && automated === null,
    channelContext: {
      counterpart,
      ...(inRoom && !own && message.talkerId !== null ? { askerId: message.talkerId, askerName: heard.talker?.name ?? null } : {}),
    },
    extras: {
      wechat: { nativeType: message.type, ...(message.mentionIds.length > 0 ? { mentionIds: message.mentionIds.slice(0, 100) } : {}) },
    },
  };
}

function findAutomated({ message, talker, forUs }: HeardMessage, inRoom: boolean): MessageFlags['automated'] | null {
  const { talkerId, listenerId } = message;
  if (talkerId === null) return { reason: 'wechat:notice', class: 'auto-reply' };
  if (inRoom && !forUs) return { reason: 'wechat:room_not_addressed', class: 'mailing-list' };
  if (talker?.official || WECHAT_ITSELF.test(talkerId)) return { reason: 'wechat:official_account', class: 'mailing-list' };
  if (!inRoom && (listenerId === NOTEBOOK || listenerId === talkerId)) return { reason: 'wechat:own_notes', class: 'auto-reply' };
  return null;
}

function toSender({ message: { talkerId }, talker, inbox }: HeardMessage, own: boolean): Sender {
  if (talkerId === null)
    return { role: 'system', identities: [{ scheme: 'inbox', value: inbox.id, raw: inbox.id, assurance: 'verified' }] };
  const official = talker?.official === true || WECHAT_ITSELF.test(talkerId);
  return {
    role: own ? 'agent' : official ? 'bot' : 'customer',
    ...(talker?.name ? { displayName: talker.name.slice(0, 256) } : {}),
    ...(talker?.avatar && talker.avatar.length <= 2048 ? { avatar: talker.avatar } : {}),
    identities: [toIdentity(CONTACT_SCHEME, talkerId, inbox)],
  };
}

function toRecipients(
  { message, roomTopic, listenerName, accountId, inbox }: HeardMessage,
  counterpart: Counterpart,
  own: boolean,
): Recipient[] {
  if (counterpart.kind === 'room') {
    const named = roomTopic === null ? {} : { displayName: roomTopic.slice(0, 256) };
    return [{ kind: 'room', ...named, identity: toIdentity(ROOM_SCHEME, counterpart.id, inbox) }];
  }
  const id = own ? counterpart.id : (message.listenerId ?? accountId);
  if (id === null) return [];
  const named = listenerName === null ? {} : { displayName: listenerName.slice(0, 256) };
  return [{ kind: 'to', ...named, identity: toIdentity(CONTACT_SCHEME, id, inbox) }];
}

/** Ids mean something to one account only: its inbox is their scope. */
function toIdentity(scheme: string, id: string, inbox: InboxRef): Sender['identities'][number] {
  return { scheme, value: id.slice(0, 320), raw: id.slice(0, 1024), scope: inbox.id, assurance: 'verified' };
}
