import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { RecordCode } from '#contracts';
import { PermanentError } from '#runtime';
import { DeskProfiles } from '../desk/desk-profiles.js';
import type { Affected } from '../desk/schema/affected.js';
import type { LocalisedText } from '../desk/schema/texts.js';
import { type Actor, toRecordEntry } from '../tickets/actor.js';
import { TicketChanger } from '../tickets/ticket-changer.js';
import type { TicketDraft } from '../tickets/ticket-draft.js';
import { TicketWork } from '../tickets/ticket-work.js';
import { isUuid } from '../tickets/ticket.repository.js';
import type { WorkUnit } from '../tickets/work-unit.js';
import { Compensations } from './compensations.js';
import { IncidentLinks } from './incident-links.js';
import { IncidentTeller } from './incident-teller.js';
import { type Incident, IncidentRepository, type Linked } from './incident.repository.js';

export interface IncidentWish {
  readonly title?: string | undefined;
  readonly startedAt?: Date | undefined;
  readonly affected?: Affected | undefined;
  /** Told to whom it touches; absent: nobody is told yet. */
  readonly tell?: LocalisedText | undefined;
}

export interface CustomersWish {
  readonly contacts?: readonly string[] | undefined;
  readonly tickets?: readonly string[] | undefined;
  readonly affected?: Affected | undefined;
  /** Of all who are named: absent, as long as the incident lasts. */
  readonly touchedFrom?: Date | undefined;
  readonly touchedUntil?: Date | undefined;
}

/** One problem, everybody it touches: told, closed and compensated together. */
@Injectable()
export class IncidentService {
  constructor(
    private readonly work: TicketWork,
    private readonly incidents: IncidentRepository,
    private readonly links: IncidentLinks,
    private readonly teller: IncidentTeller,
    private readonly compensations: Compensations,
    private readonly changer: TicketChanger,
    private readonly profiles: DeskProfiles,
  ) {}

  /** Throws `PermanentError` (`incident_unknown`). */
  async get(id: string): Promise<Incident> {
    const incident = isUuid(id) ? await this.incidents.find(id) : null;
    if (incident === null) throw new PermanentError(`there is no incident ${id}`, { code: 'incident_unknown' });
    return incident;
  }

  /** Throws `PermanentError`: `ticket_unknown`, `incident_open`. */
  async open(ticket: string, wish: IncidentWish, actor: Actor): Promise<Incident> {
    const id = await this.work.run(async (unit) => {
      const draft = await unit.lockLead(ticket);
      const made = await this.openOn(unit, draft, wish, 'filter', actor);
      if (made === null) throw new PermanentError(`${draft.number} is the problem of an incident already`, { code: 'incident_open' });
      return made;
    });
    return this.get(id);
  }

  /** On a locked ticket, as a part of other work. Null: it is one already. */
  async openOn(unit: WorkUnit, draft: TicketDraft, wish: IncidentWish, how: Linked, actor: Actor): Promise<string | null> {
    const id = randomUUID();
    const { title = draft.subject, startedAt = unit.now, affected = null } = wish;
    if (!(await this.incidents.insert(unit.transaction, { id, ticketId: draft.id, title, startedAt, affected }, actor, unit.now)))
      return null;
    const { mostPerNotice } = this.profiles.current().desk.incidents;
    const count = affected === null ? 0 : await this.links.linkAffected(unit.transaction, id, affected, how, mostPerNotice, unit.now);
    this.record(unit, draft, actor, `Incident opened: ${title} (${count} customers)`, 'incident.opened', {
      incident: id,
      customers: count,
      title,
    });
    if (wish.tell !== undefined) await this.teller.announce(unit, id, 'began', wish.tell, actor);
    return id;
  }

  /** Who is named again has the later times. Throws `PermanentError`: `incident_unknown`, `incident_closed`, `incident_times`. */
  async addCustomers(id: string, wish: CustomersWish, actor: Actor): Promise<Incident> {
    await this.onOpen(id, async (unit, incident, draft) => {
      const { transaction, now } = unit;
      const { contacts = [], tickets = [], affected, touchedFrom, touchedUntil } = wish;
      if ((touchedFrom ?? incident.startedAt) > (touchedUntil ?? touchedFrom ?? now))
        throw new PermanentError('nobody is touched until before he is', { code: 'incident_times' });
      const ids = await resolveTickets(unit, tickets);
      const { mostPerNotice } = this.profiles.current().desk.incidents;
      await this.links.linkTickets(transaction, id, ids, 'hand', now);
      await this.links.linkContacts(transaction, id, contacts.filter(isUuid), 'hand', now);
      if (affected !== undefined) await this.links.linkAffected(transaction, id, affected, 'filter', mostPerNotice, now);
      const named = { tickets: ids, contacts: contacts.filter(isUuid) };
      await this.links.keepTimes(transaction, id, named, { from: touchedFrom, until: touchedUntil }, now);
      const after = (await this.incidents.find(id, transaction))!;
      const text = `Incident: ${after.customers - incident.customers} customers more, ${after.customers} altogether`;
      const data = { incident: id, customers: after.customers, more: after.customers - incident.customers };
      this.record(unit, draft, actor, text, 'incident.customers', data);
      await this.teller.catchUp(unit, id);
    });
    return this.get(id);
  }

