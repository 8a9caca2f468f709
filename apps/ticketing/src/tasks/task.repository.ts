import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { WantedTask } from '#contracts';
import { DATABASE, type Database, type Transaction } from '#database';
import { PermanentError } from '#runtime';
import { seenBy, type Viewer } from '../agents/viewer.js';
import type { Actor } from '../tickets/actor.js';
import { decodeCursor, encodeCursor, toLimit } from '../tickets/page-cursor.js';
import { isUuid } from '../tickets/ticket.repository.js';

/** Something to do besides answering; it stands with its entry, wherever that is moved. */
export interface Task {
  readonly id: string;
  readonly ticketId: string;
  readonly ticketNumber: string;
  readonly entryId: string;
  readonly kind: string;
  readonly text: string;
  readonly dueAt: Date | null;
  readonly createdAt: Date;
  readonly doneAt: Date | null;
  readonly doneBy: Actor | null;
  /** What came of it, in words. */
  readonly outcome: string | null;
  /** Another group's part of the work; null: of whoever has the ticket. */
  readonly groupId: string | null;
  /** Who of that group has it; null: all of them. */
  readonly assigneeId: string | null;
}

const SELECT = `select k.id, coalesce(t.merged_into, t.id) as "ticketId", t.number as "ticketNumber", k.entry_id as "entryId", k.kind, k.text,
    k.due_at as "dueAt", k.created_at as "createdAt", k.done_at as "doneAt", k.done_by as "doneBy", k.outcome,
    k.group_id as "groupId", k.assignee_id as "assigneeId"
  from tasks k join entries e on e.id = k.entry_id join tickets t on t.id = e.ticket_id join tickets lead on lead.id = coalesce(t.merged_into, t.id)`;

@Injectable()
export class TaskRepository {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /** Once for each entry and key; what is done already stays done. */
  async insert(transaction: Transaction, wanted: readonly { entryId: string; task: WantedTask }[], now: Date): Promise<void> {
    if (wanted.length === 0) return;
    const rows = wanted.map(({ entryId, task: { key, kind, text, dueAt } }) => ({
      ...{ id: randomUUID(), entry_id: entryId, key, kind, text, due_at: dueAt ?? null },
    }));
    await transaction.query(
      `insert into tasks (id, entry_id, key, kind, text, due_at, created_at)
       select id, entry_id, key, kind, text, due_at, $2::timestamptz
       from json_to_recordset($1::json) as w (id uuid, entry_id uuid, key text, kind text, text text, due_at timestamptz)
       order by entry_id, key
       on conflict (entry_id, key) do update set text = excluded.text, due_at = excluded.due_at where tasks.done_at is null`,
      [JSON.stringify(rows), now],
    );
  }

  /** What the newest state of an entry asks for no more and nobody did yet, such as ringing back a caller who was answered after all. */
  async withdraw(
    transaction: Transaction,
    states: readonly { readonly entryId: string; readonly revision: number; readonly keys: readonly string[] }[],
  ): Promise<void> {
    if (states.length === 0) return;
    await transaction.query(
      `delete from tasks k using json_to_recordset($1::json) as w ("entryId" uuid, revision int, keys text[]), entries e
       where k.entry_id = w."entryId" and k.done_at is null and k.key <> all (w.keys) and e.id = w."entryId" and e.revision = w.revision`,
      [JSON.stringify(states)],
    );
  }

  /** Oldest first. `viewer`: who asks; null sees all. */
  async list(
    filter: {
      readonly open?: boolean | undefined;
      readonly kind?: string | undefined;
      readonly ticketId?: string | undefined;
      readonly groupId?: string | undefined;
    },
    page: { readonly limit?: number | undefined; readonly cursor?: string | undefined },
    viewer: Viewer | null,
  ): Promise<{ items: Task[]; nextCursor: string | null }> {
    const limit = toLimit(page.limit);
    const values: unknown[] = [];
    const where = ['true'];
    const place = (value: unknown) => `$${values.push(value)}`;
    if (filter.open !== undefined) where.push(`k.done_at is ${filter.open ? '' : 'not '}null`);
    if (filter.kind !== undefined) where.push(`k.kind = ${place(filter.kind)}`);
    if (filter.ticketId !== undefined) where.push(`coalesce(t.merged_into, t.id) = ${place(filter.ticketId)}::uuid`);
    if (filter.groupId !== undefined) where.push(`k.group_id = ${place(filter.groupId)}::uuid`);
    if (viewer !== null) where.push(seenBy(viewer, 'lead', place));
    if (page.cursor !== undefined) {
      const [at, id] = decodeCursor(page.cursor, 2);
      where.push(`(k.created_at, k.id) > (${place(at)}::timestamptz, ${place(id)}::uuid)`);
    }
    const rows = await this.database.sql.query<Task>(
      `${SELECT} where ${where.join(' and ')} order by k.created_at, k.id limit ${limit + 1}`,
      values,
    );
    const items = rows.slice(0, limit);
    const last = items.at(-1);
    return { items, nextCursor: rows.length > limit && last ? encodeCursor([last.createdAt.toISOString(), last.id]) : null };
  }

  /** Throws `PermanentError` (`task_unknown`). */
  async get(id: string): Promise<Task> {
    const [row] = isUuid(id) ? await this.database.sql.query<Task>(`${SELECT} where k.id = $1::uuid`, [id]) : [];
    if (row === undefined) throw new PermanentError(`there is no task ${id}`, { code: 'task_unknown' });
    return row;
  }

  /** False when it was done already. */
  async finish(transaction: Transaction, id: string, outcome: string | null, actor: Actor, now: Date): Promise<boolean> {
    const rows = await transaction.query(
      'update tasks set done_at = $2, done_by = $3, outcome = $4 where id = $1::uuid and done_at is null returning id',
      [id, now, JSON.stringify(actor), outcome],
    );
    return rows.length > 0;
  }

  /** What was wanted under these keys and came otherwise; what is done already stays as it was. */
  async finishKeys(transaction: Transaction, keys: readonly string[], actor: Actor, now: Date): Promise<void> {
    if (keys.length === 0) return;
    await transaction.query('update tasks set done_at = $2, done_by = $3 where key = any($1::text[]) and done_at is null', [
      keys,
      now,
      JSON.stringify(actor),
    ]);
  }

  /** False when it is not done. */
  async reopen(transaction: Transaction, id: string): Promise<boolean> {
    const rows = await transaction.query(
      'update tasks set done_at = null, done_by = null, outcome = null where id = $1::uuid and done_at is not null returning id',
      [id],
    );
    return rows.length > 0;
  }

  /** Takes it away, as if it had not been given. False when it was done already. */
  async remove(transaction: Transaction, id: string): Promise<boolean> {
    const rows = await transaction.query('delete from tasks where id = $1::uuid and done_at is null returning id', [id]);
    return rows.length > 0;
  }
}
