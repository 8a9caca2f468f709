import { Injectable } from '@nestjs/common';
import type { Sql, Transaction } from '#database';
import type { LivePlace } from './state-record.js';

/**
 * bot: the desk’s bot answers · queued: waits in the line of its inbox · returned: waits, and its ticket has an agent already · joined: an agent is there · left: the contact
 * ended it · ended: the desk did.
 */
export type LiveState = 'bot' | 'queued' | 'returned' | 'joined' | 'left' | 'ended';

/** A message of a contact that may begin a conversation. */
export interface Wanted extends LivePlace {
  readonly ticketId: string;
  readonly at: Date;
  /** It names messages of the ticket: the conversation may have had another key before. */
  readonly named: boolean;
  /** The desk's bot answers first where it was written. */
  readonly bot: boolean;
}

export interface ChangedConversation extends LivePlace {
  /** State before. */
  readonly was: LiveState;
  /** Did an agent answer in it since it began? */
  readonly answered: boolean;
}

const LEAD = `array(select id from tickets where id = $1::uuid or merged_into = $1::uuid)`;
const ANSWERED = `coalesce(answered_at >= began_at, false)`;
const CHANGED = `c.inbox_id as "inboxId", c.conversation_key as key, c.channel, old.state as was, old.answered`;

/** Rows are changed by whoever holds the ticket; the line's teller passes over those that somebody holds. */
@Injectable()
export class LiveConversationRepository {
  /** A conversation that goes on under another key (a visitor who said who he is) keeps how it stands. */
  async rename(transaction: Transaction, { inboxId, key, ticketId }: Wanted): Promise<void> {
    await transaction.query(
      `update live_conversations c set conversation_key = $2
       where c.inbox_id = $3 and not exists (select from live_conversations where inbox_id = $3 and conversation_key = $2)
         and c.conversation_key = (select conversation_key from live_conversations where inbox_id = $3 and ticket_id = any(${LEAD})
           and state not in ('left', 'ended') order by began_at desc limit 1)`,
      [ticketId, key, inboxId],
    );
  }

  /** Begins those that are new, were over, or went to another ticket; the others go on. Returns those that begin, each with how. */
  async begin(transaction: Transaction, wanted: readonly Wanted[]): Promise<(LivePlace & { state: LiveState })[]> {
    return transaction.query(
      `insert into live_conversations as c (inbox_id, conversation_key, channel, ticket_id, state, began_at)
       select w.inbox_id, w.key, w.channel, w.ticket_id, case when t.assignee_id is not null then 'returned'
         when w.bot and not exists (select from bot_sessions b where b.ticket_id = t.id and b.state <> 'active') then 'bot' else 'queued' end, w.at
       from unnest($1::text[], $2::text[], $3::text[], $4::uuid[], $5::timestamptz[], $6::boolean[]) as w (inbox_id, key, channel, ticket_id, at, bot)
       join tickets t on t.id = w.ticket_id order by w.inbox_id, w.key
       on conflict (inbox_id, conversation_key) do update set channel = excluded.channel, ticket_id = excluded.ticket_id,
         state = excluded.state, began_at = excluded.began_at, rank = default, due_at = null, position = null, began_position = null, agent = null, read_seq = 0
       where c.state in ('left', 'ended') or (c.state = 'returned' and excluded.state = 'queued') or coalesce((select merged_into from tickets where id = c.ticket_id), c.ticket_id) <> excluded.ticket_id
       returning inbox_id as "inboxId", conversation_key as key, channel, state`,
      [
        wanted.map(({ inboxId }) => inboxId),
        wanted.map(({ key }) => key),
        wanted.map(({ channel }) => channel),
        wanted.map(({ ticketId }) => ticketId),
        wanted.map(({ at }) => at),
        wanted.map(({ bot }) => bot),
      ],
      'ticketing_begin_conversations',
    );
  }

  /** A person takes over from the bot: who talked to it waits in the line from now on. */
  async queue(transaction: Transaction, ticketId: string, now: Date): Promise<LivePlace[]> {
    return transaction.query(
      `with old as (
         select inbox_id, conversation_key from live_conversations where ticket_id = any(${LEAD}) and state = 'bot' order by 1, 2 for update
       )
       update live_conversations c set state = 'queued', began_at = $2::timestamptz, position = null, began_position = null from old
       where c.inbox_id = old.inbox_id and c.conversation_key = old.conversation_key
       returning c.inbox_id as "inboxId", c.conversation_key as key, c.channel`,
      [ticketId, now],
    );
  }

  /** `agent`: who has the ticket from now on. Those that another had are told, too. */
  async take(transaction: Transaction, ticketId: string, agent: string): Promise<ChangedConversation[]> {
    return transaction.query(
      `with old as (
         select *, ${ANSWERED} as answered from live_conversations where ticket_id = any(${LEAD})
           and (state in ('bot', 'queued', 'returned') or (state = 'joined' and agent is distinct from $2)) order by inbox_id, conversation_key for update
       )
       update live_conversations c set state = 'joined', agent = $2, position = null from old
       where c.inbox_id = old.inbox_id and c.conversation_key = old.conversation_key returning ${CHANGED}`,
      [ticketId, agent],
    );
  }

