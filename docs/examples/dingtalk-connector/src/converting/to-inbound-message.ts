import type { Assurance, InboundMessage, InboxRef } from '@tributary/connector-sdk/contracts';
import { conversationKeyOf, idsOf } from '../dingtalk.ids.js';
import type { ChannelContext } from './channel-context.js';
import type { RobotMessage } from './robot-message.js';
import { toParts } from './to-parts.js';

const MAX_CHARACTERS = 65_536;

export interface Circumstances {
  readonly inbox: InboxRef;
  readonly receivedAt: Date;
  readonly raw: InboundMessage['raw'];
  readonly deliveryId: string;
  /** Hosts that an answer may be posted to. */
  readonly webhookHosts: readonly string[];
  /** Did DingTalk itself say who wrote, on a line that we opened? */
  readonly vouched: boolean;
}

/** A robot's message in our words. Pure. */
export function toInboundMessage(message: RobotMessage, about: Circumstances): InboundMessage {
  const { inbox, receivedAt } = about;
  const parts = toParts(message);
  const plainText = parts
    .map(({ fallback }) => fallback)
    .join('\n')
    .slice(0, MAX_CHARACTERS);
  const inGroup = message.conversationType === '2';
  const person = message.senderStaffId ?? message.senderId ?? message.conversationId;
  const context = toContext(message, inGroup, about.webhookHosts);
  const at = message.createAt;
  return {
    ...idsOf(inbox, message.msgId),
    deliveryId: about.deliveryId.slice(0, 256),
    remoteMessageId: message.msgId,
    revision: 1,
    inbox,
    direction: 'inbound',
    occurredAt: (at === undefined ? receivedAt : new Date(at)).toISOString(),
    receivedAt: receivedAt.toISOString(),
    occurredPrecision: 'ms',
    sender: { role: 'customer', ...named(message.senderNick), identities: [toIdentity(message, about.vouched)] },
    recipients: inGroup ? [toRoom(message)] : [],
    conversation: {
      key: conversationKeyOf(inbox, inGroup ? { group: message.conversationId } : { person }),
      remoteId: message.conversationId,
      kind: inGroup ? 'group' : 'direct',
      ...(inGroup && message.conversationTitle !== undefined ? { title: message.conversationTitle } : {}),
      continues: true,
    },
    threading: { references: [] },
    parts,
    plainText,
    newText: plainText,
    replyWindow: toWindow(context, receivedAt),
    flags: {},
    // In a group all its members would read an automatic answer.
    mayAutoReply: !inGroup,
    raw: about.raw,
    channelContext: context,
  };
}

function toContext(message: RobotMessage, inGroup: boolean, hosts: readonly string[]): ChannelContext {
  const { sessionWebhook: url, sessionWebhookExpiredTime: until } = message;
  return {
    ...(inGroup ? { group: message.conversationId } : {}),
    ...(message.senderStaffId === undefined ? {} : { staffId: message.senderStaffId }),
    ...(url !== undefined && until !== undefined && hosts.includes(hostOf(url)) ? { webhook: { url, until } } : {}),
  };
}

/** Colleagues and groups are reached by the API at any time; others while the webhook lives. */
function toWindow({ group, staffId, webhook }: ChannelContext, now: Date): InboundMessage['replyWindow'] {
  if (group !== undefined || staffId !== undefined) return { open: true };
  if (webhook === undefined || webhook.until <= now.getTime())
    return { open: false, reason: 'The sender is no colleague, and the message has no webhook' };
  return {
    open: true,
    endsAt: new Date(webhook.until).toISOString(),
    reason: 'The sender is no colleague: only the message’s webhook reaches him',
  };
}

function toIdentity({ senderStaffId, senderId, senderCorpId, conversationId }: RobotMessage, vouched: boolean) {
  const scope = senderCorpId === undefined ? {} : { scope: senderCorpId.slice(0, 128) };
  if (senderStaffId !== undefined) {
    const assurance: Assurance = vouched ? 'verified' : 'claimed';
    return { scheme: 'dingtalk_staff', value: senderStaffId.slice(0, 320), raw: senderStaffId, ...scope, assurance };
  }
  // The same person has another such id in each app.
  const value = senderId ?? conversationId;
  return { scheme: 'dingtalk_sender', value: value.slice(0, 320), raw: value, ...scope, assurance: 'anonymous' as const };
}

function toRoom({ conversationId, conversationTitle }: RobotMessage) {
  const identity = { scheme: 'dingtalk_group', value: conversationId.slice(0, 320), raw: conversationId, assurance: 'claimed' as const };
  return { kind: 'room' as const, ...named(conversationTitle), identity };
}

function named(name: string | undefined) {
  return name === undefined ? {} : { displayName: name.slice(0, 256) };
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : '';
}
