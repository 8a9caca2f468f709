import type { ConnectorContext } from '#connector-sdk';
import { toDeliveryChanges } from '../converting/delivery-reports.js';
import type { MailEnvelope, MailParser, ParsedDelivery } from '../parsing/parser.js';

/** What it takes to bring one mail from bytes to durable. */
export interface AcceptingParts {
  readonly parser: MailParser;
  readonly context: ConnectorContext;
  /** Keys of the mac in our own Message-IDs: a delivery report leads back to its reply by one of them. */
  readonly idKeys: readonly Buffer[];
}

/** Parsed beside the door, then its bytes and its event on the log in one go. Resolves only when that is durable. */
export async function acceptMail(raw: Buffer, envelope: MailEnvelope, parts: AcceptingParts): Promise<void> {
  await emitMail(await parts.parser.parse(raw, envelope), parts);
}

/**
 * Several mails of one mailbox: parsed side by side, put onto the log in the order given. Resolves when all are durable, rejects when
 * one may not be.
 */
export async function acceptInOrder(mails: readonly { raw: Buffer; envelope: MailEnvelope }[], parts: AcceptingParts): Promise<void> {
  const parsing = mails.map(({ raw, envelope }) => parts.parser.parse(raw, envelope));
  const settled = Promise.allSettled(parsing);
  const emitting: Promise<void>[] = [];
  for (const parsed of parsing) {
    const mail = await parsed.catch(() => null);
    if (mail === null) break;
    emitting.push(emitMail(mail, parts));
  }
  await Promise.all([...emitting, settled.then((results) => results.forEach(throwRejected))]);
}

/** A delivery report also changes the delivery of the reply it is about; both may be repeated after a crash, neither is lost. */
async function emitMail({ event, json, blobs, bounce, failure }: ParsedDelivery, { context, idKeys }: AcceptingParts): Promise<void> {
  if (failure !== null)
    context.log.warn('mail kept unparsed', { code: failure.code, remoteMessageId: event.remoteMessageId, bytes: event.raw.bytes });
  const changes = bounce === null ? [] : toDeliveryChanges(bounce, event, idKeys);
  await Promise.all([context.emit('message.received.v1', event, blobs, json), ...changes.map((change) => context.emitDelivery(change))]);
  context.succeeded();
}

function throwRejected(result: PromiseSettledResult<unknown>): void {
  if (result.status === 'rejected') throw result.reason;
}
