import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { DATABASE, type Database, type Sql, type Transaction } from '#database';
import { CLOCK, type Clock, PermanentError } from '#runtime';
import { raiseContactVersion } from '../contacts/contact-version.js';
import { Effects } from '../idempotency/effects.js';
import { type Actor, toRecordEntry } from '../tickets/actor.js';
import { toStorable } from '../tickets/storable.js';
import { isUuid } from '../tickets/ticket.repository.js';
import type { TicketDraft } from '../tickets/ticket-draft.js';
import { TicketWork } from '../tickets/ticket-work.js';
import type { WorkUnit } from '../tickets/work-unit.js';

/** Something a contact bought and uses. */
export interface Product {
  readonly id: string;
  readonly name: string;
  readonly model: string | null;
  readonly version: string | null;
  readonly serial: string | null;
  /** `YYYY-MM-DD`. */
  readonly boughtOn: string | null;
  readonly orderNumber: string | null;
  readonly fields: Readonly<Record<string, unknown>>;
}
export type ProductWish = Omit<Product, 'id'>;

export interface Order {
  readonly number: string;
  readonly placedAt: Date | null;
  readonly status: string | null;
  readonly total: string | null;
  readonly url: string | null;
  readonly fields: Readonly<Record<string, unknown>>;
}
export type OrderWish = Omit<Order, 'placedAt'> & { readonly placedAt: string | null };

const OWN = 'c.contact_id in (select id from contacts where id = $1::uuid or merged_into = $1::uuid)';

