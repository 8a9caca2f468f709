import { readEvent, type ConnectorContext } from '#connector-sdk';
import { errorClassOf } from '#runtime';
import { toDeliveryChanges } from '../converting/delivery-reports.js';
import { toSelfEcho } from '../converting/self-echo.js';
import type { MailEnvelope, MailParser, ParsedDelivery } from '../parsing/parser.js';
import { keepUnread } from '../parsing/unread-mail.js';

/** What it takes to bring one mail from bytes to durable. */
export interface AcceptingParts {
  readonly parser: MailParser;
  readonly context: ConnectorContext;
  /** Keys of the mac in our own Message-IDs: a delivery report leads back to its reply by one of them. */
  readonly idKeys: readonly Buffer[];
  /** In which agents read why an answer came back. */
  readonly language?: 'en' | 'zh';
}

export interface ArrivedMail {
  readonly raw: Buffer;
  readonly envelope: MailEnvelope;
}

/** Parsed beside the door, then its bytes and its event on the log in one go. Resolves only when that is durable. */
export async function acceptMail(raw: Buffer, envelope: MailEnvelope, parts: AcceptingParts): Promise<void> {
  await emitOrKeep({ raw, envelope }, await parts.parser.parse(raw, envelope), parts);
}

/**
 * Several mails of one mailbox: parsed side by side, put onto the log in the order given. Resolves when all are durable, rejects when
 * one may not be.
 */
export async function acceptInOrder(mails: readonly ArrivedMail[], parts: AcceptingParts): Promise<void> {
  const parsing = mails.map(({ raw, envelope }) => parts.parser.parse(raw, envelope));
  const settled = Promise.allSettled(parsing);
  const emitting: Promise<void>[] = [];
  for (const [index, parsed] of parsing.entries()) {
    const mail = await parsed.catch(() => null);
    if (mail === null) break;
    emitting.push(emitOrKeep(mails[index]!, mail, parts));
  }
  await Promise.all([...emitting, settled.then((results) => results.forEach(throwRejected))]);
}

/** What the log refuses for what it says is kept as a mail that could not be read: asking its sender to send again would not help. */
async function emitOrKeep({ raw, envelope }: ArrivedMail, mail: ParsedDelivery, parts: AcceptingParts): Promise<void> {
  try {
    await emitMail(mail, parts);
  } catch (error) {
    if (mail.failure !== null || errorClassOf(error) !== 'permanent') throw error;
    const message = error instanceof Error ? error.message : String(error);
    await emitMail(keepUnread(raw, envelope, { code: 'event_refused', message }), parts);
  }
}

/**
 * A delivery report also changes the delivery of the reply it is about; both may be repeated after a crash, neither is lost. A copy of what we
 * sent ourselves is no entry again: it proves that the server took it.
 */
async function emitMail(
  { event, direction, blobs, bounce, failure }: ParsedDelivery,
  { context, idKeys, language }: AcceptingParts,
): Promise<void> {
  const copy = direction === 'echo' ? toSelfEcho(readEvent(event), idKeys) : null;
  if (copy !== null) {
    await context.emitDelivery(copy);
    return context.succeeded();
  }
  if (failure !== null) {
    const { remoteMessageId, raw } = readEvent(event);
    context.log.warn('mail kept unparsed', { code: failure.code, remoteMessageId, bytes: raw.bytes });
  }
  const changes = bounce === null || direction === 'echo' ? [] : toDeliveryChanges(bounce, readEvent(event), idKeys, language);
  await Promise.all([context.emit('message.received.v1', event, blobs), ...changes.map((change) => context.emitDelivery(change))]);
  context.succeeded();
}

function throwRejected(result: PromiseSettledResult<unknown>): void {
  if (result.status === 'rejected') throw result.reason;
}
