import { Inject, Injectable } from '@nestjs/common';
import { DATABASE, type Database, type Sql, type Transaction } from '#database';
import { seenBy, seesTicketOrContact, type Viewer } from '../agents/viewer.js';
import type { Affected } from '../desk/schema/affected.js';
import type { Actor } from '../tickets/actor.js';
import type { TouchedTime } from './compute-compensation.js';
import { decodeCursor, encodeCursor, toLimit } from '../tickets/page-cursor.js';

export type Linked = 'hand' | 'filter' | 'alert';

export interface Incident {
  readonly id: string;
  /** The problem ticket, where it leads after merges. */
  readonly ticketId: string;
  readonly ticketNumber: string;
  readonly title: string;
  readonly state: 'open' | 'closed';
  readonly startedAt: Date;
  readonly endedAt: Date | null;
  readonly openedAt: Date;
  readonly openedBy: Actor;
  readonly affected: Affected | null;
  readonly customers: number;
  readonly tickets: number;
  readonly told: number;
}

export interface AffectedCustomer extends TouchedTime {
  readonly contactId: string;
  readonly displayName: string | null;
  readonly plan: string | null;
  readonly company: string | null;
  readonly ticketId: string | null;
  readonly ticketNumber: string | null;
  readonly how: Linked;
  readonly linkedAt: Date;
  /** What he was told, and what became of it. */
  readonly told: readonly { readonly kind: string; readonly at: string; readonly outcome: string }[];
}

const SELECT = `select i.id, t.id as "ticketId", t.number as "ticketNumber", i.title, i.state, i.started_at as "startedAt", i.ended_at as "endedAt",
    i.opened_at as "openedAt", i.opened_by as "openedBy", i.affected,
    (select count(*)::int from incident_customers c where c.incident_id = i.id) as customers,
    (select count(*)::int from incident_tickets l where l.incident_id = i.id) as tickets,
    (select count(distinct s.contact_id)::int from incident_tellings s join incident_notices n on n.id = s.notice_id
      where n.incident_id = i.id and s.outcome = 'queued') as told
  from incidents i join tickets own on own.id = i.ticket_id join tickets t on t.id = coalesce(own.merged_into, own.id)`;

@Injectable()
export class IncidentRepository {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /** Once for a problem ticket. False: it is one already. */
  async insert(
    transaction: Transaction,
    incident: {
      readonly id: string;
      readonly ticketId: string;
      readonly title: string;
      readonly startedAt: Date;
      readonly affected: Affected | null;
    },
    by: Actor,
    now: Date,
  ): Promise<boolean> {
    const { id, ticketId, title, startedAt, affected } = incident;
    const rows = await transaction.query(
      `insert into incidents (id, ticket_id, title, state, started_at, opened_at, opened_by, affected) values ($1, $2, $3, 'open', $4, $5, $6, $7)
       on conflict (ticket_id) do nothing returning id`,
      [id, ticketId, title, startedAt, now, JSON.stringify(by), affected === null ? null : JSON.stringify(affected)],
    );
    return rows.length > 0;
  }

  async find(id: string, sql: Sql = this.database.sql): Promise<Incident | null> {
    const [row] = await sql.query<Incident>(`${SELECT} where i.id = $1::uuid`, [id]);
    return row ?? null;
  }

  /** Held until the transaction ends; null where it is closed or there is none. */
  async holdOpen(transaction: Transaction, id: string): Promise<Incident | null> {
    const rows = await transaction.query(`select 1 from incidents where id = $1::uuid and state = 'open' for update`, [id]);
    return rows.length === 0 ? null : this.find(id, transaction);
  }

  /** Held until the transaction ends, open or closed. */
  async hold(transaction: Transaction, id: string): Promise<void> {
    await transaction.query('select 1 from incidents where id = $1::uuid for update', [id]);
  }

