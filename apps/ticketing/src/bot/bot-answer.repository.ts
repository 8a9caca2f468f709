import { Inject, Injectable } from '@nestjs/common';
import { DATABASE, type Database, type Sql, type Transaction } from '#database';
import type { Actor } from '../tickets/actor.js';
import { decodeCursor, encodeCursor, toLimit } from '../tickets/page-cursor.js';
import type { Said } from './converse.js';

export interface BotAnswer {
  readonly id: string;
  readonly ticketId: string;
  readonly ticketNumber: string;
  readonly said: readonly Said[];
  /** void: a person took the ticket before it was decided. */
  readonly state: 'waiting' | 'sent' | 'rejected' | 'void';
  readonly edited: boolean;
  readonly decidedBy: Actor | null;
  readonly decidedAt: Date | null;
  readonly createdAt: Date;
}

export interface NewBotAnswer {
  readonly id: string;
  readonly ticketId: string;
  readonly said: readonly Said[];
  readonly state: 'waiting' | 'sent';
}

const SELECT = `select a.id, coalesce(t.merged_into, t.id) as "ticketId", t.number as "ticketNumber", a.said, a.state, a.edited, a.decided_by as "decidedBy",
  a.decided_at as "decidedAt", a.created_at as "createdAt" from bot_answers a join tickets t on t.id = a.ticket_id`;

/** What bots said, each with where it is from, and what waits for approval. */
@Injectable()
export class BotAnswerRepository {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  async insert(transaction: Transaction, answers: readonly NewBotAnswer[], now: Date): Promise<void> {
    if (answers.length === 0) return;
    const rows = answers.map(({ id, ticketId, said, state }) => ({ id, ticket_id: ticketId, said, state }));
    await transaction.query(
      `insert into bot_answers (id, ticket_id, said, state, created_at)
       select id, ticket_id, said, state, $2::timestamptz from json_to_recordset($1::json) as a (id uuid, ticket_id uuid, said jsonb, state text)
       on conflict do nothing`,
      [JSON.stringify(rows), now],
    );
  }

  async find(id: string, sql: Sql = this.database.sql): Promise<BotAnswer | null> {
    const [row] = await sql.query<BotAnswer>(`${SELECT} where a.id = $1::uuid`, [id]);
    return row ?? null;
  }

  /** Oldest first. */
  async list(
    filter: { readonly state?: string | undefined; readonly ticketId?: string | undefined },
    page: { readonly limit?: number | undefined; readonly cursor?: string | undefined },
  ): Promise<{ items: BotAnswer[]; nextCursor: string | null }> {
    const limit = toLimit(page.limit);
    const [at, after] = page.cursor === undefined ? [null, null] : decodeCursor(page.cursor, 2);
    const rows = await this.database.sql.query<BotAnswer>(
      `${SELECT} where ($1::text is null or a.state = $1) and ($2::uuid is null or coalesce(t.merged_into, t.id) = $2::uuid)
         and not t.confidential and ($3::timestamptz is null or (a.created_at, a.id) > ($3::timestamptz, $4::uuid))
       order by a.created_at, a.id limit ${limit + 1}`,
      [filter.state ?? null, filter.ticketId ?? null, at, after],
    );
    const items = rows.slice(0, limit);
    const last = items.at(-1);
    return { items, nextCursor: rows.length > limit && last !== undefined ? encodeCursor([last.createdAt.toISOString(), last.id]) : null };
  }

  /** False when it was decided already. */
  async decide(
    transaction: Transaction,
    id: string,
    decision: { readonly state: 'sent' | 'rejected'; readonly edited: boolean; readonly said: readonly Said[]; readonly by: Actor },
    now: Date,
  ): Promise<boolean> {
    const rows = await transaction.query(
      `update bot_answers set state = $2, edited = $3, said = $4::jsonb, decided_by = $5::jsonb, decided_at = $6 where id = $1::uuid and state = 'waiting'
       returning id`,
      [id, decision.state, decision.edited, JSON.stringify(decision.said), JSON.stringify(decision.by), now],
    );
    return rows.length > 0;
  }
}
