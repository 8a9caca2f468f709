import { Inject, Injectable } from '@nestjs/common';
import { eventIdOf } from '#contracts';
import { DATABASE, type Database, type Sql, type Transaction } from '#database';
import { seesTicketOrContact, type Viewer } from '../agents/viewer.js';
import type { Actor } from '../tickets/actor.js';
import type { TouchedTime } from './compute-compensation.js';
import { decodeCursor, encodeCursor, toLimit } from '../tickets/page-cursor.js';

export type CompensationState = 'proposed' | 'approved' | 'refused';

export interface NewCompensation {
  /** One for each. */
  readonly key: string;
  readonly ticketId: string | null;
  readonly contactId: string;
  readonly incidentId: string | null;
  readonly policy: string;
  readonly amount: number;
  readonly unit: string;
  readonly reason: string;
  readonly basis: Readonly<Record<string, unknown>>;
}

export interface Compensation extends Omit<NewCompensation, 'key'> {
  readonly id: string;
  readonly ticketNumber: string | null;
  readonly displayName: string | null;
  readonly state: CompensationState;
  readonly proposedAt: Date;
  readonly proposedBy: Actor;
  readonly decidedAt: Date | null;
  readonly decidedBy: Actor | null;
  readonly note: string | null;
}

export interface TouchedCustomer extends TouchedTime {
  readonly contactId: string;
  readonly ticketId: string | null;
  readonly displayName: string | null;
  readonly plan: string | null;
}

const SELECT = `select k.id, k.ticket_id as "ticketId", t.number as "ticketNumber", k.contact_id as "contactId", c.display_name as "displayName",
    k.incident_id as "incidentId", k.policy, k.amount::float8 as amount, k.unit, k.reason, k.basis, k.state, k.proposed_at as "proposedAt",
    k.proposed_by as "proposedBy", k.decided_at as "decidedAt", k.decided_by as "decidedBy", k.note
  from compensations k left join tickets t on t.id = k.ticket_id left join contacts c on c.id = k.contact_id`;

@Injectable()
export class CompensationRepository {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  get sql(): Sql {
    return this.database.sql;
  }

  /** What was decided stays; what is only proposed is proposed anew. Returns how many there are. */
  async propose(transaction: Transaction, wanted: readonly NewCompensation[], by: Actor, now: Date): Promise<number> {
    if (wanted.length === 0) return 0;
    const rows = await transaction.query(
      `insert into compensations as known (id, key, ticket_id, contact_id, incident_id, policy, amount, unit, reason, basis, state, proposed_at, proposed_by)
       select id, key, "ticketId", "contactId", "incidentId", policy, amount, unit, reason, basis, 'proposed', $2::timestamptz, $3::jsonb
       from json_to_recordset($1::json) as w (id uuid, key text, "ticketId" uuid, "contactId" uuid, "incidentId" uuid, policy text, amount numeric, unit text,
         reason text, basis jsonb) order by key
       on conflict (key) do update set amount = excluded.amount, unit = excluded.unit, reason = excluded.reason, basis = excluded.basis
       where known.state = 'proposed' returning id`,
      [JSON.stringify(wanted.map((each) => ({ ...each, id: eventIdOf(`compensation:${each.key}`) }))), now, JSON.stringify(by)],
    );
    return rows.length;
  }

  async find(id: string, sql: Sql = this.database.sql): Promise<Compensation | null> {
    const [row] = await sql.query<Compensation>(`${SELECT} where k.id = $1::uuid`, [id]);
    return row ?? null;
  }

  /** False when it was decided already. */
  async decide(
    transaction: Transaction,
    id: string,
    state: 'approved' | 'refused',
    by: Actor,
    note: string | null,
    now: Date,
  ): Promise<boolean> {
    const rows = await transaction.query(
      `update compensations set state = $2, decided_at = $3, decided_by = $4, note = $5 where id = $1::uuid and state = 'proposed' returning id`,
      [id, state, now, JSON.stringify(by), note],
    );
    return rows.length > 0;
  }

  /** It waits for a decision again. False when it does already. */
  async reopen(transaction: Transaction, id: string): Promise<boolean> {
    const rows = await transaction.query(
      `update compensations set state = 'proposed', decided_at = null, decided_by = null, note = null
       where id = $1::uuid and state <> 'proposed' returning id`,
      [id],
    );
    return rows.length > 0;
  }

  /** Oldest first. */
  async list(
    filter: {
      readonly state?: CompensationState | undefined;
      readonly ticketId?: string | undefined;
      readonly incidentId?: string | undefined;
      /** Who asks; null or absent sees all. */
      readonly viewer?: Viewer | null;
    },
    page: { readonly limit?: number | undefined; readonly cursor?: string | undefined },
  ): Promise<{ items: Compensation[]; nextCursor: string | null }> {
    const limit = toLimit(page.limit);
    const values: unknown[] = [];
    const where = ['true'];
    const place = (value: unknown) => `$${values.push(value)}`;
    if (filter.state !== undefined) where.push(`k.state = ${place(filter.state)}`);
    if (filter.ticketId !== undefined) where.push(`k.ticket_id = ${place(filter.ticketId)}::uuid`);
    if (filter.incidentId !== undefined) where.push(`k.incident_id = ${place(filter.incidentId)}::uuid`);
    if (filter.viewer) where.push(seesTicketOrContact(filter.viewer, 'k.ticket_id', 'k.contact_id', place));
    if (page.cursor !== undefined) {
      const [at, id] = decodeCursor(page.cursor, 2);
      where.push(`(k.proposed_at, k.id) > (${place(at)}::timestamptz, ${place(id)}::uuid)`);
    }
    const rows = await this.database.sql.query<Compensation>(
      `${SELECT} where ${where.join(' and ')} order by k.proposed_at, k.id limit ${limit + 1}`,
      values,
    );
    const items = rows.slice(0, limit);
    const last = items.at(-1);
    return { items, nextCursor: rows.length > limit && last ? encodeCursor([last.proposedAt.toISOString(), last.id]) : null };
  }

  /** Whom an incident touches, with what their compensation depends on. */
  async readAffected(sql: Sql, incidentId: string, viewer: Viewer | null = null): Promise<TouchedCustomer[]> {
    const values: unknown[] = [incidentId];
    const seen = viewer === null ? 'true' : seesTicketOrContact(viewer, 'c.ticket_id', 'c.contact_id', (value) => `$${values.push(value)}`);
    return sql.query(
      `select c.contact_id as "contactId", c.ticket_id as "ticketId", k.display_name as "displayName", p.plan,
         c.touched_from as "touchedFrom", c.touched_until as "touchedUntil"
       from incident_customers c join contacts k on k.id = c.contact_id left join contact_profiles p on p.contact_id = c.contact_id
       where c.incident_id = $1::uuid and ${seen} order by c.contact_id`,
      values,
    );
  }
}