  /** Newest first. An incident is seen with its problem. */
  async list(
    filter: { readonly state?: 'open' | 'closed' | undefined; readonly ticketId?: string | undefined; readonly viewer?: Viewer | null },
    page: { readonly limit?: number | undefined; readonly cursor?: string | undefined },
  ): Promise<{ items: Incident[]; nextCursor: string | null }> {
    const limit = toLimit(page.limit);
    const values: unknown[] = [];
    const where = ['true'];
    const place = (value: unknown) => `$${values.push(value)}`;
    if (filter.viewer) where.push(seenBy(filter.viewer, 't', place));
    if (filter.state !== undefined) where.push(`i.state = ${place(filter.state)}`);
    if (filter.ticketId !== undefined) {
      const at = place(filter.ticketId);
      where.push(
        `(t.id = ${at}::uuid or exists (select 1 from incident_tickets l where l.incident_id = i.id and l.ticket_id = ${at}::uuid))`,
      );
    }
    if (page.cursor !== undefined) {
      const [at, id] = decodeCursor(page.cursor, 2);
      where.push(`(i.opened_at, i.id) < (${place(at)}::timestamptz, ${place(id)}::uuid)`);
    }
    const rows = await this.database.sql.query<Incident>(
      `${SELECT} where ${where.join(' and ')} order by i.opened_at desc, i.id desc limit ${limit + 1}`,
      values,
    );
    const items = rows.slice(0, limit);
    const last = items.at(-1);
    return { items, nextCursor: rows.length > limit && last ? encodeCursor([last.openedAt.toISOString(), last.id]) : null };
  }

  async listCustomers(
    incidentId: string,
    page: { readonly limit?: number | undefined; readonly cursor?: string | undefined },
    viewer: Viewer | null = null,
  ): Promise<{ items: AffectedCustomer[]; nextCursor: string | null }> {
    const limit = toLimit(page.limit);
    const [after] = page.cursor === undefined ? [null] : decodeCursor(page.cursor, 1);
    const values: unknown[] = [incidentId, after];
    const seen = viewer === null ? 'true' : seesTicketOrContact(viewer, 'c.ticket_id', 'c.contact_id', (value) => `$${values.push(value)}`);
    const rows = await this.database.sql.query<AffectedCustomer>(
      `select c.contact_id as "contactId", k.display_name as "displayName", p.plan, p.company, t.id as "ticketId", t.number as "ticketNumber", c.how,
         c.linked_at as "linkedAt", c.touched_from as "touchedFrom", c.touched_until as "touchedUntil", coalesce((select json_agg(json_build_object('kind', n.kind, 'at', s.at, 'outcome', s.outcome) order by s.at, n.kind)
           from incident_notices n join incident_tellings s on s.notice_id = n.id and s.contact_id = c.contact_id where n.incident_id = c.incident_id), '[]') as told
       from incident_customers c join contacts k on k.id = c.contact_id left join contact_profiles p on p.contact_id = c.contact_id
       left join tickets own on own.id = c.ticket_id left join tickets t on t.id = coalesce(own.merged_into, own.id)
       where c.incident_id = $1::uuid and ($2::uuid is null or c.contact_id > $2::uuid) and ${seen} order by c.contact_id limit ${limit + 1}`,
      values,
    );
    const items = rows.slice(0, limit);
    return { items, nextCursor: rows.length > limit ? encodeCursor([items.at(-1)!.contactId]) : null };
  }

  async close(transaction: Transaction, id: string, endedAt: Date, now: Date): Promise<void> {
    await transaction.query(`update incidents set state = 'closed', ended_at = $2, closed_at = $3 where id = $1::uuid`, [id, endedAt, now]);
  }

  /** The tickets that go with it and are not done, the problem itself among them. */
  async findOpenTickets(transaction: Transaction, id: string): Promise<string[]> {
    const rows = await transaction.query<{ id: string }>(
      `select distinct t.id from (select ticket_id from incident_tickets where incident_id = $1::uuid union select ticket_id from incidents where id = $1::uuid) l
       join tickets own on own.id = l.ticket_id join tickets t on t.id = coalesce(own.merged_into, own.id) where t.status not in ('solved', 'closed')`,
      [id],
    );
    return rows.map((row) => row.id);
  }

  /** The newest open incident that touches each ticket's category or one of its tags. */
  async findTouching(transaction: Transaction, ticketIds: readonly string[]): Promise<{ ticketId: string; incidentId: string }[]> {
    return transaction.query<{ ticketId: string; incidentId: string }>(
      `select t.id as "ticketId", i.id as "incidentId" from tickets t join lateral (
         select i.id from incidents i where i.state = 'open' and i.ticket_id <> t.id
           and ((i.affected->'categories') ? t.category or (i.affected->'tags') ?| t.tags)
         order by i.opened_at desc limit 1) i on true where t.id = any($1::uuid[])`,
      [[...ticketIds]],
    );
  }
}
