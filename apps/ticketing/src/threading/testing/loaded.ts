import { contactKey } from '../person-key.js';
import { conversationKey, copyKey } from '../port.js';
import type { IdHolder, LoadedFacts, TopicCandidate } from '../port.js';
import { person } from './message.js';

export interface StoredTicket {
  readonly ticketId: string;
  readonly contact: string;
  readonly contactId?: string;
  readonly participants?: readonly string[];
  readonly acquaintances?: readonly string[];
  readonly number?: string;
  readonly ids?: Readonly<Record<string, IdHolder['state']>>;
  readonly copies?: readonly { readonly messageId: string; readonly print: string }[];
  readonly conversation?: string;
  readonly topic?: string;
  readonly lastAt?: Date;
}

/** Facts of a desk that has these tickets, as a source would load them. */
export function loadedFacts(...tickets: readonly StoredTicket[]): LoadedFacts {
  const holders = new Map<string, IdHolder>();
  const copies = new Map<string, string>();
  const topics = new Map<string, TopicCandidate[]>();
  for (const { ticketId, ids = {}, copies: stored = [], topic, lastAt = new Date('2026-03-02T08:00:00Z') } of tickets) {
    for (const [id, state] of Object.entries(ids)) holders.set(id, { ticketId, state });
    for (const { messageId, print } of stored) copies.set(copyKey(messageId, print), ticketId);
    const candidate = { ticketId, firstAt: lastAt, lastAt, startsWithReply: false };
    if (topic !== undefined) topics.set(topic, [candidate, ...(topics.get(topic) ?? [])]);
  }
  return {
    holders,
    copies,
    topics,
    numbers: new Map(tickets.flatMap(({ number, ticketId }) => (number === undefined ? [] : [[number, ticketId]]))),
    closedConversations: new Map(),
    conversations: new Map(
      tickets.flatMap(({ conversation, ticketId }) =>
        conversation === undefined ? [] : [[conversationKey('support', conversation), ticketId]],
      ),
    ),
    tickets: new Map(
      tickets.map(({ ticketId, contact, contactId, participants = [], acquaintances = [] }) => [
        ticketId,
        {
          ticketId,
          contact: contactId === undefined ? [person(contact)] : [contactKey(contactId), person(contact)],
          participants: participants.map((address) => [person(address)]),
          acquaintances: acquaintances.map(person),
        },
      ]),
    ),
  };
}