  /** Whoever is touched is told, once each. Throws `PermanentError`: `incident_unknown`, `incident_closed`. */
  async announce(id: string, kind: 'began' | 'update', text: LocalisedText, actor: Actor): Promise<Incident> {
    await this.onOpen(id, async (unit, incident, draft) => {
      const data = { incident: id, kind, customers: incident.customers };
      this.record(unit, draft, actor, `Told to ${incident.customers} customers`, 'incident.announced', data);
      await this.teller.announce(unit, id, kind, text, actor);
    });
    return this.get(id);
  }

  /** The problem and all that goes with it are solved, whoever was touched is told, and compensation is proposed where the desk has one. */
  async close(
    id: string,
    wish: { readonly endedAt?: Date | undefined; readonly text?: LocalisedText | undefined },
    actor: Actor,
  ): Promise<Incident> {
    await this.onOpen(id, async (unit, incident, draft) => {
      const endedAt = wish.endedAt ?? unit.now;
      if (endedAt < incident.startedAt) throw new PermanentError('an incident does not end before it begins', { code: 'incident_times' });
      await this.incidents.close(unit.transaction, id, endedAt, unit.now);
      const drafts = await unit.lock(await this.incidents.findOpenTickets(unit.transaction, id));
      const changes = drafts.map((each) => ({ draft: each, edit: { status: 'solved' as const } }));
      await this.changer.change(unit, changes, { actor, reason: 'incident closed' });
      this.record(unit, draft, actor, `Incident closed with ${drafts.length} tickets`, 'incident.closed', {
        incident: id,
        tickets: drafts.length,
      });
      const closed = { ...incident, endedAt };
      await this.teller.announce(unit, id, 'ended', wish.text, actor);
      const policy = this.profiles.current().desk.incidents.compensation;
      if (policy !== undefined) await this.compensations.proposeFor(unit, closed, policy, actor);
    });
    return this.get(id);
  }

  /** Tickets that an open incident touches go with it, and hear what was told last. */
  async join(unit: WorkUnit, drafts: readonly TicketDraft[]): Promise<void> {
    const touching = await this.incidents.findTouching(
      unit.transaction,
      drafts.map(({ id }) => id),
    );
    for (const incidentId of new Set(touching.map((each) => each.incidentId))) {
      const tickets = touching.filter((each) => each.incidentId === incidentId).map(({ ticketId }) => ticketId);
      await this.links.linkTickets(unit.transaction, incidentId, tickets, 'alert', unit.now);
      await this.teller.catchUp(unit, incidentId);
    }
  }

  private async onOpen(id: string, work: (unit: WorkUnit, incident: Incident, draft: TicketDraft) => Promise<void>): Promise<void> {
    const { ticketId } = await this.get(id);
    await this.work.run(async (unit) => {
      const draft = await unit.lockLead(ticketId);
      const incident = await this.incidents.holdOpen(unit.transaction, id);
      if (incident === null) throw new PermanentError('the incident is closed', { code: 'incident_closed' });
      await work(unit, incident, draft);
    });
  }

  private record(unit: WorkUnit, draft: TicketDraft, actor: Actor, text: string, code: RecordCode, data: Record<string, unknown>): void {
    unit.addEntry(draft, null, (seq) =>
      toRecordEntry({ id: randomUUID(), ticketId: draft.id, seq, direction: 'system', actor, text, code, data }, unit.now),
    );
  }
}

/** By id or number, after merges. Throws `PermanentError` (`ticket_unknown`) that names all that are not there. */
async function resolveTickets({ transaction }: WorkUnit, asked: readonly string[]): Promise<string[]> {
  const rows = await transaction.query<{ asked: string; id: string }>(
    `select t.id::text as asked, coalesce(t.merged_into, t.id) as id from tickets t where t.id = any($1::uuid[])
     union all select t.number, coalesce(t.merged_into, t.id) from tickets t where t.number = any($2::text[])`,
    [asked.filter(isUuid), asked.filter((each) => !isUuid(each))],
  );
  const unknown = asked.filter((each) => !rows.some((row) => row.asked === each || row.asked === each.toLowerCase()));
  if (unknown.length > 0) throw new PermanentError(`there is no ticket ${unknown.join(', ')}`, { code: 'ticket_unknown' });
  return rows.map(({ id }) => id);
}
