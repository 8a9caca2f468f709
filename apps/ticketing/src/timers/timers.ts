import { Injectable } from '@nestjs/common';
import type { Sql, Transaction } from '#database';
import { ConfigurationError } from '#runtime';
import type { WorkUnit } from '../tickets/work-unit.js';
import type { NewTimer, Timer } from './timer.js';

/** What runs when timers of a kind are due: all of one look at once, in the transaction that takes them away. */
export type TimerHandler = (unit: WorkUnit, due: readonly Timer[]) => Promise<void>;

/** Whatever happens later is a row here, set and taken away in the transaction that wants it so. */
@Injectable()
export class Timers {
  private readonly handlers = new Map<string, TimerHandler>();

  /** Once a kind; call it in `onModuleInit`. */
  handle(kind: string, handler: TimerHandler): void {
    if (this.handlers.has(kind)) throw new ConfigurationError(`timers ${kind} have two handlers`, { code: 'timer_doubled' });
    this.handlers.set(kind, handler);
  }

  handlerOf(kind: string): TimerHandler | undefined {
    return this.handlers.get(kind);
  }

  kinds(): string[] {
    return [...this.handlers.keys()];
  }

  /** Of two with one kind and key the later call holds. */
  async set(transaction: Transaction, timers: readonly NewTimer[]): Promise<void> {
    const last = new Map(timers.map((timer) => [`${timer.kind} ${timer.key}`, timer]));
    if (last.size === 0) return;
    const rows = [...last.keys()].sort().map((name) => {
      const { kind, key, ticketId, dueAt, data } = last.get(name)!;
      return { kind, key, ticket_id: ticketId ?? null, due_at: dueAt, data: data ?? {} };
    });
    await transaction.query(
      `insert into timers (kind, key, ticket_id, due_at, data)
       select kind, key, ticket_id, due_at, data from json_to_recordset($1::json) as t (kind text, key text, ticket_id uuid, due_at timestamptz, data jsonb)
       on conflict (kind, key) do update set ticket_id = excluded.ticket_id, due_at = excluded.due_at, data = excluded.data, tries = 0`,
      [JSON.stringify(rows)],
      'ticketing_set_timers',
    );
  }

  async cancel(transaction: Transaction, kind: string, keys: readonly string[]): Promise<void> {
    if (keys.length === 0) return;
    await transaction.query('delete from timers where kind = $1 and key = any($2::text[])', [kind, [...keys].sort()]);
  }

  /** Of a ticket, next first. */
  async listOf(sql: Sql, ticketId: string): Promise<Timer[]> {
    return sql.query<Timer>(
      'select kind, key, ticket_id as "ticketId", due_at as "dueAt", data from timers where ticket_id = $1::uuid order by due_at, kind, key',
      [ticketId],
    );
  }
}
