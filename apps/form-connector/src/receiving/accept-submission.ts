import { randomUUID } from 'node:crypto';
import { RefusedRequest, type ConnectorContext } from '#connector-sdk';
import type { EventId } from '#contracts';
import { PermanentError } from '#runtime';
import { toInboundMessage, type Submission } from '../converting/to-inbound-message.js';
import { toReceipt } from '../form.ids.js';

/** What the caller is told: the same for the same message, however often it comes. */
export interface Receipt {
  readonly receipt: string;
  /** Of the entry that it becomes. */
  readonly id: EventId;
  readonly remoteMessageId: string;
}

/**
 * Resolves when the message is on the log. What could be taken later escapes as `RetriableError` (the door says 503); a message that never
 * will be is refused with 413.
 */
export async function acceptSubmission(
  submission: Submission,
  raw: { readonly bytes: Buffer; readonly contentType: string },
  context: ConnectorContext,
): Promise<Receipt> {
  const message = toInboundMessage(submission, {
    inbox: context.inbox,
    receivedAt: context.clock.now(),
    deliveryId: `http:${randomUUID()}`,
    raw: { ...context.blobs.describe(raw.bytes), contentType: raw.contentType },
  });
  try {
    await context.emit('message.received.v1', message, [raw.bytes]);
  } catch (error) {
    if (error instanceof PermanentError && error.code === 'event_too_large')
      throw new RefusedRequest(413, 'message_too_large', 'The message has more text than can be taken: put what is long into a file');
    throw error;
  }
  context.succeeded();
  return { receipt: toReceipt(message.id as EventId), id: message.id as EventId, remoteMessageId: message.remoteMessageId };
}
