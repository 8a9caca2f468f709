import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { PermanentError } from '#runtime';
import type { Actor } from '../../tickets/actor.js';
import { toRecordEntry } from '../../tickets/actor.js';
import { TicketWork } from '../../tickets/ticket-work.js';
import { LiveChats } from '../presence/live-chats.js';
import { AssignmentRepository } from './assignment.repository.js';

/** What agents do about tickets that they were given. */
@Injectable()
export class AssignmentService {
  constructor(
    private readonly work: TicketWork,
    private readonly assignments: AssignmentRepository,
    private readonly chats: LiveChats,
  ) {}

  /**
   * Back into the line; routing does not give it to him again. `anyone`: may give back for another. Returns the ticket's id. Throws
   * `PermanentError`: `ticket_unknown`, `ticket_not_yours`.
   */
  async giveBack(idOrNumber: string, given: { readonly reason: string; readonly anyone: boolean }, actor: Actor): Promise<string> {
    return this.work.run(async (unit) => {
      const draft = await unit.lockLead(idOrNumber);
      const [row] = await unit.transaction.query<{ assignee: string | null; name: string }>(
        'select assignee_id as assignee, a.display_name as name from tickets t left join agents a on a.id = t.assignee_id where t.id = $1::uuid',
        [draft.id],
      );
      const { assignee, name } = row!;
      if (assignee === null || (assignee !== actor.id && !given.anyone))
        throw new PermanentError(assignee === null ? `nobody has ticket ${draft.number}` : `ticket ${draft.number} is ${name}’s`, {
          code: 'ticket_not_yours',
          hint: 'only who has a ticket gives it back; a supervisor may do it for him',
        });
      await this.assignments.insert(
        unit.transaction,
        [{ ticketId: draft.id, agentId: assignee, groupId: null, reason: 'agent', candidates: [], others: {} }],
        unit.now,
      );
      await this.assignments.end(
        unit.transaction,
        [{ ticketId: draft.id, assignee: null, reason: given.reason, givenBack: true }],
        unit.now,
      );
      await this.chats.giveBack(unit, [draft.id], 'given_back');
      const record = { id: randomUUID(), ticketId: draft.id, direction: 'system' as const, actor, code: 'ticket.given_back' as const };
      const text = `${name} gave the ticket back: ${given.reason}`;
      unit.addEntry(draft, null, (seq) =>
        toRecordEntry({ ...record, seq, text, data: { agentId: assignee, name, reason: given.reason } }, unit.now),
      );
      return draft.id;
    });
  }
}
