import { Inject, Injectable } from '@nestjs/common';
import { DATABASE, type Database, type Transaction } from '#database';
import { EVENT_BUS, type EventBus, type OutgoingRecord } from '#event-bus';
import { CLOCK, type Clock } from '#runtime';
import { InboxDirectory } from '../inboxes/inbox-directory.js';
import { LiveConversationRepository } from './live-conversation.repository.js';
import { type LivePlace, toStateRecord } from './state-record.js';

/** As many, from the front, hear when they move up; who stands further back hears his place at the beginning, and again from here on. */
export const MOST_TOLD = 50;
/** Between two tellings of one line, whichever processes tell. */
export const TELL_EVERY_MS = 3_000;
/** How far back answers say how fast the line moves. */
const PACE_MS = 3_600_000;

/** Of a conversation that routing did not look at yet: behind those it did. */
const UNRANKED = 1002;

interface Placed extends LivePlace {
  readonly position: number;
}

/** Who waits in the line of an inbox, in which place, and for how long. The first place is 1. */
@Injectable()
export class WaitingLine {
  constructor(
    private readonly conversations: LiveConversationRepository,
    private readonly inboxes: InboxDirectory,
    @Inject(DATABASE) private readonly database: Database,
    @Inject(EVENT_BUS) private readonly bus: EventBus,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Places of conversations that begin, none of which waits longer than `since`: the line before them is counted once. */
  async place(transaction: Transaction, inboxId: string, fresh: readonly LivePlace[], since: Date, now: Date): Promise<OutgoingRecord[]> {
    if (fresh.length === 0) return [];
    const placed = await transaction.query<Placed>(
      `with line as (
         select conversation_key, row_number() over (order by began_at, conversation_key) + (
           select count(*) from live_conversations where inbox_id = $1 and state = 'queued'
             and (rank, due_at, began_at) < (${UNRANKED}, 'infinity'::timestamptz, $2::timestamptz)
             or inbox_id = $1 and state = 'queued' and rank = ${UNRANKED} and due_at is null and began_at < $2::timestamptz) as place
         from live_conversations where inbox_id = $1 and state = 'queued' and rank = ${UNRANKED} and due_at is null and began_at >= $2::timestamptz
       )
       update live_conversations c set position = line.place, began_position = line.place from line
       where c.inbox_id = $1 and c.conversation_key = line.conversation_key and c.conversation_key = any($3::text[])
       returning c.inbox_id as "inboxId", c.conversation_key as key, c.channel, c.position`,
      [inboxId, since, fresh.map(({ key }) => key)],
      'ticketing_place_in_line',
    );
    return this.toRecords(transaction, inboxId, placed, now);
  }

  /** Tells those in front who moved up, in every inbox that shows it. Any number of processes may call it at once. */
  async tellAll(): Promise<void> {
    const inboxes = await this.inboxes.list();
    for (const { id } of inboxes.filter(({ capabilities }) => capabilities?.states?.includes('queued') === true)) {
      if (await this.hasMoved(id)) await this.database.run((transaction) => this.tell(transaction, id));
    }
  }

  /** Is anybody in front in another place than he was told, or waits no more? */
  private async hasMoved(inboxId: string): Promise<boolean> {
    const rows = await this.database.sql.query(
      `select from (${FRONT}) front join tickets own on own.id = front.ticket_id join tickets t on t.id = coalesce(own.merged_into, own.id)
       where front.position is distinct from front.place or not ${WAITS} limit 1`,
      [inboxId, MOST_TOLD],
      'ticketing_has_line_moved',
    );
    return rows.length > 0;
  }

  private async tell(transaction: Transaction, inboxId: string): Promise<void> {
    const now = this.clock.now();
    const turn = await transaction.query(
      `insert into waiting_lines as l (inbox_id, told_at) values ($1, $2)
       on conflict (inbox_id) do update set told_at = excluded.told_at where l.told_at <= $3::timestamptz returning inbox_id`,
      [inboxId, now, new Date(now.getTime() - TELL_EVERY_MS)],
    );
    if (turn.length === 0) return;
    // Whose ticket was given to somebody, merged or closed on another way than an agent's answer waits no more; he hears when he is answered.
    await transaction.query(
      `with gone as (
         select c.conversation_key from live_conversations c join (${FRONT}) front using (inbox_id, conversation_key)
         join tickets own on own.id = front.ticket_id join tickets t on t.id = coalesce(own.merged_into, own.id)
         where not ${WAITS} for update of c skip locked
       )
       update live_conversations c set state = 'returned', position = null from gone
       where c.inbox_id = $1 and c.conversation_key = gone.conversation_key`,
      [inboxId, MOST_TOLD],
    );
    const moved = await transaction.query<Placed>(
      `with moved as (
         select c.conversation_key, front.place from live_conversations c join (${FRONT}) front using (inbox_id, conversation_key)
         where front.position is distinct from front.place for update of c skip locked
       )
       update live_conversations c set position = moved.place from moved
       where c.inbox_id = $1 and c.conversation_key = moved.conversation_key and c.state = 'queued'
       returning c.inbox_id as "inboxId", c.conversation_key as key, c.channel, c.position`,
      [inboxId, MOST_TOLD],
    );
    const records = await this.toRecords(transaction, inboxId, moved, now);
    if (records.length > 0) await this.bus.appendInTransaction(transaction, records);
  }

  private async toRecords(transaction: Transaction, inboxId: string, placed: readonly Placed[], now: Date): Promise<OutgoingRecord[]> {
    if (placed.length === 0) return [];
    const pace = await this.conversations.paceOf(transaction, inboxId, new Date(now.getTime() - PACE_MS));
    return placed.map((one) => {
      const estimate = pace === null ? {} : { estimateMs: Math.round(pace * one.position) };
      return toStateRecord(one, { state: 'queued', position: one.position, ...estimate }, now);
    });
  }
}

/** $1: inbox, $2: how many. */
const FRONT = `select first.*, row_number() over (order by rank, due_at, began_at, conversation_key)::int as place from (
    select inbox_id, conversation_key, ticket_id, rank, due_at, began_at, position from live_conversations
    where inbox_id = $1 and state = 'queued' order by rank, due_at, began_at, conversation_key limit $2) first`;
/** Of the ticket `t`. */
const WAITS = `(t.status in ('new', 'open') and t.assignee_id is null and not t.folded and not t.quarantined)`;
