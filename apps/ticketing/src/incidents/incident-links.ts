import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';
import type { Affected } from '../desk/schema/affected.js';
import type { Linked } from './incident.repository.js';

/** Whom an incident touches: by tickets, by name, by what the desk knows of them. Nobody is linked twice. */
@Injectable()
export class IncidentLinks {
  /** Tickets and the customers they are of. Returns how many customers are new. */
  async linkTickets(transaction: Transaction, incidentId: string, asked: readonly string[], how: Linked, now: Date): Promise<number> {
    if (how === 'hand') await takeBack(transaction, incidentId, asked);
    const ticketIds = how === 'hand' ? asked : await leaveReleased(transaction, incidentId, asked);
    await transaction.query(
      `insert into incident_tickets (incident_id, ticket_id, how, linked_at)
       select $1, t.id, $3, $4 from unnest($2::uuid[]) as t (id) order by t.id on conflict do nothing`,
      [incidentId, [...ticketIds], how, now],
    );
    const rows = await transaction.query(
      `insert into incident_customers as known (incident_id, contact_id, ticket_id, how, linked_at)
       select distinct on (coalesce(c.merged_into, c.id)) $1::uuid, coalesce(c.merged_into, c.id), t.id, $3, $4::timestamptz
       from tickets t join contacts c on c.id = t.contact_id where t.id = any($2::uuid[]) and t.id <> (select ticket_id from incidents where id = $1::uuid)
       order by coalesce(c.merged_into, c.id), t.opened_at desc
       on conflict (incident_id, contact_id) do update set ticket_id = excluded.ticket_id where known.ticket_id is null
       returning (xmax = 0) as fresh`,
      [incidentId, [...ticketIds], how, now],
    );
    return rows.length;
  }

  /** Tickets that were opened to tell them. */
  async keepOwnTickets(
    transaction: Transaction,
    incidentId: string,
    opened: readonly { readonly ticketId: string; readonly contactId: string }[],
    now: Date,
  ): Promise<void> {
    const values = [incidentId, opened.map(({ ticketId }) => ticketId), opened.map(({ contactId }) => contactId)];
    await transaction.query(
      `update incident_customers c set ticket_id = o.ticket_id from unnest($2::uuid[], $3::uuid[]) as o (ticket_id, contact_id)
       where c.incident_id = $1::uuid and c.contact_id = o.contact_id`,
      values,
    );
    await transaction.query(
      `insert into incident_tickets (incident_id, ticket_id, how, linked_at) select $1, t.id, 'notice', $3 from unnest($2::uuid[]) as t (id) on conflict do nothing`,
      [incidentId, values[1], now],
    );
  }

  async linkContacts(transaction: Transaction, incidentId: string, contactIds: readonly string[], how: Linked, now: Date): Promise<number> {
    if (how === 'hand') await takeBack(transaction, incidentId, contactIds);
    const rows = await transaction.query(
      `insert into incident_customers (incident_id, contact_id, how, linked_at)
       select distinct $1::uuid, coalesce(merged_into, id), $3, $4::timestamptz from contacts where id = any($2::uuid[]) order by 2
       on conflict do nothing returning contact_id`,
      [incidentId, [...contactIds], how, now],
    );
    return rows.length;
  }

  /** Since when and until when it touches those who are named, and whoever was linked at this moment. What is absent stays. */
  async keepTimes(
    transaction: Transaction,
    incidentId: string,
    named: { readonly tickets: readonly string[]; readonly contacts: readonly string[] },
    { from, until }: { readonly from: Date | undefined; readonly until: Date | undefined },
    now: Date,
  ): Promise<void> {
    if (from === undefined && until === undefined) return;
    await transaction.query(
      `update incident_customers set touched_from = coalesce($4::timestamptz, touched_from), touched_until = coalesce($5::timestamptz, touched_until)
       where incident_id = $1::uuid and (linked_at = $6::timestamptz or contact_id in (
         select coalesce(c.merged_into, c.id) from contacts c where c.id = any($2::uuid[]) or c.id in (select contact_id from tickets where id = any($3::uuid[]))))`,
      [incidentId, [...named.contacts], [...named.tickets], from ?? null, until ?? null, now],
    );
  }

