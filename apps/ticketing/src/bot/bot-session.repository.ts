import { Inject, Injectable } from '@nestjs/common';
import { DATABASE, type Database, type Sql, type Transaction } from '#database';
import type { BotPlace } from './converse.js';
import { wentOut } from '../tickets/went-out.js';

export interface BotSession {
  readonly ticketId: string;
  /** person: it was handed over, or somebody took it; no bot writes there any more. */
  readonly state: 'active' | 'person' | 'solved';
  readonly place: BotPlace;
  /** Up to this entry of the thread. */
  readonly heardSeq: number;
  readonly reason: string | null;
  readonly startedAt: Date;
  readonly changedAt: Date;
}

export interface HeardMessage {
  readonly ticketId: string;
  readonly entryId: string;
  readonly seq: number;
  readonly text: string;
}

const COLUMNS = `ticket_id as "ticketId", state, place, heard_seq as "heardSeq", reason, started_at as "startedAt", changed_at as "changedAt"`;
/** Of ticket `t`: a person has it. */
const TAKEN = `(t.assignee_id is not null or t.merged_into is not null or exists (
  select from entries e where e.ticket_id = t.id and e.direction in ('outbound', 'echo') and ${wentOut('e')} and e.author->>'role' = 'agent'))`;

/** Which tickets a bot has. A ticket in state `active` waits for nobody else: routing leaves it alone. */
@Injectable()
export class BotSessionRepository {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  async find(ticketId: string, sql: Sql = this.database.sql): Promise<BotSession | null> {
    const [row] = await sql.query<BotSession>(`select ${COLUMNS} from bot_sessions where ticket_id = $1::uuid`, [ticketId]);
    return row ?? null;
  }

  async findActive(transaction: Transaction, ticketIds: readonly string[]): Promise<BotSession[]> {
    return transaction.query<BotSession>(
      `select ${COLUMNS} from bot_sessions where ticket_id = any($1::uuid[]) and state = 'active'`,
      [ticketIds],
      'ticketing_active_bots',
    );
  }

  /** Of these, the tickets that a bot has. */
  async findHeld(sql: Sql, ticketIds: readonly string[]): Promise<Set<string>> {
    const rows = await sql.query<{ id: string }>(
      `select ticket_id as id from bot_sessions where ticket_id = any($1::uuid[]) and state = 'active'`,
      [ticketIds],
      'ticketing_bots_hold',
    );
    return new Set(rows.map(({ id }) => id));
  }

  /** New tickets that nobody has. */
  async begin(transaction: Transaction, ticketIds: readonly string[], place: BotPlace, now: Date): Promise<void> {
    if (ticketIds.length === 0) return;
    await transaction.query(
      `insert into bot_sessions (ticket_id, state, place, heard_seq, started_at, changed_at)
       select t.id, 'active', $2::jsonb, 0, $3::timestamptz, $3::timestamptz from tickets t where t.id = any($1::uuid[]) and not ${TAKEN} order by t.id
       on conflict do nothing`,
      [ticketIds, JSON.stringify(place), now],
    );
  }

  /** Where a person is meanwhile, the bot is silent. Answers that still wait are void. */
  async yieldToPeople(transaction: Transaction, ticketIds: readonly string[], now: Date): Promise<void> {
    await transaction.query(
      `with gone as (
         update bot_sessions s set state = 'person', reason = 'taken', changed_at = $2::timestamptz from tickets t
         where s.ticket_id = any($1::uuid[]) and s.state = 'active' and t.id = s.ticket_id and ${TAKEN} returning s.ticket_id
       )
       update bot_answers a set state = 'void', decided_at = $2::timestamptz from gone where a.ticket_id = gone.ticket_id and a.state = 'waiting'`,
      [ticketIds, now],
      'ticketing_bots_yield',
    );
  }

  /** What customers wrote since the bot last heard. */
  async findUnheard(transaction: Transaction, ticketIds: readonly string[]): Promise<HeardMessage[]> {
    return transaction.query<HeardMessage>(
      `select e.ticket_id as "ticketId", e.id as "entryId", e.seq, coalesce(e.new_text, e.plain_text) as text
       from bot_sessions s join entries e on e.ticket_id = s.ticket_id
       where s.ticket_id = any($1::uuid[]) and s.state = 'active' and e.seq > s.heard_seq and e.direction = 'inbound' and not e.folded
       order by e.ticket_id, e.seq`,
      [ticketIds],
      'ticketing_bots_unheard',
    );
  }

  async voidAnswers(transaction: Transaction, ticketId: string, now: Date): Promise<void> {
    await transaction.query(`update bot_answers set state = 'void', decided_at = $2 where ticket_id = $1::uuid and state = 'waiting'`, [
      ticketId,
      now,
    ]);
  }

  async save(
    transaction: Transaction,
    sessions: readonly Pick<BotSession, 'ticketId' | 'state' | 'place' | 'heardSeq' | 'reason'>[],
    now: Date,
  ): Promise<void> {
    if (sessions.length === 0) return;
    const rows = sessions.map(({ ticketId, state, place, heardSeq, reason }) => ({
      ticket_id: ticketId,
      state,
      place,
      heard_seq: heardSeq,
      reason,
    }));
    await transaction.query(
      `update bot_sessions s set state = w.state, place = w.place, heard_seq = w.heard_seq, reason = w.reason, changed_at = $2::timestamptz
       from json_to_recordset($1::json) as w (ticket_id uuid, state text, place jsonb, heard_seq int, reason text) where s.ticket_id = w.ticket_id`,
      [JSON.stringify(rows), now],
    );
  }
}
