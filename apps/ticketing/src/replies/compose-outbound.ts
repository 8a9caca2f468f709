import type { Address, CommandId, ConversationKey, InboxId, MessagePart, ReplyRequested } from '#contracts';
import type { EntryAuthor, EntryRow, ReplyContext } from '../tickets/entry-row.js';

const DAY_MS = 86_400_000;

export interface OutboundMessage {
  readonly commandId: string;
  readonly ticket: { readonly id: string; readonly number: string };
  readonly seq: number;
  readonly channel: string;
  readonly inboxId: string;
  readonly to: readonly Address[];
  readonly cc?: readonly Address[];
  readonly parts: readonly MessagePart[];
  readonly subject: string;
  readonly ticketToken: string;
  readonly author: EntryAuthor;
  readonly actor: ReplyRequested['actor'];
  /** `shown`: what the thread shows instead of its words. */
  readonly automatic?: { readonly reason: string; readonly shown?: string } | undefined;
  readonly adapt?: ReplyRequested['adapt'] | undefined;
  readonly onWindowClosed?: ReplyRequested['onWindowClosed'] | undefined;
  readonly fallback?: ReplyRequested['fallback'] | undefined;
  readonly signature?: ReplyRequested['signature'];
  /** What it answers, newest first. */
  readonly quoted?: ReplyRequested['quoted'];
  /** Hints for the customer's mail program (`threadAnswer`). */
  readonly thread: { readonly inReplyTo?: string; readonly references?: string[] };
  /** The conversation it goes on in; absent when it begins one. */
  readonly context: ReplyContext | null;
}

/** The `queued` entry and what the connector is asked to send: written together, in one transaction. */
export function composeOutbound(message: OutboundMessage, now: Date): { entry: EntryRow; reply: ReplyRequested } {
  const { commandId, ticket, context, automatic } = message;
  const at = now.toISOString();
  const shownParts = automatic?.shown === undefined ? message.parts : [toTextPart(automatic.shown)];
  const text = shownParts
    .map((part) => part.fallback)
    .join('\n\n')
    .slice(0, 65_536);
  const cc = message.cc ?? [];
  const reply: ReplyRequested = {
    commandId: commandId as CommandId,
    inboxId: message.inboxId as InboxId,
    ...(context === null ? {} : { conversationKey: context.conversationKey as ConversationKey }),
    to: [...message.to],
    ...(cc.length === 0 ? {} : { cc: [...cc] }),
    parts: [...message.parts],
    ...message.thread,
    subject: message.subject,
    ticketNumber: ticket.number,
    ticketToken: message.ticketToken,
    ...(automatic === undefined ? {} : { automatic: { reason: automatic.reason } }),
    ...(message.signature === undefined ? {} : { signature: message.signature }),
    ...(message.quoted === undefined || message.quoted.length === 0 ? {} : { quoted: message.quoted }),
    ttlMs: automatic === undefined ? 3 * DAY_MS : DAY_MS,
    onWindowClosed: message.onWindowClosed ?? 'fail',
    ...(message.fallback === undefined ? {} : { fallback: message.fallback }),
    adapt: message.adapt ?? 'degrade',
    actor: message.actor,
    ...(context === null ? {} : { channelContext: context.channelContext }),
  };
  const [first] = message.to;
  const others = message.onWindowClosed === 'fallback' ? (message.fallback ?? []) : [];
  const ways = others.filter(({ inboxId }) => inboxId !== message.inboxId);
  const entry: EntryRow = {
    id: commandId,
    ticketId: ticket.id,
    seq: message.seq,
    direction: 'outbound',
    channel: message.channel,
    inboxId: message.inboxId,
    remoteMessageId: null,
    idempotencyKey: `command:${commandId}`,
    occurredAt: at,
    receivedAt: at,
    revision: 1,
    folded: false,
    author: message.author,
    plainText: text,
    newText: text,
    parts: shownParts,
    threading: null,
    delivery: { status: 'queued', at, attempt: 0 },
    flags: automatic === undefined ? {} : { automatic: { reason: automatic.reason } },
    raw: null,
    replyContext: {
      conversationKey: context?.conversationKey ?? commandId,
      continues: context?.continues ?? false,
      from: first ?? { scheme: 'unknown', value: '' },
      recipients: [...message.to.map((to) => ({ kind: 'to', ...to })), ...cc.map((to) => ({ kind: 'cc', ...to }))],
      references: message.thread.references ?? [],
      subject: message.subject,
      channelContext: null,
      ...(ways.length === 0 ? {} : { otherwise: { adapt: reply.adapt, ways } }),
    },
  };
  return { entry, reply };
}

export function toTextPart(text: string): MessagePart {
  return { partId: '1', type: 'text', text, fallback: text };
}
