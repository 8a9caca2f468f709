import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { PermanentError } from '#runtime';
import type { Viewer } from '../agents/viewer.js';
import { type AutomaticMessage, AutomaticMessages } from '../automatic/automatic-messages.js';
import { DeskProfiles } from '../desk/desk-profiles.js';
import type { CompensationPolicy } from '../desk/schema/incidents.js';
import { fillText, pickText } from '../desk/schema/texts.js';
import { Notices } from '../notices/notices.js';
import { type Actor, toRecordEntry } from '../tickets/actor.js';
import type { TicketDraft } from '../tickets/ticket-draft.js';
import { TicketWork } from '../tickets/ticket-work.js';
import { isUuid } from '../tickets/ticket.repository.js';
import type { WorkUnit } from '../tickets/work-unit.js';
import { type Compensation, CompensationRepository, type NewCompensation, type TouchedCustomer } from './compensation.repository.js';
import { computeCompensation, measureTouched } from './compute-compensation.js';
import { CustomerTickets } from './customer-tickets.js';
import type { Incident } from './incident.repository.js';

export interface CustomerImpact extends TouchedCustomer {
  readonly minutes: number;
  /** Null: the policy grants nothing, or there is none. */
  readonly compensation: { readonly amount: number; readonly unit: string } | null;
}

/** What customers get for what they went without: computed, proposed, approved by a person. */
@Injectable()
export class Compensations {
  constructor(
    private readonly profiles: DeskProfiles,
    private readonly repository: CompensationRepository,
    private readonly work: TicketWork,
    private readonly messages: AutomaticMessages,
    private readonly notices: Notices,
    private readonly customers: CustomerTickets,
  ) {}

  /** Throws `PermanentError` (`policy_unknown`). */
  policy(key: string): CompensationPolicy {
    const { compensations } = this.profiles.current().desk;
    const policy = compensations[key];
    if (policy !== undefined) return policy;
    throw new PermanentError(`the desk has no compensation ${key}`, {
      code: 'policy_unknown',
      hint: `one of: ${Object.keys(compensations).join(', ') || 'none is defined'}`,
    });
  }

  /** Of each customer, as long as it touched him; while it lasts, until now. */
  async findImpact(incident: Incident, policyKey: string | null, now: Date, viewer: Viewer | null): Promise<CustomerImpact[]> {
    const policy = policyKey === null ? null : this.policy(policyKey);
    const affected = await this.repository.readAffected(this.repository.sql, incident.id, viewer);
    return affected.map((customer) => {
      const ms = measureTouched(incident, customer, now);
      const computed = policy === null ? null : computeCompensation(policy, customer.plan, ms);
      return {
        ...customer,
        minutes: Math.round(ms / 60_000),
        compensation: computed === null ? null : { amount: computed.amount, unit: computed.unit },
      };
    });
  }

  /** As `proposeFor`, on its own. Throws `PermanentError` (`policy_unknown`). */
  async propose(incident: Incident, policyKey: string, actor: Actor): Promise<void> {
    await this.work.run((unit) => this.proposeFor(unit, incident, policyKey, actor));
  }

  /** For everybody an incident touched. Returns how many are proposed. */
  async proposeFor(unit: WorkUnit, incident: Incident, policyKey: string, actor: Actor): Promise<number> {
    const policy = this.policy(policyKey);
    const affected = await this.repository.readAffected(unit.transaction, incident.id);
    const wanted = affected.flatMap((customer): NewCompensation[] => {
      const { contactId, ticketId, plan } = customer;
      const computed = computeCompensation(policy, plan, measureTouched(incident, customer, unit.now));
      if (computed === null) return [];
      const key = `incident:${incident.id}:${contactId}:${policyKey}`;
      return [
        {
          key,
          ticketId,
          contactId,
          incidentId: incident.id,
          policy: policyKey,
          reason: `${incident.title} (${incident.ticketNumber})`,
          ...computed,
        },
      ];
    });
    const count = await this.repository.propose(unit.transaction, wanted, actor, unit.now);
    if (count > 0)
      await this.notices.tell(unit, [
        {
          to: { role: 'supervisor' },
          kind: 'compensations_proposed',
          text: `${incident.ticketNumber} ${incident.title}: ${count} compensations to approve`,
          ticketId: incident.ticketId,
          key: `compensations:${incident.id}:${policyKey}`,
        },
      ]);
    return count;
  }

