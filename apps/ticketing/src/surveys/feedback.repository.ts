import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { DATABASE, type Database, type Sql, type Transaction } from '#database';
import { seenBy, type Viewer } from '../agents/viewer.js';
import type { Actor } from '../tickets/actor.js';
import { decodeCursor, encodeCursor, toLimit } from '../tickets/page-cursor.js';
import type { FeedbackView, NewFeedback } from './feedback.js';

const SELECT = `select f.id, f.kind, f.way, f.survey, coalesce(t.merged_into, t.id) as "ticketId", t.number as "ticketNumber", f.contact_id as "contactId",
    c.display_name as "contactName", f.channel, f.agent_id as "agentId", f.scale, f.value::float8 as value, f.parts, f.points::float8 as points, f.recommend,
    f.step, f.low, f.reason, f.suggestion, f.given_at as "givenAt", f.entered_by as "enteredBy",
    coalesce((select json_agg(json_build_object('reader', s.reader, 'at', s.seen_at, 'by', s.seen_by) order by s.seen_at, s.reader)
      from feedback_seen s where s.feedback_id = f.id), '[]') as seen
  from feedback f join tickets t on t.id = f.ticket_id left join contacts c on c.id = f.contact_id`;

export interface FeedbackFilter {
  readonly kind?: string | undefined;
  readonly low?: boolean | undefined;
  readonly ticketId?: string | undefined;
  /** Key of a reader who has not seen it. */
  readonly unseenBy?: string | undefined;
  /** Of confidential tickets, who sees his own alone; null: all. */
  readonly viewer: Viewer | null;
}

@Injectable()
export class FeedbackRepository {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /** Whose ticket it is, and who had it then, is read with it. Returns ids, and which are new, by key. */
  async write(transaction: Transaction, given: readonly NewFeedback[], now: Date): Promise<Map<string, { id: string; fresh: boolean }>> {
    if (given.length === 0) return new Map();
    const rows = await transaction.query<{ id: string; key: string; fresh: boolean }>(
      `insert into feedback as f (id, key, kind, way, survey, request_id, ticket_id, contact_id, entry_id, channel, agent_id, group_id, scale, value, parts,
         points, recommend, step, low, reason, suggestion, given_at, recorded_at, entered_by)
       select w.id, w.key, w.kind, w.way, w.survey, w.request, t.id, coalesce(c.merged_into, c.id), w.entry, w.channel, t.assignee_id, t.group_id, w.scale, w.value,
         w.parts, w.points, w.recommend, w.step, w.low, w.reason, w.suggestion, w.given, $2::timestamptz, w.by
       from json_to_recordset($1::json) as w (id uuid, key text, kind text, way text, survey text, request uuid, ticket uuid, entry uuid, channel text,
         scale text, value numeric, parts jsonb, points numeric, recommend smallint, step text, low boolean, reason text, suggestion text, given timestamptz, by jsonb)
       join tickets t on t.id = w.ticket join contacts c on c.id = t.contact_id order by w.key
       on conflict (key) do update set value = excluded.value, parts = excluded.parts, points = excluded.points, recommend = excluded.recommend,
         step = excluded.step, low = excluded.low, reason = excluded.reason, suggestion = excluded.suggestion
       returning f.id, f.key, (f.xmax = 0) as fresh`,
      [JSON.stringify(given.map(toRow)), now],
    );
    return new Map(rows.map(({ key, id, fresh }) => [key, { id, fresh }]));
  }

  /** Newest first. */
  async list(filter: FeedbackFilter, page: { readonly limit?: number | undefined; readonly cursor?: string | undefined }) {
    const limit = toLimit(page.limit);
    const values: unknown[] = [];
    const where = ['true'];
    const place = (value: unknown) => `$${values.push(value)}`;
    if (filter.kind !== undefined) where.push(`f.kind = ${place(filter.kind)}`);
    if (filter.low !== undefined) where.push(`f.low = ${place(filter.low)}`);
    if (filter.ticketId !== undefined)
      where.push(`f.ticket_id in (select id from tickets where ${place(filter.ticketId)}::uuid in (id, merged_into))`);
    if (filter.unseenBy !== undefined)
      where.push(`not exists (select from feedback_seen s where s.feedback_id = f.id and s.reader = ${place(filter.unseenBy)})`);
    if (filter.viewer !== null) where.push(seenBy(filter.viewer, 't', place));
    if (page.cursor !== undefined) {
      const [at, id] = decodeCursor(page.cursor, 2);
      where.push(`(f.given_at, f.id) < (${place(at)}::timestamptz, ${place(id)}::uuid)`);
    }
    const rows = await this.database.sql.query<FeedbackView>(
      `${SELECT} where ${where.join(' and ')} order by f.given_at desc, f.id desc limit ${limit + 1}`,
      values,
    );
    const items = rows.slice(0, limit);
    const last = items.at(-1);
    return { items, nextCursor: rows.length > limit && last ? encodeCursor([last.givenAt.toISOString(), last.id]) : null };
  }

  async find(id: string, sql: Sql = this.database.sql): Promise<FeedbackView | null> {
    const [row] = await sql.query<FeedbackView>(`${SELECT} where f.id = $1::uuid`, [id]);
    return row ?? null;
  }

  /** The first mark of a reader stays. */
  async markSeen(transaction: Transaction, id: string, readers: readonly string[], actor: Actor, now: Date): Promise<void> {
    await transaction.query(
      `insert into feedback_seen (feedback_id, reader, seen_at, seen_by) select $1::uuid, reader, $3, $4 from unnest($2::text[]) as r(reader)
       on conflict do nothing`,
      [id, readers, now, JSON.stringify(actor)],
    );
  }

  async unmarkSeen(transaction: Transaction, id: string, readers: readonly string[]): Promise<void> {
    await transaction.query('delete from feedback_seen where feedback_id = $1::uuid and reader = any($2::text[])', [id, readers]);
  }
}

function toRow({
  key,
  kind,
  way,
  survey,
  requestId,
  ticketId,
  entryId,
  channel,
  score,
  reason,
  suggestion,
  givenAt,
  enteredBy,
}: NewFeedback) {
  return {
    ...{ id: randomUUID(), key, kind, way, survey, request: requestId, ticket: ticketId, entry: entryId, channel },
    ...{ scale: score?.kind ?? null, value: score?.value ?? null, parts: score?.parts ?? null, points: score?.points ?? null },
    ...{ recommend: score?.recommend ?? null, step: score?.step ?? null, low: score?.low ?? false },
    ...{ reason, suggestion, given: givenAt, by: enteredBy },
  };
}