  /** At most `most`. With conditions on tickets his newest such ticket goes along. */
  async linkAffected(
    transaction: Transaction,
    incidentId: string,
    filter: Affected,
    how: Linked,
    most: number,
    now: Date,
  ): Promise<number> {
    const values: unknown[] = [incidentId, how, now];
    const place = (value: unknown) => `$${values.push(value)}`;
    const ofContact = toContactConditions(filter, place);
    const ofTicket = toTicketConditions(filter, place);
    const ticket =
      ofTicket.length === 0
        ? 'cross join (select null::uuid as id) k'
        : `join lateral (select t.id from tickets t where t.contact_id in (select id from contacts o where o.id = c.id or o.merged_into = c.id)
             and t.merged_into is null and not t.folded and t.status in ('new', 'open', 'pending')
             and t.id <> (select ticket_id from incidents where id = $1::uuid) and ${notReleased('t.id')} and ${ofTicket.join(' and ')} order by t.opened_at desc limit 1) k on true`;
    const rows = await transaction.query<{ ticketId: string | null }>(
      `insert into incident_customers (incident_id, contact_id, ticket_id, how, linked_at)
       select $1::uuid, c.id, k.id, $2, $3::timestamptz from contacts c left join contact_profiles p on p.contact_id = c.id ${ticket}
       where c.merged_into is null and ${notReleased('c.id')} ${ofContact.map((each) => `and ${each}`).join(' ')} order by c.id limit ${place(most)}
       on conflict do nothing returning ticket_id as "ticketId"`,
      values,
    );
    const tickets = rows.flatMap(({ ticketId }) => ticketId ?? []);
    if (tickets.length > 0)
      await transaction.query(
        'insert into incident_tickets (incident_id, ticket_id, how, linked_at) select $1, t.id, $3, $4 from unnest($2::uuid[]) as t (id) order by t.id on conflict do nothing',
        [incidentId, tickets, how, now],
      );
    return rows.length;
  }
}

/** `$1` is the incident. */
function notReleased(subject: string): string {
  return `not exists (select 1 from incident_releases r where r.incident_id = $1::uuid and r.subject = ${subject})`;
}

/** A person links again what was taken out: tickets with whom they are of, or customers. */
async function takeBack(transaction: Transaction, incidentId: string, ids: readonly string[]): Promise<void> {
  await transaction.query(
    `delete from incident_releases where incident_id = $1::uuid and subject in (
       select unnest($2::uuid[]) union select coalesce(c.merged_into, c.id) from tickets t join contacts c on c.id = t.contact_id where t.id = any($2::uuid[]))`,
    [incidentId, [...ids]],
  );
}

async function leaveReleased(transaction: Transaction, incidentId: string, ticketIds: readonly string[]): Promise<string[]> {
  const rows = await transaction.query<{ id: string }>(
    `select t.id from tickets t join contacts c on c.id = t.contact_id
     where t.id = any($2::uuid[]) and ${notReleased('t.id')} and ${notReleased('coalesce(c.merged_into, c.id)')}`,
    [incidentId, [...ticketIds]],
  );
  return rows.map(({ id }) => id);
}

type Place = (value: unknown) => string;

function toContactConditions({ plans, classes, companies, fields }: Affected, place: Place): string[] {
  const among = (column: string, words: readonly string[]) =>
    `lower(${column}) = any(${place(words.map((word) => word.toLowerCase()))}::text[])`;
  return [
    ...(plans === undefined ? [] : [among('p.plan', plans)]),
    ...(classes === undefined ? [] : [among('p.class', classes)]),
    ...(companies === undefined ? [] : [among('p.company', companies)]),
    ...(fields === undefined ? [] : [`p.fields @> ${place(JSON.stringify(fields))}::jsonb`]),
  ];
}

function toTicketConditions({ categories, tags, inboxes }: Affected, place: Place): string[] {
  return [
    ...(categories === undefined ? [] : [`t.category = any(${place(categories)}::text[])`]),
    ...(tags === undefined ? [] : [`t.tags && ${place(tags)}::text[]`]),
    ...(inboxes === undefined ? [] : [`t.inbox_id = any(${place(inboxes)}::text[])`]),
  ];
}
