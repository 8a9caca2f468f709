import type { Identity, InboundMessage, InboxRef, RawPayload, ReplyWindow, Sender } from '#contracts';
import { hash } from 'node:crypto';
import { toKfConversationKey, toKfEventIds } from '../../kf.ids.js';
import type { KfItem } from './kf-item.js';
import { toKfParts } from './to-parts.js';

/** After a customer's message: this long, and this many messages, unless he writes again. */
export const KF_WINDOW = { durationMs: 48 * 3_600_000, count: 5 } as const;

const MAX_TEXT = 65_536;

/** What the platform tells of a customer (`kf/customer/batchget`). */
export interface KfCustomer {
  readonly nickname?: string;
  readonly avatar?: string;
  /** The same in all apps of one open platform account: what joins him with the follower of a 公众号. */
  readonly unionId?: string;
}

export interface KfAbout {
  readonly inbox: InboxRef;
  readonly corpId: string;
  readonly receivedAt: Date;
  readonly raw: RawPayload;
  /** Where the item names no account of its own. */
  readonly openKfId: string;
  readonly customer?: KfCustomer;
  /** What was written before is history: nothing answers it automatically. */
  readonly historicalBefore: Date;
}

/** Handed back with every reply to the conversation. */
export interface KfChannelContext {
  readonly openKfId: string;
  readonly externalUserId: string;
  /** Of the customer's message, RFC 3339: what the window counts from, where nothing newer is known. */
  readonly writtenAt: string;
}

/** A message of a customer, or of a person in the WeCom client, who answered there. Pure. */
export function toKfMessage(item: KfItem, about: KfAbout): InboundMessage {
  const remoteMessageId = toKfRemoteId(item);
  const occurredAt = item.sentAt ?? about.receivedAt;
  const openKfId = item.openKfId ?? about.openKfId;
  const externalUserId = item.externalUserId ?? 'unknown';
  const echo = item.origin !== 'customer';
  const parts = toKfParts(item);
  const plainText = parts
    .map((part) => part.fallback)
    .filter((words) => words !== '')
    .join('\n')
    .slice(0, MAX_TEXT);
  const context: KfChannelContext = { openKfId, externalUserId, writtenAt: occurredAt.toISOString() };
  const historical = occurredAt < about.historicalBefore;
  return {
    ...toKfEventIds(about.inbox, remoteMessageId),
    deliveryId: toKfDeliveryId(item),
    remoteMessageId,
    revision: 1,
    inbox: about.inbox,
    direction: echo ? 'echo' : 'inbound',
    occurredAt: occurredAt.toISOString(),
    receivedAt: about.receivedAt.toISOString(),
    occurredPrecision: 's',
    sender: echo ? toServicer(item, about) : toCustomer(externalUserId, about),
    recipients: echo
      ? [{ kind: 'to', identity: toIdentity('wecom_external', externalUserId, about.corpId) }]
      : [{ kind: 'line', identity: toIdentity('wecom_kf', openKfId, about.corpId) }],
    conversation: {
      key: toKfConversationKey(about.inbox.id, openKfId, externalUserId),
      remoteId: externalUserId,
      kind: 'direct',
      continues: true,
    },
    threading: { references: [] },
    parts,
    plainText,
    newText: plainText,
    replyWindow: echo ? { open: true } : toReplyWindow(occurredAt, about.receivedAt),
    flags: historical ? { historical } : {},
    mayAutoReply: !echo,
    raw: about.raw,
    channelContext: context,
  };
}

/** The window that a customer's message opens. */
export function toReplyWindow(writtenAt: Date, now: Date): ReplyWindow {
  const endsAt = new Date(writtenAt.getTime() + KF_WINDOW.durationMs);
  if (endsAt <= now) return { open: false, endsAt: endsAt.toISOString(), remaining: 0, reason: 'the customer wrote more than 48 h ago' };
  return { open: true, endsAt: endsAt.toISOString(), remaining: KF_WINDOW.count };
}

/** The platform's `msgid`; without one, what the message is, never when we saw it. */
export function toKfRemoteId(item: KfItem): string {
  if (item.msgId !== null) return item.msgId.slice(0, 998);
  const what = [item.externalUserId ?? '', item.sentAt?.toISOString() ?? '', item.msgType, JSON.stringify(item.content)];
  return `h:${hash('sha256', what.join('\0'), 'hex')}`;
}

/** What was fetched under one id is one delivery, however often. */
export function toKfDeliveryId(item: KfItem): string {
  return `sync:${toKfRemoteId(item)}`.slice(0, 256);
}

export function toCustomer(externalUserId: string, about: Pick<KfAbout, 'corpId' | 'customer'>): Sender {
  const { nickname, avatar, unionId } = about.customer ?? {};
  return {
    role: 'customer',
    ...(nickname === undefined ? {} : { displayName: nickname.slice(0, 256) }),
    ...(avatar === undefined ? {} : { avatar: avatar.slice(0, 2048) }),
    identities: [
      toIdentity('wecom_external', externalUserId, about.corpId),
      ...(unionId === undefined ? [] : [{ scheme: 'wechat_unionid', value: unionId, raw: unionId, assurance: 'verified' as const }]),
    ],
  };
}

export function toServicer(item: KfItem, about: Pick<KfAbout, 'corpId'>): Sender {
  const { servicerUserId } = item;
  if (servicerUserId !== null) return { role: 'agent', identities: [toIdentity('wecom_user', servicerUserId, about.corpId)] };
  const value = item.openKfId ?? 'kf';
  return { role: item.origin === 'servicer' ? 'agent' : 'system', identities: [toIdentity('wecom_kf', value, about.corpId)] };
}

function toIdentity(scheme: string, value: string, scope: string): Identity {
  return { scheme, value: value.slice(0, 320), raw: value.slice(0, 1024), scope: scope.slice(0, 128), assurance: 'verified' };
}
