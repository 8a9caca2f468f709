import { type ConnectorContext, type MediaFetcher, refusedByLog } from '#connector-sdk';
import type { InboundMessage } from '#contracts';
import { errorClassOf, PermanentError } from '#runtime';
import { toKfAccountKey, toKfConversationKey, toKfEventIds } from '../../kf.ids.js';
import type { KfItem } from '../../converting/kf/kf-item.js';
import { KF_WINDOW, type KfAbout, toCustomer, toKfDeliveryId, toKfMessage, toKfRemoteId } from '../../converting/kf/to-inbound-message.js';
import { toKfEvent } from '../../converting/kf/to-kf-event.js';
import { readOwnMsgId } from '../../kf.ids.js';
import type { ReplyWindows } from '../../sending/reply-windows.js';
import type { KfSessions } from '../../sending/kf/kf-sessions.js';
import type { CustomerDirectory } from './customer-directory.js';
import type { Greeter } from './greeter.js';

export interface AcceptingParts {
  readonly context: ConnectorContext;
  readonly corpId: string;
  readonly openKfId: string;
  readonly directory: CustomerDirectory;
  readonly media: Pick<MediaFetcher, 'note'>;
  readonly windows: ReplyWindows;
  readonly sessions: KfSessions;
  readonly greeter: Greeter;
  readonly historicalBefore: Date;
}

/** Handed to the log at once; the rest of a page waits for them. */
const AT_ONCE = 200;

/**
 * Brings the items of a page onto the log, in their order, each with its own bytes. Resolves when all of them are durable, and what follows from them is
 * written down: only then the cursor may move. The same page again changes nothing.
 */
export async function acceptPage(items: readonly KfItem[], raws: readonly string[], parts: AcceptingParts): Promise<void> {
  await parts.directory.learn(
    items.flatMap(({ externalUserId, origin }) => (externalUserId !== null && origin !== 'servicer' ? [externalUserId] : [])),
  );
  for (let at = 0; at < items.length; at += AT_ONCE) {
    const some = items.slice(at, at + AT_ONCE);
    const accepted = await Promise.allSettled(
      some.map((item, index) => acceptItem(item, raws[at + index] ?? JSON.stringify(item.fields), parts)),
    );
    for (const result of accepted) if (result.status === 'rejected') throw result.reason;
    // Behind the message on the log, before the cursor: a crash in between brings both again.
    for (const result of accepted) if (result.status === 'fulfilled' && result.value !== null) await parts.media.note(result.value);
    await noteCustomers(some, parts);
  }
}

/** Some of what was fetched before, once more. Whose turn it is in their sessions is known better by now. */
export async function acceptAgain(found: readonly { readonly item: KfItem; readonly raw: string }[], parts: AcceptingParts): Promise<void> {
  await parts.directory.learn(found.flatMap(({ item }) => (item.origin === 'servicer' ? [] : (item.externalUserId ?? []))));
  for (const { item, raw } of found) {
    const message = await acceptItem(item, raw, parts);
    if (message !== null) await parts.media.note(message);
  }
}

/** Calls of `emit` begin in the order of the items: nothing is awaited before. */
async function acceptItem(item: KfItem, rawText: string, parts: AcceptingParts): Promise<InboundMessage | null> {
  const { context } = parts;
  const raw = Buffer.from(rawText);
  const about: KfAbout = {
    inbox: context.inbox,
    corpId: parts.corpId,
    openKfId: parts.openKfId,
    receivedAt: context.clock.now(),
    raw: { ...context.blobs.describe(raw), contentType: 'application/json' },
    customer: parts.directory.get(item.externalUserId),
    historicalBefore: parts.historicalBefore,
  };
  if (item.msgType === 'event') return acceptEvent(item, about, parts);
  // What we sent ourselves is an entry already.
  if (item.origin !== 'customer' && item.msgId !== null && readOwnMsgId(item.msgId) !== null) return null;
  const message = toKfMessage(item, about);
  try {
    await context.emit('message.received.v1', message, [raw]);
  } catch (error) {
    if (!(error instanceof PermanentError)) throw error;
    await park(item, about, raw, error, context);
    return null;
  }
  return message;
}

async function acceptEvent(item: KfItem, about: KfAbout, { context, greeter }: AcceptingParts): Promise<null> {
  const meaning = toKfEvent(item, about);
  try {
    if (meaning.kind === 'recall') await context.emit('message.recalled.v1', meaning.event);
    else if (meaning.kind === 'failure') await context.emitDelivery(meaning.change);
    else {
      // The code is good for 20 s: greeting does not wait for the log.
      if (meaning.welcomeCode !== undefined) greeter.greet(meaning.welcomeCode, item, about);
      await context.emit('contact.event.v1', meaning.event);
    }
  } catch (error) {
    if (errorClassOf(error) !== 'permanent') throw error;
    context.log.error('an event of the platform could not be taken', { inboxId: context.inbox.id, event: item.event, error });
  }
  return null;
}

/** Our own event was wrong: kept as one that a person must look at, for the next pages wait behind it. */
async function park(item: KfItem, about: KfAbout, raw: Buffer, error: PermanentError, context: ConnectorContext): Promise<void> {
  const remoteMessageId = toKfRemoteId(item);
  const externalUserId = item.externalUserId ?? 'unknown';
  context.log.error('a message could not be taken as it is', { inboxId: context.inbox.id, remoteMessageId, error });
  await context.emit(
    'message.parked.v1',
    {
      ...toKfEventIds(about.inbox, remoteMessageId),
      inbox: about.inbox,
      conversationKey:
        item.externalUserId === null
          ? toKfAccountKey(about.inbox.id)
          : toKfConversationKey(about.inbox.id, item.openKfId ?? about.openKfId, item.externalUserId),
      receivedAt: about.receivedAt.toISOString(),
      deliveryId: toKfDeliveryId(item),
      remoteMessageId,
      ...refusedByLog(error),
      sizeBytes: raw.length,
      headers: { msgtype: item.msgType.slice(0, 64) },
      sender: toCustomer(externalUserId, about),
      occurredAt: (item.sentAt ?? about.receivedAt).toISOString(),
      raw: about.raw,
    },
    [raw],
  );
}

/** When each customer wrote last, and whose turn it is in his session. */
async function noteCustomers(items: readonly KfItem[], { context, windows, sessions }: AcceptingParts): Promise<void> {
  const wrote = new Map<string, { at: Date; act: string }>();
  for (const item of items)
    if (item.externalUserId !== null && item.origin === 'customer' && item.sentAt !== null)
      wrote.set(item.externalUserId, { at: item.sentAt, act: toKfRemoteId(item) });
  for (const [customer, { at, act }] of wrote) await windows.hear(customer, at, KF_WINDOW, { act });
  await sessions.noteAll(items, context.clock.now());
}
