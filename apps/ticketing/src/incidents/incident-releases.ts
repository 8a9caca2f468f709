import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';
import { PermanentError } from '#runtime';
import { type Actor, toRecordEntry } from '../tickets/actor.js';
import type { TicketDraft } from '../tickets/ticket-draft.js';
import { isUuid } from '../tickets/ticket.repository.js';
import { TicketWork } from '../tickets/ticket-work.js';
import type { WorkUnit } from '../tickets/work-unit.js';
import { lockLeads } from '../teamwork/lock-leads.js';
import { type Incident, IncidentRepository } from './incident.repository.js';

interface Released {
  readonly contactId: string | null;
  readonly tickets: readonly string[];
}

/**
 * Takes customers and tickets out of an incident that does not touch them: nothing further is told to them, nothing is proposed for them, and no rule or filter
 * links them again; a person may. What they were told before stays told.
 */
@Injectable()
export class IncidentReleases {
  constructor(
    private readonly work: TicketWork,
    private readonly incidents: IncidentRepository,
  ) {}

  /** A customer with all his tickets. Throws `PermanentError`: `incident_unknown`, `incident_link_unknown`. */
  async releaseCustomer(id: string, contactId: string, actor: Actor): Promise<Incident> {
    const meant = (transaction: Transaction) => (isUuid(contactId) ? findTickets(transaction, id, contactId) : Promise.resolve([]));
    return this.release(id, actor, meant, async (unit) => {
      if (!isUuid(contactId)) return null;
      const tickets = await removeTickets(unit.transaction, id, { contactId });
      return (await removeCustomer(unit.transaction, id, contactId)) || tickets.length > 0 ? { contactId, tickets } : null;
    });
  }

  /** One ticket by id or number; its customer goes too when that was his only one. Throws `PermanentError`: `ticket_unknown`, `incident_unknown`, `incident_link_unknown`. */
  async releaseTicket(id: string, ticket: string, actor: Actor): Promise<Incident> {
    const meant = () => Promise.resolve([ticket]);
    return this.release(id, actor, meant, async (unit, [draft]) => {
      const { id: ticketId, contactId } = draft!;
      const tickets = await removeTickets(unit.transaction, id, { ticketId });
      if (tickets.length === 0) return null;
      const left = await keepOther(unit.transaction, id, contactId);
      if (left) return { contactId: null, tickets };
      await removeCustomer(unit.transaction, id, contactId);
      return { contactId, tickets };
    });
  }

  /** `meant`: tickets by id or number that go; they and the problem are locked all at once, in the order of everybody. */
  private async release(
    id: string,
    actor: Actor,
    meant: (transaction: Transaction) => Promise<string[]>,
    remove: (unit: WorkUnit, drafts: readonly TicketDraft[]) => Promise<Released | null>,
  ): Promise<Incident> {
    const incident = isUuid(id) ? await this.incidents.find(id) : null;
    if (incident === null) throw new PermanentError(`there is no incident ${id}`, { code: 'incident_unknown' });
    await this.work.run(async (unit) => {
      const [problem, ...drafts] = await lockLeads(unit, [incident.ticketId, ...(await meant(unit.transaction))]);
      await this.incidents.hold(unit.transaction, id);
      const released = await remove(unit, drafts);
      if (released === null)
        throw new PermanentError('the incident is not linked with that', {
          code: 'incident_link_unknown',
          hint: 'GET …/customers lists whom it touches; the problem itself stays',
        });
      const { transaction, now } = unit;
      await keepReleases(transaction, id, [...(released.contactId === null ? [] : [released.contactId]), ...released.tickets], actor, now);
      if (released.contactId !== null) await refuseProposals(transaction, id, released.contactId, actor, now);
      const tickets = await unit.lock([...released.tickets]);
      const after = (await this.incidents.find(id, transaction))!;
      const data = { incident: id, contact: released.contactId, tickets: released.tickets };
      record(
        unit,
        problem!,
        actor,
        `Taken out of the incident: ${tickets.map(({ number }) => number).join(', ') || 'a customer'}; ${after.customers} customers altogether`,
        { ...data, numbers: tickets.map(({ number }) => number), customers: after.customers },
      );
      const told = { ...data, number: incident.ticketNumber, title: incident.title };
      for (const ticket of tickets)
        record(unit, ticket, actor, `Does not belong to the incident ${incident.ticketNumber}: ${incident.title}`, told);
    });
    return (await this.incidents.find(id))!;
  }
}

