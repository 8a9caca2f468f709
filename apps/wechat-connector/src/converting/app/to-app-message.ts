import { type Act, act } from '#connector-sdk';
import type { ContactEvent, Identity, InboundMessage, InboxRef, MessagePart, RawPayload, Sender } from '#contracts';
import { hash } from 'node:crypto';
import { toAppConversationKey, toAppEventIds } from '../../wecom-app.ids.js';
import { ENVELOPE, toCallbackParts } from '../callback-parts.js';
import { tellEvent } from '../event-names.js';
import { dedupeKeyOf, isSensibleTime, type NativeCallback, occurredAtOf } from '../native-callback.js';

export interface AppAbout {
  readonly inbox: InboxRef;
  readonly corpId: string;
  readonly agentId: number;
  readonly receivedAt: Date;
  readonly raw: RawPayload;
  /** The same for one try of the platform, another for the next. */
  readonly deliveryId: string;
}

/** Handed back with every reply to the conversation. */
export interface AppChannelContext {
  readonly member: string;
  /** A group chat: WeCom lets apps read what mentions them there, and answer nowhere but in chats of their own. */
  readonly chat?: string;
}

/** Who wrote: a robot's callbacks from group chats name him inside `From`. */
export function senderOf({ sender, fields }: NativeCallback): string | null {
  return sender ?? fields.child('From')?.get('UserId') ?? null;
}

/** A message of a member of the company. Pure. */
export function toAppMessage(callback: NativeCallback, about: AppAbout): InboundMessage {
  const { inbox, agentId } = about;
  const member = senderOf(callback) ?? 'unknown';
  const chat = chatOf(callback);
  const remoteMessageId = toAppRemoteId(callback);
  const parts = toParts(callback);
  const plainText = parts
    .map((part) => part.fallback)
    .filter((words) => words !== '')
    .join('\n')
    .slice(0, 65_536);
  const context: AppChannelContext = chat === null ? { member } : { member, chat };
  return {
    ...toAppEventIds(inbox, remoteMessageId),
    deliveryId: about.deliveryId.slice(0, 256),
    remoteMessageId,
    revision: 1,
    inbox,
    direction: 'inbound',
    occurredAt: momentOf(callback, about.receivedAt),
    receivedAt: about.receivedAt.toISOString(),
    occurredPrecision: 's',
    sender: toMember(member, about),
    recipients: [
      chat === null
        ? { kind: 'line', identity: toIdentity('wecom_app', String(agentId), about.corpId) }
        : { kind: 'room', identity: toIdentity('wecom_chat', chat, about.corpId) },
    ],
    conversation: {
      key: toAppConversationKey(inbox.id, String(agentId), chat === null ? { member } : { chat }),
      remoteId: chat ?? member,
      kind: chat === null ? 'direct' : 'group',
      continues: true,
    },
    threading: { references: [] },
    parts,
    plainText,
    newText: plainText,
    replyWindow: chat === null ? { open: true } : { open: false, reason: 'WeCom lets no app answer in this group chat' },
    flags: {},
    mayAutoReply: chat === null,
    raw: about.raw,
    channelContext: context,
  };
}

/** Something that happened: to a member, to a group chat, or in the company's address book. */
export function toAppEvent(callback: NativeCallback, about: AppAbout): ContactEvent {
  const { inbox, agentId } = about;
  // Changes of the address book and of external contacts come from `sys`, and say inside whom they mean.
  const told = senderOf(callback);
  const member = told === null || told === 'sys' ? callback.fields.get('UserID') : told;
  const chat = chatOf(callback);
  const who = chat === null ? { member: member ?? 'sys' } : { chat };
  return {
    ...toAppEventIds(inbox, toAppRemoteId(callback)),
    inbox,
    conversationKey: toAppConversationKey(inbox.id, String(agentId), who),
    receivedAt: about.receivedAt.toISOString(),
    sender:
      member === null ? { role: 'system', identities: [toIdentity('wecom_app', String(agentId), about.corpId)] } : toMember(member, about),
    ...tell(callback),
    data: callback.fields.toData(new Set([...ENVELOPE, 'AgentID'])),
    occurredAt: momentOf(callback, about.receivedAt),
  };
}

export function toAppRemoteId(callback: NativeCallback): string {
  return dedupeKeyOf(callback)?.slice(0, 998) ?? `h:${hash('sha256', JSON.stringify(callback.fields.toData()), 'hex')}`;
}

/** A robot's callbacks hold what is said in an element of its own. */
function toParts(callback: NativeCallback): MessagePart[] {
  const text = callback.nativeType === 'text' ? (callback.fields.child('Text')?.exact('Content') ?? null) : null;
  return text === null ? toCallbackParts(callback) : [{ partId: '1', type: 'text', text, fallback: text }];
}

function chatOf({ fields }: NativeCallback): string | null {
  return fields.get('ChatType') === 'single' ? null : fields.get('ChatId');
}

/** Families of events tell in `ChangeType` what happened. */
function tell(callback: NativeCallback): Act {
  const change = callback.fields.get('ChangeType');
  const told = tellEvent(callback);
  return change === null
    ? told
    : act('event', `${told.name}: ${change.replaceAll('_', ' ')}`, { event: `${callback.event ?? '–'}: ${change}` });
}

function momentOf(callback: NativeCallback, receivedAt: Date): string {
  const told = occurredAtOf(callback);
  return told !== null && isSensibleTime(told, receivedAt) ? told : receivedAt.toISOString();
}

function toMember(member: string, { corpId }: Pick<AppAbout, 'corpId'>): Sender {
  return { role: 'customer', identities: [toIdentity('wecom_user', member, corpId)] };
}

function toIdentity(scheme: string, value: string, scope: string): Identity {
  return { scheme, value: value.slice(0, 320), raw: value.slice(0, 1024), scope: scope.slice(0, 128), assurance: 'verified' };
}
