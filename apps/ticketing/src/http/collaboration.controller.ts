import { Body, Delete, Get, Param, Post, Req } from '@nestjs/common';
import type { Request } from 'express';
import { Needs } from '../agents/access.guard.js';
import { principalOf } from '../agents/principal.js';
import { type Consulted, ConsultationService } from '../routing/collaboration/consultation.service.js';
import { GroupTasks } from '../routing/collaboration/group-tasks.js';
import { HandOverReader } from '../routing/collaboration/hand-over.js';
import { EscalationUndo } from '../routing/escalations/escalation-undo.js';
import { EscalationService } from '../routing/escalations/escalation.service.js';
import { TaskRepository } from '../tasks/task.repository.js';
import { Answers } from './answers.js';
import { ApiController } from './api-controller.js';
import { reads } from './read-input.js';
import {
  ConsultationListShape,
  ConsultationShape,
  EscalationListShape,
  HandOverShape,
  NewConsultation,
  NewEscalation,
  NewGroupTasks,
  TaskListShape,
} from './shapes/collaboration.js';
import { TicketShape } from './shapes/tickets.js';
import { TicketReader } from '../tickets/ticket-reader.js';

/** Others who help with a ticket, and who takes it over. */
@ApiController('routing', 'tickets')
export class CollaborationController {
  constructor(
    private readonly consultations: ConsultationService,
    private readonly groupTasks: GroupTasks,
    private readonly tasks: TaskRepository,
    private readonly escalations: EscalationService,
    private readonly escalationUndo: EscalationUndo,
    private readonly history: HandOverReader,
    private readonly tickets: TicketReader,
  ) {}

  @Needs('tickets:write')
  @Answers({
    summary: 'Ask a group, an agent or an expert inside a ticket',
    description:
      'Whoever has the ticket keeps it. The question and its answer stand in the thread, for agents only. Taken back by DELETE /consultations/{consultationId} until it is answered.',
    status: 201,
    shape: ConsultationShape,
    problems: { ticket_unknown: 404, group_unknown: 422, agent_unknown: 422, expert_unknown: 422 },
  })
  @Post(':id/consultations')
  async consult(@Param('id') id: string, @Body(reads(NewConsultation)) { question, ...of }: NewConsultation, @Req() request: Request) {
    return this.consultations.ask(id, { of: of as Consulted, question }, principalOf(request).actor);
  }

  @Needs('tickets:read')
  @Answers({ summary: 'What others were asked, oldest first', shape: ConsultationListShape, problems: { ticket_unknown: 404 } })
  @Get(':id/consultations')
  async listConsultations(@Param('id') id: string) {
    return { items: (await this.history.read(id)).consultations, nextCursor: null };
  }

  @Needs('tickets:write')
  @Answers({
    summary: 'Give groups work on a ticket that stays where it is',
    description:
      'Each group gets a task: its deputy A, or B when A is not there, else the group as a whole. Results come back into the thread. Taken back by DELETE /tasks/{taskId}.',
    status: 201,
    shape: TaskListShape,
    problems: { ticket_unknown: 404, version_conflict: 409, group_unknown: 422, group_twice: 422 },
  })
  @Post(':id/group-tasks')
  async giveTasks(@Param('id') id: string, @Body(reads(NewGroupTasks)) wish: NewGroupTasks, @Req() request: Request) {
    const ids = await this.groupTasks.ask(id, wish, principalOf(request).actor);
    return { items: await Promise.all(ids.map((task) => this.tasks.get(task))), nextCursor: null };
  }

  @Needs('tickets:write')
  @Answers({
    summary: 'Hand a ticket one support level up',
    description:
      'Or to the top, where the reason says so. It waits in the group of that level; the form stands in the thread. Taken back by DELETE with the id of the list.',
    status: 201,
    shape: TicketShape,
    problems: {
      ticket_unknown: 404,
      version_conflict: 409,
      group_unknown: 422,
      escalation_reason_unknown: 422,
      tried_missing: 422,
      escalation_impossible: 409,
    },
  })
  @Post(':id/escalations')
  async escalate(@Param('id') id: string, @Body(reads(NewEscalation)) wish: NewEscalation, @Req() request: Request) {
    return this.tickets.find(await this.escalations.escalate(id, wish, principalOf(request).actor));
  }

  @Needs('tickets:write')
  @Answers({
    summary: 'Take an escalation back',
    description:
      'The last one, while the ticket is where it went: it goes back to its group, level and agent. The form stays in the thread.',
    shape: TicketShape,
    problems: { ticket_unknown: 404, escalation_unknown: 404, escalation_undone: 409, escalation_covered: 409 },
  })
  @Delete(':id/escalations/:escalationId')
  async undoEscalation(@Param('id') id: string, @Param('escalationId') escalationId: string, @Req() request: Request) {
    return this.tickets.find(await this.escalationUndo.undo(id, escalationId, principalOf(request).actor));
  }

  @Needs('tickets:read')
  @Answers({ summary: 'How a ticket was escalated, oldest first', shape: EscalationListShape, problems: { ticket_unknown: 404 } })
  @Get(':id/escalations')
  async listEscalations(@Param('id') id: string) {
    return { items: (await this.history.read(id)).escalations, nextCursor: null };
  }

  @Needs('tickets:read')
  @Answers({
    summary: 'All that happened to a ticket besides its thread',
    description: 'For whoever takes it over: who had it and why, how it was escalated, who was asked what, what others have to do.',
    shape: HandOverShape,
    problems: { ticket_unknown: 404 },
  })
  @Get(':id/hand-over')
  async handOver(@Param('id') id: string) {
    return this.history.read(id);
  }
}
