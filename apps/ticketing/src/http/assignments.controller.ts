import { Body, Get, Param, Post, Req } from '@nestjs/common';
import type { Request } from 'express';
import { PermanentError } from '#runtime';
import { Needs } from '../agents/access.guard.js';
import { principalOf } from '../agents/principal.js';
import { AssignmentRepository } from '../routing/assignments/assignment.repository.js';
import { AssignmentService } from '../routing/assignments/assignment.service.js';
import { TicketReader } from '../tickets/ticket-reader.js';
import { Answers } from './answers.js';
import { ApiController } from './api-controller.js';
import { reads } from './read-input.js';
import { AssignmentListShape, GiveBack } from './shapes/routing.js';
import { TicketShape } from './shapes/tickets.js';

/** Who had a ticket, and why he. */
@ApiController('routing', 'tickets')
export class AssignmentsController {
  constructor(
    private readonly assignments: AssignmentRepository,
    private readonly service: AssignmentService,
    private readonly tickets: TicketReader,
  ) {}

  @Needs('tickets:read')
  @Answers({
    summary: 'Who had a ticket, oldest first, with who else could have had it',
    shape: AssignmentListShape,
    problems: { ticket_unknown: 404 },
  })
  @Get(':id/assignments')
  async list(@Param('id') id: string) {
    const ticket = await this.tickets.find(id);
    if (ticket === null) throw new PermanentError(`there is no ticket ${id}`, { code: 'ticket_unknown' });
    return { items: await this.assignments.list(ticket.id), nextCursor: null };
  }

  @Needs('tickets:write')
  @Answers({
    summary: 'Give a ticket back into the line',
    description: 'Routing does not give it to the same agent again. Who has it, or a supervisor for him.',
    shape: TicketShape,
    problems: { ticket_unknown: 404, ticket_not_yours: 409 },
  })
  @Post(':id/give-back')
  async giveBack(@Param('id') id: string, @Body(reads(GiveBack)) { reason }: GiveBack, @Req() request: Request) {
    const { actor, scopes } = principalOf(request);
    const anyone = scopes.has('supervise');
    return this.tickets.find(await this.service.giveBack(id, { reason, anyone }, actor));
  }
}