/** What contacts have bought, as their CRM or agents tell it, and the orders that tickets are about. */
@Injectable()
export class Purchases {
  constructor(
    private readonly work: TicketWork,
    private readonly effects: Effects,
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async listProducts(contactId: string): Promise<Product[]> {
    const id = await this.findContact(this.database.sql, contactId);
    return this.database.sql.query<Product & { [column: string]: unknown }>(
      `select c.id, c.name, c.model, c.version, c.serial, to_char(c.bought_on, 'YYYY-MM-DD') as "boughtOn", c.order_number as "orderNumber", c.fields
       from contact_products c where ${OWN} order by c.bought_on desc nulls last, c.id`,
      [id],
    );
  }

  /** All of them, in the place of the former. Throws `PermanentError`: `contact_unknown`, `version_conflict`. */
  async setProducts(contactId: string, given: readonly ProductWish[], expectedVersion?: number): Promise<Product[]> {
    const products = toStorable(given);
    await this.effects.run(async (transaction) => {
      const id = await this.lockContact(transaction, contactId);
      await raiseContactVersion(transaction, id, expectedVersion);
      await transaction.query(`delete from contact_products c where ${OWN}`, [id]);
      const rows = products.map(({ boughtOn, orderNumber, ...product }) => ({
        ...product,
        ...{ id: randomUUID(), contact_id: id, bought_on: boughtOn, order_number: orderNumber },
      }));
      await transaction.query(
        `insert into contact_products (id, contact_id, name, model, version, serial, bought_on, order_number, fields, changed_at)
         select id, contact_id, name, model, version, serial, bought_on, order_number, fields, $2::timestamptz
         from json_to_recordset($1::json) as p (id uuid, contact_id uuid, name text, model text, version text, serial text, bought_on date,
           order_number text, fields jsonb)`,
        [JSON.stringify(rows), this.clock.now()],
      );
    });
    return this.listProducts(contactId);
  }

  async listOrders(contactId: string): Promise<Order[]> {
    return this.readOrders(this.database.sql, await this.findContact(this.database.sql, contactId));
  }

  /** Newest first; `id` of a contact that is not merged into another. */
  readOrders(sql: Sql, id: string): Promise<Order[]> {
    return sql.query<Order & { [column: string]: unknown }>(
      `select c.number, c.placed_at as "placedAt", c.status, c.total, c.url, c.fields from contact_orders c where ${OWN}
       order by c.placed_at desc nulls last, c.number limit 200`,
      [id],
    );
  }

  /** Those named, each by its number; others stay. Throws `PermanentError`: `contact_unknown`, `version_conflict`, `order_of_another`. */
  async putOrders(contactId: string, given: readonly OrderWish[], expectedVersion?: number): Promise<Order[]> {
    const orders = toStorable(given);
    await this.effects.run(async (transaction) => {
      const id = await this.lockContact(transaction, contactId);
      await raiseContactVersion(transaction, id, expectedVersion);
      const rows = orders.map(({ placedAt, ...order }) => ({ ...order, placed_at: placedAt }));
      const written = await transaction.query<{ number: string }>(
        `insert into contact_orders as known (number, contact_id, placed_at, status, total, url, fields, changed_at)
         select number, $2::uuid, placed_at, status, total, url, fields, $3::timestamptz
         from json_to_recordset($1::json) as o (number text, placed_at timestamptz, status text, total text, url text, fields jsonb) order by number
         on conflict (number) do update set placed_at = excluded.placed_at, status = excluded.status, total = excluded.total, url = excluded.url,
           fields = excluded.fields, changed_at = excluded.changed_at
         where known.contact_id in (select id from contacts where id = $2::uuid or merged_into = $2::uuid) returning number`,
        [JSON.stringify(rows), id, this.clock.now()],
      );
      const missing = orders.filter(({ number }) => !written.some((row) => row.number === number));
      if (missing.length > 0)
        throw new PermanentError(`${missing.map(({ number }) => number).join(', ')} is an order of somebody else`, {
          code: 'order_of_another',
        });
    });
    return this.listOrders(contactId);
  }

  /** The thread says so; linked again it stays as it is. An order that nobody told of is linked by its number alone. */
  async linkOrder(idOrNumber: string, orderNumber: string, actor: Actor): Promise<void> {
    const number = toStorable(orderNumber).trim();
    await this.work.run(async (unit) => this.linkIn(unit, await unit.lockLead(idOrNumber), number, actor));
  }

  /** As `linkOrder`, of a locked ticket and as a part of other work. */
  async linkIn(unit: WorkUnit, draft: TicketDraft, number: string, actor: Actor): Promise<void> {
    const fresh = await unit.transaction.query(
      'insert into ticket_orders (ticket_id, order_number, actor, linked_at) values ($1, $2, $3, $4) on conflict do nothing returning ticket_id',
      [draft.id, number, JSON.stringify(actor), unit.now],
    );
    if (fresh.length === 0) return;
    const text = `Linked with order ${number}`;
    const record = {
      id: randomUUID(),
      ticketId: draft.id,
      direction: 'system' as const,
      actor,
      text,
      code: 'order.linked' as const,
      data: { number },
    };
    unit.addEntry(draft, null, (seq) => toRecordEntry({ ...record, seq }, unit.now));
  }

  /** Throws `PermanentError` (`order_unknown`). */
  async unlinkOrder(idOrNumber: string, number: string, actor: Actor): Promise<void> {
    await this.work.run(async (unit) => {
      const draft = await unit.lockLead(idOrNumber);
      const gone = await unit.transaction.query(
        'delete from ticket_orders where ticket_id = $1::uuid and order_number = $2 returning ticket_id',
        [draft.id, number],
      );
      if (gone.length === 0) throw new PermanentError(`the ticket is not linked with order ${number}`, { code: 'order_unknown' });
      const text = `The link with order ${number} was taken away`;
      unit.addEntry(draft, null, (seq) =>
        toRecordEntry(
          { id: randomUUID(), ticketId: draft.id, seq, direction: 'system', actor, text, code: 'order.unlinked', data: { number } },
          unit.now,
        ),
      );
    });
  }

  /** Linked orders with what is known of each, and the contact's products. Throws `PermanentError` (`ticket_unknown`). */
  async listOf(ticketId: string): Promise<{ orders: Order[]; products: Product[] }> {
    const orders = await this.database.sql.query<Order & { [column: string]: unknown }>(
      `select o.order_number as number, c.placed_at as "placedAt", c.status, c.total, c.url, coalesce(c.fields, '{}') as fields
       from ticket_orders o left join contact_orders c on c.number = o.order_number
       where o.ticket_id in (select id from tickets where id = $1::uuid or merged_into = $1::uuid) order by o.linked_at, o.order_number`,
      [ticketId],
    );
    const [ticket] = await this.database.sql.query<{ contact_id: string }>('select contact_id from tickets where id = $1::uuid', [
      ticketId,
    ]);
    return { orders, products: ticket === undefined ? [] : await this.listProducts(ticket.contact_id) };
  }

  /** Who it is now, merged or not. Throws `PermanentError` (`contact_unknown`). */
  async findContact(sql: Sql, id: string, lock = ''): Promise<string> {
    const [row] = isUuid(id)
      ? await sql.query<{ id: string }>(`select coalesce(merged_into, id) as id from contacts where id = $1::uuid ${lock}`, [id])
      : [];
    if (row === undefined) throw new PermanentError(`there is no contact ${id}`, { code: 'contact_unknown' });
    return row.id;
  }

  private lockContact(transaction: Transaction, id: string): Promise<string> {
    return this.findContact(transaction, id, 'for no key update');
  }
}