function record(unit: WorkUnit, draft: TicketDraft, actor: Actor, text: string, data: Record<string, unknown>): void {
  unit.addEntry(draft, null, (seq) =>
    toRecordEntry(
      { id: randomUUID(), ticketId: draft.id, seq, direction: 'system', actor, text, code: 'incident.unlinked', data },
      unit.now,
    ),
  );
}

/** Tickets of a customer that the incident is linked with. */
async function findTickets(transaction: Transaction, incidentId: string, contactId: string): Promise<string[]> {
  const rows = await transaction.query<{ id: string }>(
    `select distinct coalesce(t.merged_into, t.id) as id from incident_tickets l join tickets t on t.id = l.ticket_id
     where l.incident_id = $1::uuid and t.contact_id in (select id from contacts where id = $2::uuid or merged_into = $2::uuid)
       and t.id <> (select ticket_id from incidents where id = $1::uuid)`,
    [incidentId, contactId],
  );
  return rows.map(({ id }) => id);
}

/** Links of one ticket, or of all tickets of a customer; also of those that were merged since. Returns where they lead. */
async function removeTickets(
  transaction: Transaction,
  incidentId: string,
  of: { readonly ticketId: string } | { readonly contactId: string },
): Promise<string[]> {
  const [condition, value] =
    'ticketId' in of
      ? ['coalesce(t.merged_into, t.id) = $2::uuid', of.ticketId]
      : ['t.contact_id in (select id from contacts where id = $2::uuid or merged_into = $2::uuid)', of.contactId];
  const rows = await transaction.query<{ id: string }>(
    `delete from incident_tickets l using tickets t where l.incident_id = $1::uuid and t.id = l.ticket_id and ${condition}
       and t.id <> (select ticket_id from incidents where id = $1::uuid) returning coalesce(t.merged_into, t.id) as id`,
    [incidentId, value],
  );
  return [...new Set(rows.map(({ id }) => id))].sort();
}

async function removeCustomer(transaction: Transaction, incidentId: string, contactId: string): Promise<boolean> {
  const rows = await transaction.query(
    `delete from incident_customers where incident_id = $1::uuid
       and contact_id in (select coalesce(merged_into, id) from contacts where id = $2::uuid union select $2::uuid) returning contact_id`,
    [incidentId, contactId],
  );
  return rows.length > 0;
}

/** True: another ticket of his is linked, and he is told there from now on. */
async function keepOther(transaction: Transaction, incidentId: string, contactId: string): Promise<boolean> {
  const rows = await transaction.query(
    `update incident_customers c set ticket_id = o.id from (
       select t.id from incident_tickets l join tickets t on t.id = l.ticket_id
       where l.incident_id = $1::uuid and t.contact_id in (select id from contacts where id = $2::uuid or merged_into = $2::uuid)
         and t.id <> (select ticket_id from incidents where id = $1::uuid) order by t.opened_at desc limit 1) o
     where c.incident_id = $1::uuid and c.contact_id in (select coalesce(merged_into, id) from contacts where id = $2::uuid) returning c.contact_id`,
    [incidentId, contactId],
  );
  return rows.length > 0;
}

async function keepReleases(
  transaction: Transaction,
  incidentId: string,
  subjects: readonly string[],
  actor: Actor,
  now: Date,
): Promise<void> {
  await transaction.query(
    `insert into incident_releases (incident_id, subject, released_at, released_by) select $1, s, $3, $4::jsonb from unnest($2::uuid[]) as s order by s
     on conflict (incident_id, subject) do update set released_at = excluded.released_at, released_by = excluded.released_by`,
    [incidentId, subjects, now, JSON.stringify(actor)],
  );
}

async function refuseProposals(transaction: Transaction, incidentId: string, contactId: string, actor: Actor, now: Date): Promise<void> {
  await transaction.query(
    `update compensations set state = 'refused', decided_at = $3, decided_by = $4::jsonb, note = 'not touched by the incident'
     where incident_id = $1::uuid and contact_id = $2::uuid and state = 'proposed'`,
    [incidentId, contactId, now, JSON.stringify(actor)],
  );
}
