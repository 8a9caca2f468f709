import { hash } from 'node:crypto';
import { together } from '#database';
import type { Sql } from '#database';
import type { PersonKey } from '../threading/person-key.js';
import { contactKey } from '../threading/person-key.js';
import { conversationKey, copyKey } from '../threading/port.js';
import type { FactNeeds, IdHolder, LoadedFacts, LoadedTicket, ThreadFactsSource, TopicCandidate } from '../threading/port.js';
import { toClaimId } from './message-claim.repository.js';

/** Candidates of one subject that are looked at: the fallback weighs time, older ones would lose anyway. */
const CANDIDATES = 20;

/** A bare subject as `tickets.topic` has it; null where nothing is left of it. */
export function toTopicId(bare: string): string | null {
  if (bare === '') return null;
  const hex = hash('sha256', bare, 'hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20, 32)}`;
}

/** What threading needs to know for a batch, in at most six statements, each only when something is asked of it. */
export class SqlThreadFactsSource implements ThreadFactsSource {
  /** `won`: ids whose claim this transaction won, so nobody held them before. */
  constructor(
    private readonly sql: Sql,
    private readonly won: ReadonlySet<string>,
  ) {}

  async load(needs: FactNeeds): Promise<LoadedFacts> {
    const [holders, numbers, talks, topics] = await together([
      this.loadHolders(needs.messageIds.filter((id) => !this.won.has(id))),
      this.loadNumbers(needs.numbers),
      this.loadConversations(needs.conversations),
      this.loadTopics(needs.topics),
    ]);
    const copies = await this.loadCopies(needs.copies.filter(({ messageId }) => holders.has(messageId)));
    const ids = new Set([
      ...needs.ticketIds,
      ...[...holders.values()].map((holder) => holder.ticketId),
      ...copies.values(),
      ...numbers.values(),
      ...talks.open.values(),
      ...talks.closed.values(),
      ...[...topics.values()].flat().map((candidate) => candidate.ticketId),
    ]);
    const { open: conversations, closed: closedConversations } = talks;
    return { holders, copies, numbers, conversations, closedConversations, topics, tickets: await this.loadTickets([...ids].sort()) };
  }

  private async loadHolders(messageIds: readonly string[]): Promise<Map<string, IdHolder>> {
    if (messageIds.length === 0) return new Map();
    const names = new Map(messageIds.map((id) => [toClaimId(id), id]));
    const rows = await this.sql.query<{ message_id: string; ours: boolean; seen: boolean; ticket_id: string }>(
      `select c.message_id, c.ours, e.id is not null as seen, coalesce(t.merged_into, t.id) as ticket_id
       from message_claims c left join entries e on e.id = c.entry_id
       join tickets t on t.id = coalesce(e.ticket_id, c.ticket_id) where c.message_id = any($1::text[])`,
      [[...names.keys()]],
      'ticketing_load_holders',
    );
    return new Map(
      rows.map((row) => [names.get(row.message_id)!, { ticketId: row.ticket_id, state: row.ours ? 'ours' : row.seen ? 'seen' : 'unseen' }]),
    );
  }

  private async loadCopies(copies: FactNeeds['copies']): Promise<Map<string, string>> {
    if (copies.length === 0) return new Map();
    const rows = await this.sql.query<{ remote_message_id: string; print: string; ticket_id: string }>(
      `select wanted.remote_message_id, wanted.print, coalesce(t.merged_into, t.id) as ticket_id
       from unnest($1::text[], $2::text[]) as wanted (remote_message_id, print)
       join ledger l on left(l.remote_message_id, 200) = left(wanted.remote_message_id, 200)
         and l.remote_message_id = wanted.remote_message_id and l.outcome = 'ticketed'
       join entries e on e.id = l.entry_id and e.idempotency_key like '%#' || wanted.print
       join tickets t on t.id = e.ticket_id order by e.recorded_at desc`,
      [copies.map(({ messageId }) => messageId), copies.map(({ print }) => print)],
      'ticketing_load_copies',
    );
    return new Map(rows.map((row) => [copyKey(row.remote_message_id, row.print), row.ticket_id]));
  }

  private async loadNumbers(numbers: readonly string[]): Promise<Map<string, string>> {
    if (numbers.length === 0) return new Map();
    const rows = await this.sql.query<{ number: string; ticket_id: string }>(
      'select number, coalesce(merged_into, id) as ticket_id from tickets where number = any($1::text[])',
      [numbers],
      'ticketing_load_numbers',
    );
    return new Map(rows.map((row) => [row.number, row.ticket_id]));
  }

  private async loadConversations(
    conversations: FactNeeds['conversations'],
  ): Promise<Record<'open' | 'closed', ReadonlyMap<string, string>>> {
    if (conversations.length === 0) return { open: new Map(), closed: new Map() };
    const rows = await this.sql.query<{ inbox_id: string; conversation_key: string; ticket_id: string; open: boolean }>(
      `select c.inbox_id, c.conversation_key, t.id as ticket_id, t.status <> 'closed' or t.folded as open
       from unnest($1::text[], $2::text[]) as wanted (inbox_id, conversation_key)
       join conversation_tickets c using (inbox_id, conversation_key)
       join tickets first on first.id = c.ticket_id join tickets t on t.id = coalesce(first.merged_into, first.id)`,
      [conversations.map(({ inboxId }) => inboxId), conversations.map(({ key }) => key)],
      'ticketing_load_conversations',
    );
    const pick = (open: boolean) =>
      new Map(rows.filter((row) => row.open === open).map((row) => [conversationKey(row.inbox_id, row.conversation_key), row.ticket_id]));
    return { open: pick(true), closed: pick(false) };
  }

  private async loadTopics(topics: readonly string[]): Promise<Map<string, TopicCandidate[]>> {
    const names = new Map(topics.flatMap((bare) => (bare === '' ? [] : [[toTopicId(bare)!, bare] as const])));
    if (names.size === 0) return new Map();
    const rows = await this.sql.query<{
      topic: string;
      id: string;
      first_at: Date | null;
      last_at: Date | null;
      starts_with_reply: boolean;
    }>(
      `select t.topic, t.id, t.first_occurred_at as first_at, t.last_occurred_at as last_at, t.starts_with_reply
       from unnest($1::uuid[]) as wanted (topic) cross join lateral (
         select * from tickets where tickets.topic = wanted.topic and merged_into is null order by opened_at desc limit ${CANDIDATES}) t`,
      [[...names.keys()]],
      'ticketing_load_topics',
    );
    const found = new Map<string, TopicCandidate[]>();
    for (const row of rows) {
      const bare = names.get(row.topic)!;
      const candidate = { ticketId: row.id, firstAt: row.first_at, lastAt: row.last_at, startsWithReply: row.starts_with_reply };
      found.set(bare, [...(found.get(bare) ?? []), candidate]);
    }
    return found;
  }

  private async loadTickets(ticketIds: readonly string[]): Promise<Map<string, LoadedTicket>> {
    if (ticketIds.length === 0) return new Map();
    const tickets = new Map(ticketIds.map((ticketId) => [ticketId, emptyTicket(ticketId)]));
    const rows = await this.sql.query<{ ticket_id: string; role: string; person: string | null; contact_id: string | null }>(
      `select t.id as ticket_id, 'contact' as role, i.scheme || '|' || i.scope || '|' || i.value as person, coalesce(c.merged_into, c.id) as contact_id
       from tickets t join contacts c on c.id = t.contact_id left join identities i on i.contact_id = coalesce(c.merged_into, c.id)
       where t.id = any($1::uuid[])
       union all
       select p.ticket_id, case when p.participant then 'participant' else 'acquaintance' end, p.person, coalesce(c.merged_into, p.contact_id)
       from ticket_people p left join contacts c on c.id = p.contact_id where p.ticket_id = any($1::uuid[])`,
      [ticketIds],
      'ticketing_load_people',
    );
    for (const row of rows) {
      const ticket = tickets.get(row.ticket_id)!;
      const keys = [
        ...(row.person === null ? [] : [row.person as PersonKey]),
        ...(row.contact_id === null ? [] : [contactKey(row.contact_id)]),
      ];
      ticket.acquaintances.push(...keys);
      if (row.role === 'contact') ticket.contact.push(...keys);
      if (row.role === 'participant') ticket.participants.push(keys);
    }
    return tickets;
  }
}

function emptyTicket(ticketId: string) {
  return { ticketId, contact: [] as PersonKey[], participants: [] as PersonKey[][], acquaintances: [] as PersonKey[] };
}