  /** For a case: a target that was missed, a promise that was not kept. */
  async proposeOnTickets(
    unit: WorkUnit,
    wishes: readonly {
      readonly ticketId: string;
      readonly number: string;
      readonly contactId: string;
      readonly plan: string | null;
      readonly policy: string;
      readonly reason: string;
      readonly key: string;
    }[],
    actor: Actor,
  ): Promise<void> {
    const wanted = wishes.flatMap(({ ticketId, contactId, plan, policy, reason, key }): NewCompensation[] => {
      const computed = computeCompensation(this.policy(policy), plan, null);
      return computed === null ? [] : [{ key, ticketId, contactId, incidentId: null, policy, reason, ...computed }];
    });
    await this.repository.propose(unit.transaction, wanted, actor, unit.now);
    await this.notices.tell(
      unit,
      wishes.map(({ ticketId, number, reason, key }) => ({
        to: { role: 'supervisor' },
        kind: 'compensations_proposed',
        text: `${number}: compensation to approve: ${reason}`,
        ticketId,
        key: `compensation:${key}`,
      })),
    );
  }

  /** By an agent: by a policy, or an amount of his own. Throws `PermanentError`: `ticket_unknown`, `policy_unknown`. */
  async proposeByHand(
    ticket: string,
    wish: {
      readonly policy?: string | undefined;
      readonly amount?: number | undefined;
      readonly unit?: string | undefined;
      readonly reason: string;
    },
    actor: Actor,
  ): Promise<string> {
    return this.work.run(async (unit) => {
      const draft = await unit.lockLead(ticket);
      const key = `hand:${randomUUID()}`;
      if (wish.policy !== undefined && wish.amount === undefined) {
        const [row] = await unit.transaction.query<{ plan: string | null }>('select plan from contact_profiles where contact_id = $1', [
          draft.contactId,
        ]);
        const plan = row?.plan ?? null;
        if (computeCompensation(this.policy(wish.policy), plan, null) === null)
          throw new PermanentError(`${wish.policy} grants nothing here`, { code: 'compensation_nothing', hint: 'give an amount' });
        const { policy, reason } = wish;
        await this.proposeOnTickets(
          unit,
          [{ ticketId: draft.id, number: draft.number, contactId: draft.contactId, plan, policy, reason, key }],
          actor,
        );
      } else {
        const { policy = 'by-hand', amount = 0, unit: of = 'CNY', reason } = wish;
        const wanted = {
          key,
          ticketId: draft.id,
          contactId: draft.contactId,
          incidentId: null,
          policy,
          amount,
          unit: of,
          reason,
          basis: {},
        };
        await this.repository.propose(unit.transaction, [wanted], actor, unit.now);
      }
      return draft.id;
    });
  }

  /** Throws `PermanentError`: `compensation_unknown`, `compensation_decided`. */
  async decide(id: string, approved: boolean, note: string | null, actor: Actor): Promise<Compensation> {
    const found = isUuid(id) ? await this.repository.find(id) : null;
    if (found === null) throw new PermanentError(`there is no compensation ${id}`, { code: 'compensation_unknown' });
    await this.work.run(async (unit) => {
      const draft = found.ticketId === null ? null : await unit.lockLead(found.ticketId);
      if (!(await this.repository.decide(unit.transaction, id, approved ? 'approved' : 'refused', actor, note, unit.now)))
        throw new PermanentError('that was decided already', { code: 'compensation_decided' });
      if (draft === null) return;
      const what = `${found.amount} ${found.unit} (${found.reason})`;
      const text = `Compensation ${approved ? 'approved' : 'refused'}: ${what}${note === null ? '' : `\n\n${note}`}`;
      unit.addEntry(draft, null, (seq) =>
        toRecordEntry(
          {
            id: randomUUID(),
            ticketId: draft.id,
            seq,
            direction: 'system',
            actor,
            text,
            code: 'compensation.decided',
            data: { compensation: id, approved },
          },
          unit.now,
        ),
      );
      const { compensations, languages } = this.profiles.current().desk;
      const tell = compensations[found.policy]?.tell;
      if (!approved || tell === undefined) return;
      const [row] = await unit.transaction.query<{ language: string | null }>(
        'select coalesce(t.language, p.language, c.locale) as language from tickets t join contacts c on c.id = t.contact_id left join contact_profiles p on p.contact_id = c.id where t.id = $1',
        [draft.id],
      );
      const words = fillText(pickText(tell, row?.language, languages[0]), {
        amount: found.amount,
        unit: found.unit,
        number: draft.number,
        reason: found.reason,
      });
      await this.tell(unit, draft, { key: `compensation:${id}`, text: words, reason: 'compensation', actor });
    });
    return (await this.repository.find(id))!;
  }

  /** By the channel of his ticket; where it has none, by the first of the incidents' ways that leads to him. */
  private async tell(unit: WorkUnit, draft: TicketDraft, message: AutomaticMessage): Promise<void> {
    const { ways } = this.profiles.current().desk.incidents;
    const found = draft.inboxId === null ? await this.customers.findWays(unit.transaction, [draft.contactId], ways) : null;
    const way = found?.get(draft.contactId)?.[0];
    await this.messages.send(unit, draft, way === undefined ? message : { ...message, inboxId: way.inboxId, to: [way.to] });
  }
}
