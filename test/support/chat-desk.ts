import { randomUUID } from 'node:crypto';
import { eventIdOf, Topics } from '#contracts';
import type { Capabilities, ConversationStateChanged, InboundMessage, InboxId } from '#contracts';
import type { ConsumedRecord } from '#event-bus';
import { InboxDirectory } from '../../apps/ticketing/src/inboxes/inbox-directory.js';
import { InboxRepository } from '../../apps/ticketing/src/inboxes/inbox.repository.js';
import { describeChannel } from './capabilities.js';
import { type Desk, mail, toRecord } from './ticketing-desk.js';

export const STATES = ['queued', 'joined', 'read', 'ended', 'rating_asked'] as const;

/** What its connector would have told of an inbox. */
export async function openInbox(desk: Desk, id: string, channel: string, more: Partial<Capabilities> = {}): Promise<void> {
  const report = { inboxId: id as InboxId, channel, provider: channel, state: 'connected' as const, at: '2026-03-02T08:00:00.000Z' };
  await desk.get(InboxRepository).keep(desk.database.sql, [{ ...report, capabilities: describeChannel(more) }]);
  await desk.get(InboxDirectory).refresh();
}

/** A message of a chat, as its connector would hand it in. */
export function chat(key: string, text: string, more: Partial<InboundMessage> & { at?: Date } = {}, inboxId = 'shop'): InboundMessage {
  const { at, ...fields } = more;
  const remoteMessageId = randomUUID();
  const idempotencyKey = `webchat:${inboxId}:${remoteMessageId}#`;
  const sender = {
    role: 'customer' as const,
    identities: [{ scheme: 'web_visitor', value: key, raw: key, assurance: 'anonymous' as const }],
  };
  return {
    ...mail({ text }),
    ...{
      inbox: { id: inboxId as InboxId, channel: 'webchat', provider: 'webchat' },
      sender,
      recipients: [],
      threading: { references: [] },
    },
    conversation: { key: key as InboundMessage['conversation']['key'], kind: 'direct', continues: true },
    parts: [{ partId: '1', type: 'text', text, fallback: text }],
    ...{ remoteMessageId, idempotencyKey, id: eventIdOf(idempotencyKey), mayAutoReply: false },
    ...(at === undefined ? {} : { receivedAt: at.toISOString(), occurredAt: at.toISOString() }),
    ...fields,
  };
}

/** Something that a contact does in a chat besides writing. */
export function chatEvent(key: string, name: string, data: object = {}, inboxId = 'shop'): ConsumedRecord {
  const { inbox, sender, receivedAt, occurredAt, id, idempotencyKey, conversation } = chat(key, name, {}, inboxId);
  const about = { id, idempotencyKey, inbox, sender, receivedAt, occurredAt };
  return toRecord('contact.event.v1', { ...about, conversationKey: conversation.key, name, data });
}

export type ToldState = Omit<ConversationStateChanged, 'inboxId' | 'conversationKey'>;

/** What was told of a conversation so far, in order; answers among it as their text. */
export async function listTold(desk: Desk, key: string, channel = 'webchat'): Promise<(ToldState | string)[]> {
  const topic = Topics.outboundMessages(channel);
  const pages = await Promise.all(Array.from({ length: 16 }, (_, partition) => desk.bus.read(topic, partition, '0', 10_000)));
  return pages
    .flat()
    .filter((record) => record.key === key)
    .map(({ envelope }) => {
      const { inboxId: _inbox, conversationKey: _key, parts, ...told } = envelope.data as ToldState & Record<string, unknown>;
      return envelope.type === 'reply.requested.v1' ? (parts as { fallback: string }[])[0]!.fallback : (told as ToldState);
    });
}
