import { Inject, Injectable } from '@nestjs/common';
import { advisoryKeyOf, DATABASE, type Database, type Sql, type Transaction } from '#database';
import { PermanentError } from '#runtime';
import { seesTicket, type Viewer } from '../agents/viewer.js';
import { isUuid } from '../tickets/ticket.repository.js';
import type { Actor } from '../tickets/actor.js';
import type { Booking } from './booking.js';

const SELECT = `select b.id, b.service, b.contact_id as "contactId", coalesce(t.merged_into, t.id) as "ticketId", t.number as "ticketNumber",
  b.starts_at as "startsAt", b.ends_at as "endsAt", b.state, b.moves, b.note, b.booked_at as "bookedAt", b.version
  from bookings b join tickets t on t.id = b.ticket_id`;

export interface BookingFilter {
  readonly service?: string | undefined;
  readonly contactId?: string | undefined;
  readonly ticketId?: string | undefined;
  readonly from?: Date | undefined;
  readonly to?: Date | undefined;
  /** Who asks; null or absent sees all. */
  readonly viewer?: Viewer | null;
}

@Injectable()
export class BookingRepository {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /** Throws `PermanentError` (`booking_unknown`). */
  async get(id: string, sql: Sql = this.database.sql): Promise<Booking> {
    const [row] = isUuid(id) ? await sql.query<Booking & { [column: string]: unknown }>(`${SELECT} where b.id = $1::uuid`, [id]) : [];
    if (row === undefined) throw new PermanentError(`there is no booking ${id}`, { code: 'booking_unknown' });
    return row;
  }

  /** In order of their times, at most 200. */
  async list({ service, contactId, ticketId, from, to, viewer = null }: BookingFilter): Promise<Booking[]> {
    const values: unknown[] = [];
    const place = (value: unknown) => `$${values.push(value)}`;
    const where = ['true'];
    if (service !== undefined) where.push(`b.service = ${place(service)}`);
    if (contactId !== undefined) where.push(`b.contact_id = ${place(contactId)}::uuid`);
    if (ticketId !== undefined) where.push(`coalesce(t.merged_into, t.id) = ${place(ticketId)}::uuid`);
    if (from !== undefined) where.push(`b.starts_at >= ${place(from)}`);
    if (to !== undefined) where.push(`b.starts_at < ${place(to)}`);
    if (viewer !== null) where.push(seesTicket(viewer, 'b.ticket_id', place));
    return this.database.sql.query<Booking & { [column: string]: unknown }>(
      `${SELECT} where ${where.join(' and ')} order by b.starts_at, b.id limit 200`,
      values,
    );
  }

  /** How many have each slot, by its beginning in ms; `but`: the id of one that does not count. */
  async count(
    service: string,
    from: Date,
    to: Date,
    { sql = this.database.sql, but = null }: { readonly sql?: Sql; readonly but?: string | null } = {},
  ): Promise<Map<number, number>> {
    const rows = await sql.query<{ starts_at: Date; count: number }>(
      `select starts_at, count(*)::int as count from bookings
       where service = $1 and state <> 'cancelled' and starts_at >= $2 and starts_at < $3 and id is distinct from $4::uuid group by starts_at`,
      [service, from, to, but],
    );
    return new Map(rows.map((row) => [row.starts_at.getTime(), row.count]));
  }

  /** Who books a slot waits for who books it at the same moment. */
  async lockSlot(transaction: Transaction, service: string, startsAt: Date): Promise<void> {
    await transaction.query('select pg_advisory_xact_lock($1::bigint)', [advisoryKeyOf(`booking:${service}:${startsAt.toISOString()}`)]);
  }

  async insert(transaction: Transaction, booking: Omit<Booking, 'ticketNumber'>, actor: Actor): Promise<void> {
    await transaction.query(
      `insert into bookings (id, service, contact_id, ticket_id, starts_at, ends_at, state, note, actor, booked_at, changed_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10)`,
      [
        ...[booking.id, booking.service, booking.contactId, booking.ticketId, booking.startsAt, booking.endsAt, booking.state],
        ...[booking.note, JSON.stringify(actor), booking.bookedAt],
      ],
    );
  }

  async update(
    transaction: Transaction,
    booking: Pick<Booking, 'id' | 'startsAt' | 'endsAt' | 'state' | 'moves'>,
    now: Date,
  ): Promise<void> {
    await transaction.query(
      'update bookings set starts_at = $2, ends_at = $3, state = $4, moves = $5, changed_at = $6, version = version + 1 where id = $1::uuid',
      [booking.id, booking.startsAt, booking.endsAt, booking.state, booking.moves, now],
    );
  }
}
