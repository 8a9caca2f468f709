import type { ConversationKey, EventInput, InboxRef, RawPayload, Sender } from '#contracts';
import { toKey } from '../form.ids.js';

type MessageInput = EventInput<'message.received.v1'>;
export type PartInput = MessageInput['parts'][number];

/** What came through any of the doors, before it is an event. */
export interface Submission {
  /** Whole: with its inbox before it. */
  readonly remoteId: string;
  /** Empty where the remote vouches for its ids. */
  readonly print: string;
  readonly conversation: {
    readonly key: ConversationKey;
    readonly continues: boolean;
    readonly kind: 'form' | 'thread';
    readonly remoteId?: string;
  };
  readonly sender: Sender;
  readonly subject?: string | undefined;
  /** Where he is reached, when his first identity is no address. */
  readonly replyTo?: { readonly scheme: string; readonly value: string } | undefined;
  readonly references?: readonly string[];
  /** Readable as a whole; parts without a fallback of their own stand for all of it. */
  readonly text: string;
  readonly parts: readonly PartInput[];
  readonly occurredAt: Date;
  readonly occurredPrecision?: 's' | 'ms';
  readonly flags?: MessageInput['flags'];
  readonly mayAutoReply: boolean;
  /** What it asks of the desk. */
  readonly handling?: MessageInput['handling'];
  readonly extras?: Readonly<Record<string, unknown>>;
  readonly channelContext?: unknown;
}

export interface Arrival {
  readonly inbox: InboxRef;
  readonly receivedAt: Date;
  readonly deliveryId: string;
  readonly raw: RawPayload;
  /** Default 1. */
  readonly revision?: number;
}

const MAX_TEXT = 65_536;
const MAX_SUBJECT = 500;

export function toInboundMessage(given: Submission, { inbox, receivedAt, deliveryId, raw, revision = 1 }: Arrival): MessageInput {
  const { key, continues, kind, remoteId } = given.conversation;
  const subject = given.subject?.replace(/\s+/g, ' ').trim().slice(0, MAX_SUBJECT);
  const named = subject === undefined || subject === '' ? undefined : subject;
  return {
    ...toKey(inbox, given.remoteId, given.print, revision),
    deliveryId,
    remoteMessageId: given.remoteId,
    revision,
    inbox,
    direction: 'inbound',
    occurredAt: given.occurredAt.toISOString(),
    receivedAt: receivedAt.toISOString(),
    occurredPrecision: given.occurredPrecision ?? 'ms',
    sender: given.sender,
    recipients: [],
    ...(given.replyTo === undefined ? {} : { replyTo: [given.replyTo] }),
    conversation: {
      key,
      kind,
      continues,
      ...(remoteId === undefined ? {} : { remoteId }),
      ...(named === undefined ? {} : { title: named }),
    },
    threading: { references: [...(given.references ?? [])], ...(named === undefined ? {} : { subject: named }) },
    parts: [...given.parts],
    plainText: cutText(given.text, MAX_TEXT),
    ...(given.text.length > MAX_TEXT ? { truncated: true } : {}),
    // Nothing goes back by a form: the agent answers by the mail or phone that it names.
    replyWindow: { open: false, reason: 'one_way' },
    flags: given.flags ?? {},
    mayAutoReply: given.mayAutoReply,
    raw,
    ...(given.handling === undefined ? {} : { handling: given.handling }),
    channelContext: given.channelContext ?? null,
    ...(given.extras === undefined ? {} : { extras: given.extras }),
  };
}

/** Not in the middle of a character outside the first plane. */
export function cutText(text: string, most: number): string {
  if (text.length <= most) return text;
  const code = text.charCodeAt(most - 1);
  return text.slice(0, code >= 0xd800 && code <= 0xdbff ? most - 1 : most);
}
