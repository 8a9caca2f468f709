import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { PermanentError } from '#runtime';
import type { Viewer } from '../agents/viewer.js';
import { DeskProfiles } from '../desk/desk-profiles.js';
import type { CompensationPolicy } from '../desk/schema/incidents.js';
import { Notices } from '../notices/notices.js';
import type { Actor } from '../tickets/actor.js';
import { TicketWork } from '../tickets/ticket-work.js';
import type { WorkUnit } from '../tickets/work-unit.js';
import { CompensationRepository, type NewCompensation, type TouchedCustomer } from './compensation.repository.js';
import { computeCompensation, measureTouched } from './compute-compensation.js';
import type { Incident } from './incident.repository.js';

export interface CustomerImpact extends TouchedCustomer {
  readonly minutes: number;
  /** Null: the policy grants nothing, or there is none. */
  readonly compensation: { readonly amount: number; readonly unit: string } | null;
}

/** What customers get for what they went without: computed and proposed, for a person to approve. */
@Injectable()
export class Compensations {
  constructor(
    private readonly profiles: DeskProfiles,
    private readonly repository: CompensationRepository,
    private readonly work: TicketWork,
    private readonly notices: Notices,
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
}
