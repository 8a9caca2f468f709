import { Inject, Injectable } from '@nestjs/common';
import { DATABASE, type Database, type Transaction } from '#database';
import { seenBy, type Viewer } from '../agents/viewer.js';
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

const SELECT = `select a.id, lead.id as "ticketId", lead.number as "ticketNumber", a.said, a.state, a.edited, a.decided_by as "decidedBy",
  a.decided_at as "decidedAt", a.created_at as "createdAt"
  from bot_answers a join tickets t on t.id = a.ticket_id join tickets lead on lead.id = coalesce(t.merged_into, t.id)`;

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

  /** `viewer`: who asks; null sees all. */
  async find(id: string, viewer: Viewer | null): Promise<BotAnswer | null> {
    const values: unknown[] = [id];
    const seen = viewer === null ? 'true' : seenBy(viewer, 'lead', (value) => `$${values.push(value)}`);
    const [row] = await this.database.sql.query<BotAnswer>(`${SELECT} where a.id = $1::uuid and ${seen}`, values);
    return row ?? null;
  }

  /** Oldest first. `viewer`: who asks; null sees all. */
  async list(
    filter: { readonly state?: string | undefined; readonly ticketId?: string | undefined },
    page: { readonly limit?: number | undefined; readonly cursor?: string | undefined },
    viewer: Viewer | null,
  ): Promise<{ items: BotAnswer[]; nextCursor: string | null }> {
    const limit = toLimit(page.limit);
    const values: unknown[] = [];
    const where = ['true'];
    const place = (value: unknown) => `$${values.push(value)}`;
    if (filter.state !== undefined) where.push(`a.state = ${place(filter.state)}`);
    if (filter.ticketId !== undefined) where.push(`lead.id = ${place(filter.ticketId)}::uuid`);
    if (viewer !== null) where.push(seenBy(viewer, 'lead', place));
    if (page.cursor !== undefined) {
      const [at, after] = decodeCursor(page.cursor, 2);
      where.push(`(a.created_at, a.id) > (${place(at)}::timestamptz, ${place(after)}::uuid)`);
    }
    const rows = await this.database.sql.query<BotAnswer>(
      `${SELECT} where ${where.join(' and ')} order by a.created_at, a.id limit ${limit + 1}`,
      values,
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
