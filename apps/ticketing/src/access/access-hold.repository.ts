import { Injectable } from '@nestjs/common';
import type { Sql, Transaction } from '#database';

export interface AccessHold {
  readonly ticketId: string;
  readonly rule: string;
  /** By which he came; null: a service was asked for. */
  readonly entryId: string | null;
}

/** Tickets that wait for nobody, for who came by a door that is not for him. */
@Injectable()
export class AccessHoldRepository {
  /** By rules that the desk has. */
  async findHeld(sql: Sql, ticketIds: readonly string[], rules: readonly string[]): Promise<Set<string>> {
    const rows = await sql.query<{ id: string }>(
      'select distinct ticket_id as id from access_refusals where ticket_id = any($1::uuid[]) and held and rule = any($2::text[])',
      [ticketIds, rules],
      'access_find_held',
    );
    return new Set(rows.map(({ id }) => id));
  }

  async list(sql: Sql, ticketIds: readonly string[]): Promise<AccessHold[]> {
    return sql.query<AccessHold>(
      `select ticket_id as "ticketId", rule, entry_id as "entryId" from access_refusals where ticket_id = any($1::uuid[]) and held order by ticket_id, rule`,
      [ticketIds],
      'access_list_holds',
    );
  }

  /** Of these people, whoever they were merged with. */
  async findTicketsOf(sql: Sql, contactIds: readonly string[]): Promise<string[]> {
    const rows = await sql.query<{ id: string }>(
      `select distinct r.ticket_id as id from contacts c
       join contacts same on coalesce(same.merged_into, same.id) = coalesce(c.merged_into, c.id)
       join tickets t on t.contact_id = same.id join access_refusals r on r.ticket_id = t.id and r.held where c.id = any($1::uuid[])`,
      [contactIds],
    );
    return rows.map(({ id }) => id);
  }

  async release(transaction: Transaction, holds: readonly Pick<AccessHold, 'ticketId' | 'rule'>[]): Promise<void> {
    if (holds.length === 0) return;
    await transaction.query(
      `update access_refusals r set held = false from unnest($1::uuid[], $2::text[]) as w (ticket_id, rule)
       where r.ticket_id = w.ticket_id and r.rule = w.rule and r.held`,
      [holds.map(({ ticketId }) => ticketId), holds.map(({ rule }) => rule)],
    );
  }
}
