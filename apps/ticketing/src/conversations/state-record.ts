import { randomUUID } from 'node:crypto';
import { Topics } from '#contracts';
import type { ConversationKey, ConversationStateChanged, EventId, InboxId } from '#contracts';
import type { OutgoingRecord } from '#event-bus';

/** A conversation where its connector finds it. */
export interface LivePlace {
  readonly inboxId: string;
  readonly key: string;
  readonly channel: string;
}

/**
 * The record that makes a connector show how a conversation stands; in order with its answers, for both have the conversation's key. Its id is
 * random: it is written with the change it tells of, in one transaction.
 */
export function toStateRecord(
  { inboxId, key, channel }: LivePlace,
  change: Omit<ConversationStateChanged, 'inboxId' | 'conversationKey'>,
  at: Date,
): OutgoingRecord {
  const data: ConversationStateChanged = { inboxId: inboxId as InboxId, conversationKey: key as ConversationKey, ...change };
  return {
    topic: Topics.outboundMessages(channel),
    key,
    envelope: {
      specversion: '1.0',
      id: randomUUID() as string as EventId,
      source: '/ticketing',
      type: 'conversation.state_changed.v1',
      time: at.toISOString(),
      subject: key,
      datacontenttype: 'application/json',
      data,
    },
  };
}
