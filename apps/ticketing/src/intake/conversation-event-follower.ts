import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';
import type { OutgoingRecord } from '#event-bus';
import { type Named, readConversationEvent } from '../conversations/conversation-event.js';
import { LiveConversationRepository } from '../conversations/live-conversation.repository.js';
import { describeTicket, toTicketRecord } from '../tickets/ticket-events.js';
import { TranscriptSender } from '../transcripts/transcript-sender.js';
import type { PlannedEntry } from './batch-plan.js';

/** Follows what contacts did to their conversations, when entries and tickets are written. */
@Injectable()
export class ConversationEventFollower {
  constructor(
    private readonly conversations: LiveConversationRepository,
    private readonly transcripts: TranscriptSender,
  ) {}

  /** Returns what to tell. */
  async follow(transaction: Transaction, entries: readonly PlannedEntry[], now: Date): Promise<OutgoingRecord[]> {
    const records: OutgoingRecord[] = [];
    for (const entry of entries) {
      const event = readConversationEvent(entry.row.parts);
      const { inboxId, replyContext, id } = entry.row;
      if (event === null || inboxId === null || replyContext === null) continue;
      const place = { inboxId, key: replyContext.conversationKey };
      if (event.name === 'chat.rated') records.push(await tellRated(transaction, entry, event.data, now));
      if (event.name === 'chat.ended') await this.conversations.leave(transaction, [place]);
      if (event.name === 'chat.transcript_requested')
        records.push(
          ...(await this.transcripts.send(transaction, { ...place, ticketId: entry.draft.id, entryId: id, email: event.data.email }, now)),
        );
    }
    return records;
  }
}

async function tellRated(
  transaction: Transaction,
  { draft, version, traceparent }: PlannedEntry,
  { score, comment }: Named<'chat.rated'>['data'],
  now: Date,
): Promise<OutgoingRecord> {
  const [row] = await transaction.query<{ confidential: boolean }>('select confidential from tickets where id = $1::uuid', [draft.id]);
  // The stream goes to everybody.
  const words = comment === undefined || row?.confidential === true ? {} : { comment };
  const ticket = describeTicket({ id: draft.id, number: draft.number, version }, now);
  return toTicketRecord('ticket.rated.v1', { ...ticket, rating: score, ...words }, traceparent);
}
