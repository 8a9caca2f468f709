import { type ConnectorContext, type InboxRequest, type MediaFetcher, refusedByLog } from '#connector-sdk';
import { PermanentError } from '#runtime';
import { type AppAbout, toAppEvent, toAppMessage } from '../../converting/app/to-app-message.js';
import { type NativeCallback, readNativeCallback } from '../../converting/native-callback.js';
import { toAppEventIds } from '../../wecom-app.ids.js';
import { refuseUnreadable } from '../safe-callback.js';

export interface AppAcceptingParts {
  readonly context: ConnectorContext;
  readonly corpId: string;
  readonly agentId: number;
  readonly media: Pick<MediaFetcher, 'note'>;
}

/** Durable when it resolves: only then the platform is answered. Its next try of the same is a no-op. Throws `RefusedRequest` for what nobody can read. */
export async function acceptAppCallback(plain: Buffer, query: InboxRequest['query'], parts: AppAcceptingParts): Promise<void> {
  const { context, media } = parts;
  const callback = refuseUnreadable(() => readNativeCallback(plain));
  const raw = Buffer.from(plain);
  const about: AppAbout = {
    inbox: context.inbox,
    corpId: parts.corpId,
    agentId: parts.agentId,
    receivedAt: context.clock.now(),
    raw: { ...context.blobs.describe(raw), contentType: 'application/xml' },
    deliveryId: `callback:${query.get('timestamp') ?? ''}:${query.get('nonce') ?? ''}`,
  };
  if (callback.kind === 'event') return context.emit('contact.event.v1', toAppEvent(callback, about));
  const message = toAppMessage(callback, about);
  try {
    await context.emit('message.received.v1', message, [raw]);
  } catch (error) {
    if (!(error instanceof PermanentError)) throw error;
    return park(callback, message, raw, error, context);
  }
  await media.note(message);
}

/** Our own event was wrong: kept as one that a person must look at, for the platform gives up after three tries. */
async function park(
  callback: NativeCallback,
  message: ReturnType<typeof toAppMessage>,
  raw: Buffer,
  error: PermanentError,
  context: ConnectorContext,
): Promise<void> {
  const { remoteMessageId, deliveryId, sender, occurredAt, receivedAt, inbox, conversation } = message;
  context.log.error('a message could not be taken as it is', { inboxId: inbox.id, remoteMessageId, error });
  await context.emit(
    'message.parked.v1',
    {
      ...toAppEventIds(inbox, remoteMessageId),
      inbox,
      conversationKey: conversation.key,
      receivedAt,
      deliveryId,
      remoteMessageId,
      ...refusedByLog(error),
      sizeBytes: raw.length,
      headers: { MsgType: (callback.nativeType ?? '').slice(0, 64) },
      sender,
      occurredAt,
      raw: message.raw,
    },
    [raw],
  );
}
