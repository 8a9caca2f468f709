import { Inject, Injectable } from '@nestjs/common';
import { DATABASE, type Database } from '#database';
import { PermanentError } from '#runtime';
import { type Task, TaskRepository } from '../../tasks/task.repository.js';
import { type AssignmentView, AssignmentRepository } from '../assignments/assignment.repository.js';
import { type Escalation, EscalationRepository } from '../escalations/escalation.repository.js';
import { TicketRepository } from '../../tickets/ticket.repository.js';
import { type Consultation, ConsultationRepository } from './consultation.repository.js';

/** All that happened to a ticket besides its thread, for whoever takes it over. */
export interface HandOver {
  readonly ticketId: string;
  readonly number: string;
  /** Entries of the thread, which has the rest: `GET /tickets/{id}/entries`. */
  readonly entries: number;
  readonly assignments: readonly AssignmentView[];
  readonly escalations: readonly Escalation[];
  readonly consultations: readonly Consultation[];
  readonly tasks: readonly Task[];
}

@Injectable()
export class HandOverReader {
  constructor(
    private readonly tickets: TicketRepository,
    private readonly assignments: AssignmentRepository,
    private readonly escalations: EscalationRepository,
    private readonly consultations: ConsultationRepository,
    private readonly tasks: TaskRepository,
    @Inject(DATABASE) private readonly database: Database,
  ) {}

  /** Throws `PermanentError` (`ticket_unknown`). */
  async read(idOrNumber: string): Promise<HandOver> {
    const ticketId = await this.tickets.findLead(this.database.sql, idOrNumber);
    if (ticketId === null) throw new PermanentError(`there is no ticket ${idOrNumber}`, { code: 'ticket_unknown' });
    const [row] = await this.database.sql.query<{ number: string; entries: number }>(
      'select number, last_seq as entries from tickets where id = $1::uuid',
      [ticketId],
    );
    const { items: tasks } = await this.tasks.list({ ticketId }, { limit: 200 }, null);
    const [assignments, escalations] = [await this.assignments.list(ticketId), await this.escalations.list(ticketId)];
    return { ticketId, ...row!, assignments, escalations, consultations: await this.consultations.listOf(ticketId), tasks };
  }
}
