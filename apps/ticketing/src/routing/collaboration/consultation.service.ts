import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { RecordCode } from '#contracts';
import { PermanentError } from '#runtime';
import { DeskProfiles } from '../../desk/desk-profiles.js';
import { GroupDirectory } from '../../groups/group-directory.js';
import { type NewNotice, Notices } from '../../notices/notices.js';
import { type Actor, toRecordEntry } from '../../tickets/actor.js';
import type { TicketDraft } from '../../tickets/ticket-draft.js';
import { TicketWork } from '../../tickets/ticket-work.js';
import { isUuid } from '../../tickets/ticket.repository.js';
import type { WorkUnit } from '../../tickets/work-unit.js';
import { Timers } from '../../timers/timers.js';
import { type Consultation, ConsultationRepository } from './consultation.repository.js';
import { Experts } from './experts.js';
import { mayAnswer, mayWithdraw, receiverOf } from './judge-asked.js';

export const CONSULTATION_TIMER = 'routing.consultation';

/** Of whom it is asked, exactly one. */
export type Consulted = { readonly group: string } | { readonly agent: string } | { readonly field: string };

/** Questions to others inside a ticket: whoever has it keeps it. */
@Injectable()
export class ConsultationService {
  constructor(
    private readonly work: TicketWork,
    private readonly consultations: ConsultationRepository,
    private readonly experts: Experts,
    private readonly groups: GroupDirectory,
    private readonly notices: Notices,
    private readonly timers: Timers,
    private readonly profiles: DeskProfiles,
  ) {}

  /** Throws `PermanentError`: `ticket_unknown`, `group_unknown`, `agent_unknown`, `expert_unknown`. */
  async ask(idOrNumber: string, asked: { readonly of: Consulted; readonly question: string }, actor: Actor): Promise<Consultation> {
    const { question } = asked;
    const id = await this.work.run(async (unit) => {
      const draft = await unit.lockLead(idOrNumber);
      const of = await this.resolve(unit, asked.of);
      const consultation = { id: randomUUID(), ticketId: draft.id, ...of, question, askedBy: actor, askedAt: unit.now };
      const dueAt = new Date(unit.now.getTime() + this.profiles.current().desk.routing.consultation.within);
      await this.consultations.insert(unit.transaction, { ...consultation, dueAt });
      await this.timers.set(unit.transaction, [{ kind: CONSULTATION_TIMER, key: consultation.id, ticketId: draft.id, dueAt }]);
      const data = { consultationId: consultation.id, ...of, question };
      addRecord(unit, draft, { code: 'consultation.asked', text: `${of.name}: ${question}`, data }, actor);
      await this.notices.tell(unit, [{ to: receiverOf(of), kind: 'consulted', text: `${draft.number}: ${question}`, ticketId: draft.id }]);
      return consultation.id;
    });
    return this.consultations.get(id);
  }

  /** `agentId`: who answers; null: somebody who may for all. Throws `PermanentError`: `consultation_unknown`, `not_asked`, `consultation_answered`. */
  async answer(id: string, answer: string, agentId: string | null, actor: Actor): Promise<Consultation> {
    const consultation = await this.consultations.get(id);
    await this.work.run(async (unit) => {
      const draft = await unit.lockLead(consultation.ticketId);
      await this.refuseOthers(unit, consultation, agentId);
      if (!(await this.consultations.answer(unit.transaction, id, answer, actor, unit.now)))
        throw new PermanentError(`consultation ${id} was answered already`, { code: 'consultation_answered' });
      await this.timers.cancel(unit.transaction, CONSULTATION_TIMER, [id]);
      addRecord(
        unit,
        draft,
        {
          code: 'consultation.answered',
          text: `${consultation.question}\n→ ${answer}`,
          data: { consultationId: id, question: consultation.question, answer },
        },
        actor,
      );
      const notice = { kind: 'consultation_answered', text: `${draft.number}: ${answer}`, ticketId: draft.id };
      const readers = await findReaders(unit, draft.id, consultation.askedBy.id);
      await this.notices.tell(
        unit,
        readers.map((agent): NewNotice => ({ ...notice, to: { agent } })),
      );
    });
    return this.consultations.get(id);
  }

