import { eventIdOf, idempotencyKeyOf, type ConversationKey, type EventInput, type InboxRef } from '#contracts';
import { remoteMessageIdOf } from '../webchat.ids.js';
import type { DoneBody } from './bodies.js';
import { toSender } from './to-sender.js';

/** Made of the line alone, as a message is. */
export function toContactEvent(
  line: { readonly seq: number; readonly at: Date; readonly body: DoneBody },
  { inbox, key }: { readonly inbox: InboxRef; readonly key: ConversationKey },
): EventInput<'contact.event.v1'> {
  const remoteMessageId = remoteMessageIdOf(key, line.seq);
  const idempotencyKey = idempotencyKeyOf({ channel: inbox.channel, inboxId: inbox.id, remoteMessageId, print: '' });
  const time = line.at.toISOString();
  return {
    id: eventIdOf(idempotencyKey),
    idempotencyKey,
    inbox,
    conversationKey: key,
    receivedAt: time,
    occurredAt: time,
    sender: toSender(line.body.by, inbox.id),
    name: line.body.name,
    data: { ...line.body.data },
  };
}
