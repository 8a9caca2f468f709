import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { PermanentError } from '#runtime';
import { ConversationTeller } from '../../conversations/conversation-teller.js';
import { Notices } from '../../notices/notices.js';
import { type Actor, toRecordEntry } from '../../tickets/actor.js';
import { TicketChanger } from '../../tickets/ticket-changer.js';
import { TicketWork } from '../../tickets/ticket-work.js';
import { EscalationRepository } from './escalation.repository.js';
import { judgeUndo } from './judge-undo.js';

/** Takes an escalation back: the ticket is where it was, with whom it was. Its form and what was said about it stay in the thread. */
@Injectable()
export class EscalationUndo {
  constructor(
    private readonly work: TicketWork,
    private readonly changer: TicketChanger,
    private readonly escalations: EscalationRepository,
    private readonly notices: Notices,
    private readonly teller: ConversationTeller,
  ) {}

  /**
   * The last of a ticket that still stands, while the ticket is where it went. Returns the ticket's id. Throws `PermanentError`: `ticket_unknown`,
   * `escalation_unknown`, `escalation_undone`, `escalation_covered`.
   */
  async undo(idOrNumber: string, escalationId: string, actor: Actor): Promise<string> {
    return this.work.run(async (unit) => {
      const draft = await unit.lockLead(idOrNumber);
      const all = await this.escalations.list(draft.id, unit.transaction);
      const [now] = await unit.transaction.query<{ group: string | null; level: number | null }>(
        'select group_id as "group", level from tickets where id = $1::uuid',
        [draft.id],
      );
      const made = judgeUndo(all, escalationId, now!);
      if (made === 'unknown')
        throw new PermanentError(`ticket ${draft.number} has no escalation ${escalationId}`, { code: 'escalation_unknown' });
      if (made === 'undone') throw new PermanentError('it was taken back already', { code: 'escalation_undone' });
      if (made === 'covered')
        throw new PermanentError(`ticket ${draft.number} went on since: it is no more where this escalation brought it`, {
          code: 'escalation_covered',
          hint: 'change its group and level instead: PATCH /api/v1/tickets/{id}',
        });
      const back = { group: made.fromGroup, level: made.fromLevel, assignee: made.fromAssignee };
      await this.changer.change(unit, [{ draft, edit: back }], { actor, reason: 'escalation undone' });
      if (made.fromAssignee === null) await this.teller.waitAgain(unit.transaction, [draft.id]);
      await this.escalations.markUndone(unit.transaction, made.id, actor, unit.now);
      const text = `The escalation (${made.reason}) was taken back`;
      const record = {
        ...{ id: randomUUID(), ticketId: draft.id, direction: 'system' as const, actor, text },
        code: 'escalation.undone' as const,
      };
      unit.addEntry(draft, null, (seq) =>
        toRecordEntry({ ...record, data: { escalationId: made.id, reason: made.reason }, seq }, unit.now),
      );
      await this.notices.tell(unit, [
        { to: { group: made.toGroup }, kind: 'escalation_undone', text: `${draft.number}: ${text}`, ticketId: draft.id },
      ]);
      return draft.id;
    });
  }
}
