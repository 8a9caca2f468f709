import {
  DELIVERY_RANKS,
  ErrorCategory,
  eventIdOf,
  Topics,
  type ConversationKey,
  type DeliveryChanged,
  type InboxId,
  type ReplyRequested,
} from '#contracts';
import type { OutgoingRecord } from '#event-bus';
import { RetriableError, TributaryError } from '#runtime';
import type { SendResult } from '../../connector.js';

export type DeliveryError = NonNullable<DeliveryChanged['error']>;

/** One try of one command, as deliveries name it. */
export interface Try {
  readonly reply: ReplyRequested;
  readonly key: string;
  readonly attempt: number;
  readonly at: Date;
  /** Set when it takes so long that others went on: until then nobody calls it uncertain. */
  readonly asideUntil?: () => Date | undefined;
}

export function toDelivery(tried: Try, status: DeliveryChanged['status'], more: Partial<DeliveryChanged> = {}): DeliveryChanged {
  return {
    commandId: tried.reply.commandId,
    inboxId: tried.reply.inboxId,
    ...(tried.reply.conversationKey ? { conversationKey: tried.reply.conversationKey } : {}),
    status,
    rank: DELIVERY_RANKS[status],
    final: DELIVERY_RANKS[status] === null,
    at: tried.at.toISOString(),
    attempt: tried.attempt,
    evidence: 'none',
    ...more,
  };
}

/** How a try ended. Nobody was `asked` before the sending mark: a failure then is our own word, not the remote's. */
export interface Ended {
  readonly result: SendResult;
  readonly asked: boolean;
  /** Nobody waits for it any more: what it says when it ends after all. Never rejects, and may never resolve. */
  readonly later?: Promise<Ended | NotSent>;
}

/** The remote surely did nothing; `marked`: the durable mark says otherwise and is to be taken back. */
export class NotSent {
  constructor(
    readonly reason: unknown,
    readonly marked: boolean,
  ) {}
}

/** What a finished try tells: one delivery for the message, one more for each recipient who was refused. */
export function toDeliveries(tried: Try, { result, asked }: Ended): DeliveryChanged[] {
  if (result.status !== 'sent') {
    const evidence = result.status === 'failed' && asked ? 'provider_ack' : 'none';
    const window = result.status === 'failed' && result.replyWindow !== undefined ? { replyWindow: result.replyWindow } : {};
    return [toDelivery(tried, result.status, { error: result.error, evidence, ...window })];
  }
  const sent = toDelivery(tried, 'sent', {
    evidence: 'provider_ack',
    ...(result.remoteMessageId ? { remoteMessageId: result.remoteMessageId } : {}),
  });
  const refused = (result.perRecipient ?? []).filter((recipient) => recipient.status === 'failed');
  return [
    sent,
    ...refused.map(({ recipient, error }) =>
      toDelivery(tried, 'failed', { recipient, evidence: 'provider_ack', ...(error ? { error } : {}) }),
    ),
  ];
}

/** The id is made of what the delivery says: told twice it is the same event. */
export function toDeliveryRecord(delivery: DeliveryChanged, key: string, at: Date, traceparent?: string): OutgoingRecord {
  const { commandId, recipient, status, attempt, evidence, remoteMessageId, error, recallRefused } = delivery;
  const refused = recallRefused === undefined ? [] : [recallRefused.code];
  return {
    topic: Topics.deliveryUpdates,
    key,
    envelope: {
      specversion: '1.0',
      id: eventIdOf(
        `delivery:${JSON.stringify([commandId, recipient, status, attempt, evidence, remoteMessageId, error?.code, ...refused])}`,
      ),
      source: `/inboxes/${delivery.inboxId}`,
      type: 'message.delivery_changed.v1',
      time: at.toISOString(),
      subject: key,
      datacontenttype: 'application/json',
      ...(traceparent ? { traceparent } : {}),
      data: delivery,
    },
  };
}

/** Key of a command's deliveries: its conversation's, else its own. */
export function keyOfDelivery(delivery: { conversationKey?: ConversationKey; commandId: string }): string {
  return delivery.conversationKey ?? delivery.commandId;
}

const CATEGORIES: Readonly<Record<string, DeliveryError['category']>> = {
  outgoing_not_configured: 'misconfigured',
  inbox_not_running: 'misconfigured',
  inbox_unknown: 'misconfigured',
};

/** What an agent reads about a thrown error. */
export function toDeliveryError(error: unknown, permanent: boolean): DeliveryError {
  const known = error instanceof TributaryError ? error : null;
  const code = known?.code ?? 'connector_fault';
  return {
    code,
    category: categoryOf(known, code),
    permanent,
    ...(error instanceof RetriableError && error.retryAfterMs !== undefined ? { retryAfterMs: error.retryAfterMs } : {}),
    message: error instanceof Error ? error.message : String(error),
    hint: known?.hint ?? (permanent ? 'Change the message or send it another way.' : 'Nothing to do: it is tried again by itself.'),
  };
}

/** A connector that knows better says so in `fields.category`. */
function categoryOf(error: TributaryError | null, code: string): DeliveryError['category'] {
  const said = ErrorCategory.safeParse(error?.fields['category']);
  if (said.success) return said.data;
  return CATEGORIES[code] ?? (error?.errorClass === 'configuration' ? 'misconfigured' : 'provider_unavailable');
}

/** Told as uncertain, and then it was certain: it has not left. Nobody tries it again by itself, for an agent may have done so. */
export function toLateEnd(end: Ended | NotSent): Ended {
  if (!(end instanceof NotSent)) return end;
  const error = { ...toDeliveryError(end.reason, false), hint: 'It was not sent after all: send it again by hand.' };
  return { result: { status: 'failed', error }, asked: false };
}

/** The crash between mark and answer, or an answer that never came. */
export function createUncertainty(inboxId: InboxId, reason: string): DeliveryError {
  return {
    code: 'send_uncertain',
    category: 'unknown',
    permanent: false,
    message: `Nobody can say whether inbox ${inboxId} sent it: ${reason}`,
    hint: 'Ask the recipient or look at the outgoing server; send it again by hand when it did not arrive.',
  };
}