  /**
   * An agent answers by an inbox: he is there, what was written is read (`seq`: the thread so far), and how long each place of the line took is
   * known from the first answer.
   */
  async answer(
    transaction: Transaction,
    about: { readonly ticketId: string; readonly inboxId: string; readonly agent: string | null; readonly seq: number },
    now: Date,
  ): Promise<ChangedConversation[]> {
    return transaction.query(
      `with old as (
         select *, ${ANSWERED} as answered from live_conversations where inbox_id = $2 and ticket_id = any(${LEAD})
         order by conversation_key for update
       )
       update live_conversations c set state = 'joined', agent = case when old.state = 'joined' then c.agent else $3 end, position = null,
         read_seq = greatest(c.read_seq, $4::int), answered_at = case when old.answered then c.answered_at else $5::timestamptz end,
         pace_ms = case when old.answered or c.began_position is null then c.pace_ms
           else greatest(0, extract(epoch from $5::timestamptz - c.began_at) * 1000) / c.began_position end
       from old where c.inbox_id = old.inbox_id and c.conversation_key = old.conversation_key returning ${CHANGED}`,
      [about.ticketId, about.inboxId, about.agent, about.seq, now],
    );
  }

  /** What the contact wrote, up to `seq` of the thread, was looked at. Returns conversations in which something was not read before. */
  async see(transaction: Transaction, ticketId: string, seq: number): Promise<ChangedConversation[]> {
    return transaction.query(
      `with old as (
         select l.*, ${ANSWERED} as answered, (select e.seq from entries e where e.ticket_id = $1::uuid and e.direction = 'inbound'
             and e.inbox_id = l.inbox_id and e.seq <= $2::int order by e.seq desc limit 1) as newest
         from live_conversations l where l.ticket_id = any(${LEAD}) and l.state not in ('left', 'ended')
         order by l.inbox_id, l.conversation_key for update of l
       )
       update live_conversations c set read_seq = old.newest from old
       where c.inbox_id = old.inbox_id and c.conversation_key = old.conversation_key and old.newest > c.read_seq returning ${CHANGED}`,
      [ticketId, seq],
    );
  }

  async waitAgain(transaction: Transaction, ticketIds: readonly string[]): Promise<void> {
    await transaction.query(
      `with old as (
         select inbox_id, conversation_key from live_conversations c
         where exists (select from tickets t where t.id = any($1::uuid[]) and c.ticket_id = t.id) and state in ('joined', 'returned')
         order by inbox_id, conversation_key for update
       )
       update live_conversations c set state = 'queued', agent = null, position = null from old
       where c.inbox_id = old.inbox_id and c.conversation_key = old.conversation_key`,
      [[...ticketIds]],
    );
  }

  /** Where in the line of their inboxes these tickets stand: lower ranks first, then what is due sooner. */
  async rank(
    transaction: Transaction,
    places: readonly { readonly ticketId: string; readonly rank: number; readonly dueAt: number | null }[],
  ): Promise<void> {
    if (places.length === 0) return;
    await transaction.query(
      `with old as (
         select c.inbox_id, c.conversation_key, p.rank, p."dueAt" from live_conversations c
         join json_to_recordset($1::json) as p ("ticketId" uuid, rank int, "dueAt" timestamptz) on c.ticket_id = p."ticketId"
         where c.state = 'queued' and (c.rank, c.due_at) is distinct from (p.rank, p."dueAt")
         order by c.inbox_id, c.conversation_key for update of c
       )
       update live_conversations c set rank = old.rank, due_at = old."dueAt" from old
       where c.inbox_id = old.inbox_id and c.conversation_key = old.conversation_key`,
      [JSON.stringify(places.map((place) => ({ ...place, dueAt: place.dueAt === null ? null : new Date(place.dueAt).toISOString() })))],
      'ticketing_rank_conversations',
    );
  }

  /** The desk ended the ticket. */
  async end(transaction: Transaction, ticketId: string): Promise<ChangedConversation[]> {
    return transaction.query(
      `with old as (
         select *, ${ANSWERED} as answered from live_conversations where ticket_id = any(${LEAD}) and state <> 'ended'
         order by inbox_id, conversation_key for update
       )
       update live_conversations c set state = 'ended', position = null from old
       where c.inbox_id = old.inbox_id and c.conversation_key = old.conversation_key returning ${CHANGED}`,
      [ticketId],
    );
  }

  /** The contact ended it: he waits no more. */
  async leave(transaction: Transaction, left: readonly Pick<LivePlace, 'inboxId' | 'key'>[]): Promise<void> {
    await transaction.query(
      `with old as (
         select c.inbox_id, c.conversation_key from live_conversations c
         join unnest($1::text[], $2::text[]) as w (inbox_id, key) on c.inbox_id = w.inbox_id and c.conversation_key = w.key
         where c.state <> 'ended' order by 1, 2 for update of c
       )
       update live_conversations c set state = 'left', position = null from old
       where c.inbox_id = old.inbox_id and c.conversation_key = old.conversation_key`,
      [left.map(({ inboxId }) => inboxId), left.map(({ key }) => key)],
    );
  }

  /** Wait for one place of the line in ms, as lately measured; null while too few were answered. */
  async paceOf(sql: Sql, inboxId: string, since: Date): Promise<number | null> {
    const [row] = await sql.query<{ pace: number | null; count: number }>(
      `select percentile_cont(0.5) within group (order by pace_ms) as pace, count(*)::int as count from (
         select pace_ms from live_conversations where inbox_id = $1 and pace_ms is not null and answered_at >= $2
         order by answered_at desc limit 20) recent`,
      [inboxId, since],
      'ticketing_pace_of_line',
    );
    return row!.count < 3 ? null : row!.pace;
  }
}
