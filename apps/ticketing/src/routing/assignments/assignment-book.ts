import { Injectable } from '@nestjs/common';
import type { Happening } from '../../happenings/happening.js';
import type { WorkUnit } from '../../tickets/work-unit.js';
import { AssignmentRepository } from './assignment.repository.js';

/** Books who has a ticket, whoever gave it to him. What routing gave out is booked already. */
@Injectable()
export class AssignmentBook {
  constructor(private readonly assignments: AssignmentRepository) {}

  async follow({ transaction, now }: WorkUnit, happenings: readonly Happening[]): Promise<void> {
    const last = new Map(happenings.filter(({ type }) => type === 'ticket.assigned.v1').map((one) => [one.ticketId, one]));
    const turns = [...last.values()].map(({ ticketId, data }) => {
      const { assignee, group, reason } = data as { assignee: string | null; group: string | null; reason: string };
      return { ticketId, assignee, group, reason };
    });
    await this.assignments.end(transaction, turns, now);
    const begun = turns.flatMap(({ ticketId, assignee, group, reason }) =>
      assignee === null ? [] : [{ ticketId, agentId: assignee, groupId: group, reason, candidates: [], others: {} }],
    );
    await this.assignments.insert(transaction, begun, now);
  }
}