  /**
   * By who asked, while nobody answered. `agentId`: who takes it back; null: somebody who may for all. Throws `PermanentError`: `consultation_unknown`,
   * `not_asker`, `consultation_answered`.
   */
  async withdraw(id: string, agentId: string | null, actor: Actor): Promise<void> {
    const consultation = await this.consultations.get(id);
    const { question, askedBy, ticketId } = consultation;
    if (!mayWithdraw(askedBy, agentId))
      throw new PermanentError('somebody else asked this', { code: 'not_asker', hint: 'he takes it back, or a supervisor' });
    await this.work.run(async (unit) => {
      const draft = await unit.lockLead(ticketId);
      if (!(await this.consultations.remove(unit.transaction, consultation)))
        throw new PermanentError(`consultation ${id} was answered already`, { code: 'consultation_answered' });
      await this.timers.cancel(unit.transaction, CONSULTATION_TIMER, [id]);
      addRecord(unit, draft, { code: 'consultation.withdrawn', text: question, data: { consultationId: id, question } }, actor);
      const notice = { kind: 'consultation_withdrawn', text: `${draft.number}: ${question}`, ticketId: draft.id };
      await this.notices.tell(unit, [{ ...notice, to: receiverOf(consultation) }]);
    });
  }

  private async resolve(
    unit: WorkUnit,
    of: Consulted,
  ): Promise<{ readonly groupId: string | null; readonly agentId: string | null; readonly field: string | null; readonly name: string }> {
    if ('group' in of) {
      const groupId = this.groups.resolve(of.group);
      return { groupId, agentId: null, field: null, name: this.groups.keyOf(groupId) ?? of.group };
    }
    if ('field' in of) {
      const [expert] = await this.experts.list(of.field, unit.transaction);
      if (expert !== undefined) return { groupId: null, agentId: expert.agentId, field: of.field, name: expert.displayName };
      throw new PermanentError(`the desk's directory has no expert for "${of.field}"`, {
        code: 'expert_unknown',
        hint: 'GET /api/v1/experts lists them; profile.experts of the desk’s file names them',
      });
    }
    const [row] = await unit.transaction.query<{ name: string }>(
      'select display_name as name from agents where id = $1::uuid and disabled_at is null',
      [of.agent],
    );
    if (row === undefined)
      throw new PermanentError(`there is no agent ${of.agent}`, { code: 'agent_unknown', hint: 'GET /api/v1/agents lists them' });
    return { groupId: null, agentId: of.agent, field: null, name: row.name };
  }

  private async refuseOthers(unit: WorkUnit, of: Consultation, agentId: string | null): Promise<void> {
    const groups = agentId === null || !isUuid(agentId) ? [] : await this.groups.groupsOf(agentId, unit.transaction);
    if (mayAnswer(of, agentId, groups)) return;
    throw new PermanentError('this was asked of somebody else', {
      code: 'not_asked',
      hint: 'a note of yours in the ticket is seen as well',
    });
  }
}

/** A part of a ticket's record that agents see and customers do not. */
export function addRecord(
  unit: WorkUnit,
  draft: TicketDraft,
  { code, text, data }: { readonly code: RecordCode; readonly text: string; readonly data: Record<string, unknown> },
  actor: Actor,
): string {
  const id = randomUUID();
  unit.addEntry(draft, null, (seq) =>
    toRecordEntry({ id, ticketId: draft.id, seq, direction: 'system', actor, text, code, data }, unit.now),
  );
  return id;
}

/** Who asked, and who has the ticket now. */
async function findReaders({ transaction }: WorkUnit, ticketId: string, askedBy: string | undefined): Promise<string[]> {
  const [row] = await transaction.query<{ assignee: string | null }>('select assignee_id as assignee from tickets where id = $1::uuid', [
    ticketId,
  ]);
  return [...new Set([askedBy, row?.assignee].filter((id): id is string => typeof id === 'string'))];
}
