import { randomUUID } from 'node:crypto';
import { Topics } from '#contracts';
import type { CommandId, ConversationErased, ConversationKey, EventId, InboxId, ReplyRecallRequested } from '#contracts';
import type { Transaction } from '#database';
import type { OutgoingRecord } from '#event-bus';

/** As many ids as one event names. */
const IDS_AT_ONCE = 500;

/** Whose conversations are over. */
interface Forgotten {
  readonly contactIds: readonly string[];
  readonly identities: readonly { readonly value: string }[];
}

interface Conversation {
  readonly channel: string;
  readonly inboxId: InboxId;
  readonly conversationKey: ConversationKey;
  readonly remoteMessageIds: readonly string[];
}

/**
 * What connectors are to be told of a person's erased entries, read before they are emptied: his conversations are over, and what was not sent yet is
 * not sent. A conversation of several people stays: it is not his. So does, for its time, one that has an entry of `keptIds`.
 */
export async function listForgetting(
  transaction: Transaction,
  { contactIds, identities }: Forgotten,
  entryIds: readonly string[],
  now: Date,
  keptIds: readonly string[] = [],
): Promise<OutgoingRecord[]> {
  const conversations = await transaction.query<Conversation & { [column: string]: unknown }>(
    `select channel, inbox_id as "inboxId", reply_context->>'conversationKey' as "conversationKey",
       coalesce(array_agg(distinct remote_message_id order by remote_message_id) filter (where remote_message_id is not null), '{}') as "remoteMessageIds"
     from entries where id = any($1::uuid[]) and inbox_id is not null and reply_context->>'conversationKey' is not null
       and reply_context->>'group' is null and (direction = 'echo' or (direction = 'inbound'
         and (author->>'contactId' = any($2::text[]) or author->'identity'->>'value' = any($3::text[]))))
       and not exists (select from entries k where k.id = any($4::uuid[]) and k.inbox_id = entries.inbox_id
         and k.reply_context->>'conversationKey' = entries.reply_context->>'conversationKey')
     group by 1, 2, 3 order by 2, 3`,
    [entryIds, contactIds, identities.map(({ value }) => value), keptIds],
  );
  const unsent = await transaction.query<{ channel: string; inboxId: InboxId; commandId: CommandId }>(
    `select channel, inbox_id as "inboxId", coalesce((delivery->'rerouted'->>'commandId')::uuid, id) as "commandId" from entries where id = any($1::uuid[]) and direction = 'outbound'
       and inbox_id is not null and delivery->>'status' in ('accepted', 'queued') order by id`,
    [entryIds],
  );
  const erasedAt = now.toISOString();
  return [
    // Under its own id, so that it does not wait behind what it takes back.
    ...unsent.map(({ channel, ...recall }) => toRecord(channel, recall.commandId, 'reply.recall_requested.v1', recall, erasedAt)),
    ...conversations.flatMap(({ channel, inboxId, conversationKey, remoteMessageIds }) =>
      inParts(remoteMessageIds).map((ids) =>
        toRecord(
          channel,
          conversationKey,
          'conversation.erased.v1',
          { inboxId, conversationKey, erasedAt, remoteMessageIds: [...ids] },
          erasedAt,
        ),
      ),
    ),
  ];
}

function inParts(ids: readonly string[]): (readonly string[])[] {
  const parts = Array.from({ length: Math.ceil(ids.length / IDS_AT_ONCE) }, (_, at) => ids.slice(at * IDS_AT_ONCE, (at + 1) * IDS_AT_ONCE));
  return parts.length === 0 ? [[]] : parts;
}

function toRecord(
  channel: string,
  key: string,
  type: string,
  data: ConversationErased | ReplyRecallRequested,
  time: string,
): OutgoingRecord {
  const id = randomUUID() as string as EventId;
  const about = { specversion: '1.0', source: '/ticketing', subject: key, datacontenttype: 'application/json' } as const;
  return { topic: Topics.outboundMessages(channel), key, envelope: { ...about, id, type, time, data } };
}
