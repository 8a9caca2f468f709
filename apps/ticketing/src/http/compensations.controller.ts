import { Body, Delete, Get, Param, Post, Query, Req } from '@nestjs/common';
import type { Request } from 'express';
import { PermanentError } from '#runtime';
import { forbidden, Needs } from '../agents/access.guard.js';
import { principalOf } from '../agents/principal.js';
import { viewerOf } from '../agents/viewer.js';
import { CompensationRepository } from '../incidents/compensation.repository.js';
import { CompensationDecisions } from '../incidents/compensation-decisions.js';
import { Compensations } from '../incidents/compensations.js';
import { IncidentService } from '../incidents/incident.service.js';
import { TicketReader } from '../tickets/ticket-reader.js';
import { Answers } from './answers.js';
import { ApiController } from './api-controller.js';
import { reads } from './read-input.js';
import {
  CompensationDecision,
  CompensationPageShape,
  CompensationQuery,
  CompensationShape,
  NewCompensation,
  NewCompensations,
} from './shapes/incidents.js';

/** What customers get for what they went without. */
@ApiController('compensations', '')
export class CompensationsController {
  constructor(
    private readonly compensations: Compensations,
    private readonly decisions: CompensationDecisions,
    private readonly reader: CompensationRepository,
    private readonly incidents: IncidentService,
    private readonly tickets: TicketReader,
  ) {}

  @Needs('tickets:read')
  @Answers({ summary: 'Compensations, oldest first', shape: CompensationPageShape, problems: { cursor_invalid: 400 } })
  @Get('compensations')
  async list(@Query(reads(CompensationQuery)) { state, ticket, incident, ...page }: CompensationQuery, @Req() request: Request) {
    return this.reader.list({ state, ticketId: ticket, incidentId: incident, viewer: viewerOf(principalOf(request)) }, page);
  }

  @Needs('tickets:write')
  @Answers({
    summary: 'Propose a compensation on a ticket',
    status: 201,
    shape: CompensationPageShape,
    problems: { ticket_unknown: 404, policy_unknown: 422, compensation_nothing: 422 },
  })
  @Post('tickets/:id/compensations')
  async propose(@Param('id') id: string, @Body(reads(NewCompensation)) wish: NewCompensation, @Req() request: Request) {
    const ticketId = await this.compensations.proposeByHand(id, wish, principalOf(request).actor);
    return this.reader.list({ ticketId }, {});
  }

  @Needs('tickets:read')
  @Answers({ summary: 'Compensations of a ticket, oldest first', shape: CompensationPageShape, problems: { ticket_unknown: 404 } })
  @Get('tickets/:id/compensations')
  async listOf(@Param('id') id: string) {
    const ticket = await this.tickets.find(id);
    if (ticket === null) throw new PermanentError(`there is no ticket ${id}`, { code: 'ticket_unknown' });
    return this.reader.list({ ticketId: ticket.id }, { limit: 200 });
  }

  @Needs('tickets:write')
  @Answers({
    summary: 'Propose a compensation for everybody an incident touched, by its length and their plans',
    description: 'What was decided already stays; what is only proposed is computed anew.',
    status: 201,
    shape: CompensationPageShape,
    problems: { incident_unknown: 404, policy_unknown: 422 },
  })
  @Post('incidents/:incidentId/compensations')
  async proposeFor(@Param('incidentId') id: string, @Body(reads(NewCompensations)) { policy }: NewCompensations, @Req() request: Request) {
    const incident = await this.incidents.get(id);
    await this.compensations.propose(incident, policy, principalOf(request).actor);
    return this.reader.list({ incidentId: incident.id, viewer: viewerOf(principalOf(request)) }, {});
  }

  @Needs('tickets:write')
  @Answers({
    summary: 'Approve or refuse a compensation',
    description: 'Supervisors and admins. The thread says so, and the customer is told where the desk has words for it.',
    shape: CompensationShape,
    problems: { compensation_unknown: 404, compensation_decided: 409, forbidden: 403 },
  })
  @Post('compensations/:compensationId/decision')
  async decide(
    @Param('compensationId') id: string,
    @Body(reads(CompensationDecision)) { decision, note }: CompensationDecision,
    @Req() request: Request,
  ) {
    const principal = principalOf(request);
    if (!principal.scopes.has('supervise')) throw forbidden('supervise');
    return this.decisions.decide(id, decision === 'approve', note ?? null, principal.actor);
  }

  @Needs('supervise')
  @Answers({
    summary: 'Take the decision about a compensation back',
    description: 'Supervisors and admins, until its customer was told: it waits for a decision again. The thread says so.',
    shape: CompensationShape,
    problems: { compensation_unknown: 404, compensation_undecided: 409, compensation_told: 409, forbidden: 403 },
  })
  @Delete('compensations/:compensationId/decision')
  async takeBack(@Param('compensationId') id: string, @Req() request: Request) {
    return this.decisions.takeBack(id, principalOf(request).actor);
  }
}
