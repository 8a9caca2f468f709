import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { PermanentError } from '#runtime';
import { ConversationTeller } from '../../conversations/conversation-teller.js';
import { groupIdOf } from '../../desk/desk-groups.js';
import { DeskProfiles } from '../../desk/desk-profiles.js';
import { GroupDirectory } from '../../groups/group-directory.js';
import { Notices } from '../../notices/notices.js';
import { type Actor, toRecordEntry } from '../../tickets/actor.js';
import { TicketChanger } from '../../tickets/ticket-changer.js';
import type { TicketDraft } from '../../tickets/ticket-draft.js';
import { refuseStale, TicketWork } from '../../tickets/ticket-work.js';
import type { WorkUnit } from '../../tickets/work-unit.js';
import { findEscalationTarget } from '../choice/escalation-target.js';
import { describeEscalation, type EscalationForm } from './escalation-text.js';
import { EscalationRepository } from './escalation.repository.js';

export interface EscalationWish extends Omit<EscalationForm, 'suggestedTeam'> {
  /** Key of a reason that the desk names. */
  readonly reason: string;
  readonly suggestedTeam?: string | undefined;
  /** Of the ticket, as who escalates it saw it. */
  readonly expectedVersion?: number | undefined;
}

/** Hands a ticket one support level up, or to the top, with the form that the next level needs. */
@Injectable()
export class EscalationService {
  constructor(
    private readonly work: TicketWork,
    private readonly profiles: DeskProfiles,
    private readonly groups: GroupDirectory,
    private readonly changer: TicketChanger,
    private readonly escalations: EscalationRepository,
    private readonly notices: Notices,
    private readonly teller: ConversationTeller,
  ) {}

  /**
   * Returns the ticket's id. Throws `PermanentError`: `ticket_unknown`, `version_conflict`, `escalation_reason_unknown`, `tried_missing`,
   * `escalation_impossible`.
   */
  async escalate(idOrNumber: string, { expectedVersion, ...wish }: EscalationWish, actor: Actor): Promise<string> {
    this.findReason(wish.reason);
    if (wish.tried.length === 0 && this.profiles.current().desk.routing.escalation.triedNeeded)
      throw new PermanentError('say what was tried, and what came of it', {
        code: 'tried_missing',
        hint: 'tried: [{ what, result }]; the next level does not begin anew',
      });
    return this.work.run(async (unit) => {
      const draft = await unit.lockLead(idOrNumber);
      refuseStale(draft, expectedVersion);
      await this.escalateIn(unit, draft, wish, actor);
      return draft.id;
    });
  }

  /** On a locked ticket, as a part of other work. */
  async escalateIn(unit: WorkUnit, draft: TicketDraft, wish: Omit<EscalationWish, 'expectedVersion'>, actor: Actor): Promise<void> {
    const reason = this.findReason(wish.reason);
    const from = await this.readPlace(unit, draft);
    const target = this.findTarget(from.level, reason.to, wish.suggestedTeam);
    const toGroup = groupIdOf(target.group);
    const form: EscalationForm = { ...wish, suggestedTeam: wish.suggestedTeam ?? null };
    // Whoever waited for the customer so far has told him that others go on: it is ours to act.
    const status = draft.status === 'pending' ? { status: 'open' as const } : {};
    const edit = { group: target.group, level: target.level, assignee: null, ...status };
    await this.changer.change(unit, [{ draft, edit }], { actor, reason: `escalated: ${wish.reason}` });
    await this.teller.waitAgain(unit.transaction, [draft.id]);
    const id = randomUUID();
    await this.escalations.insert(unit.transaction, {
      ...{ id, ticketId: draft.id, reason: wish.reason, form, fromGroup: from.group, fromLevel: from.level },
      ...{ toGroup, toLevel: target.level, madeBy: actor, at: unit.now, fromAssignee: from.assignee },
    });
    this.record(unit, draft, { id, form, reason: wish.reason, target: target.group }, actor);
    unit.tell('ticket.escalated.v1', draft, { reason: wish.reason, level: target.level });
    const text = `${draft.number}: ${form.problem}`;
    await this.notices.tell(unit, [
      { to: { group: toGroup }, kind: 'escalated', text, ticketId: draft.id },
      { to: { role: 'supervisor' }, kind: 'escalated', text, ticketId: draft.id },
    ]);
  }

  private findReason(key: string) {
    const { reasons } = this.profiles.current().desk.routing.escalation;
    const reason = Object.hasOwn(reasons, key) ? reasons[key] : undefined;
    if (reason !== undefined) return reason;
    throw new PermanentError(`this desk escalates for no reason "${key}"`, {
      code: 'escalation_reason_unknown',
      hint: `${Object.keys(reasons).length === 0 ? 'it names none' : `one of: ${Object.keys(reasons).join(', ')}`}; profile.routing.escalation.reasons names them`,
    });
  }

  private findTarget(level: number, to: 'next' | 'top', suggestedTeam: string | undefined) {
    const { groups, routing } = this.profiles.current().desk;
    const suggested = suggestedTeam === undefined ? undefined : (this.groups.keyOf(this.groups.resolve(suggestedTeam)) ?? undefined);
    const target = findEscalationTarget(groups, { level, to, top: routing.escalation.top, suggested });
    if ('group' in target) return target;
    throw new PermanentError(target.problem, {
      code: 'escalation_impossible',
      hint: target.allowed.length === 0 ? 'ask another group instead: POST …/consultations' : `one of: ${target.allowed.join(', ')}`,
    });
  }

  private async readPlace(
    { transaction }: WorkUnit,
    { id }: TicketDraft,
  ): Promise<{ group: string | null; level: number; assignee: string | null }> {
    const [row] = await transaction.query<{ group: string | null; level: number | null; assignee: string | null }>(
      'select group_id as "group", level, assignee_id as assignee from tickets where id = $1::uuid',
      [id],
    );
    const key = this.groups.keyOf(row!.group);
    const ofGroup = key === null ? 1 : (this.profiles.current().desk.groups[key]?.level ?? 1);
    return { group: row!.group, assignee: row!.assignee, level: Math.max(row!.level ?? 1, ofGroup) };
  }

  private record(
    unit: WorkUnit,
    draft: TicketDraft,
    made: { readonly id: string; readonly form: EscalationForm; readonly reason: string; readonly target: string },
    actor: Actor,
  ): void {
    const { desk } = this.profiles.current();
    const { form, reason, target, id } = made;
    const text = describeEscalation(
      { form, number: draft.number, reason: desk.routing.escalation.reasons[reason]!.name, team: desk.groups[target]?.name ?? target },
      desk.languages[0]!,
    );
    const names = { reasonName: desk.routing.escalation.reasons[reason]!.name, groupName: desk.groups[target]?.name ?? target };
    const data = { escalationId: id, ...form, reason, group: target, ...names };
    const record = {
      id: randomUUID(),
      ticketId: draft.id,
      direction: 'system' as const,
      actor,
      text,
      code: 'ticket.escalated' as const,
      data,
    };
    unit.addEntry(draft, null, (seq) => toRecordEntry({ ...record, seq }, unit.now));
  }
}
