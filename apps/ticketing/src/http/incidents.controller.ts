import { Body, Delete, Get, Inject, Param, Post, Query, Req } from '@nestjs/common';
import type { Request } from 'express';
import { CLOCK, type Clock } from '#runtime';
import { Needs } from '../agents/access.guard.js';
import { principalOf } from '../agents/principal.js';
import { viewerOf } from '../agents/viewer.js';
import { DeskProfiles } from '../desk/desk-profiles.js';
import { Compensations } from '../incidents/compensations.js';
import { IncidentReleases } from '../incidents/incident-releases.js';
import { IncidentRepository } from '../incidents/incident.repository.js';
import { IncidentService } from '../incidents/incident.service.js';
import { Answers } from './answers.js';
import { ApiController } from './api-controller.js';
import { reads } from './read-input.js';
import {
  ImpactQuery,
  ImpactShape,
  IncidentClosure,
  IncidentCustomerPageShape,
  IncidentCustomerQuery,
  IncidentPageShape,
  IncidentQuery,
  IncidentShape,
  NewIncident,
  NewIncidentCustomers,
  NewIncidentNotice,
} from './shapes/incidents.js';

const UNKNOWN = { incident_unknown: 404 };
const UNLINKED = { ...UNKNOWN, incident_link_unknown: 404 };
const CHANGES = { ...UNKNOWN, incident_closed: 409 };

/** One problem, everybody it touches. */
@ApiController('incidents', 'incidents')
export class IncidentsController {
  constructor(
    private readonly incidents: IncidentService,
    private readonly reader: IncidentRepository,
    private readonly releases: IncidentReleases,
    private readonly compensations: Compensations,
    private readonly profiles: DeskProfiles,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Needs('tickets:read')
  @Answers({ summary: 'Incidents, newest first', shape: IncidentPageShape, problems: { cursor_invalid: 400 } })
  @Get()
  async list(@Query(reads(IncidentQuery)) { state, ticket, ...page }: IncidentQuery, @Req() request: Request) {
    return this.reader.list({ state, ticketId: ticket, viewer: viewerOf(principalOf(request)) }, page);
  }

  @Needs('tickets:write')
  @Answers({
    summary: 'Make a ticket the problem of an incident',
    description: 'Customers whom `affected` names are linked, and told when `tell` has words.',
    status: 201,
    shape: IncidentShape,
    problems: { ticket_unknown: 404, incident_open: 422 },
  })
  @Post()
  async open(@Body(reads(NewIncident)) { ticket, ...wish }: NewIncident, @Req() request: Request) {
    return this.incidents.open(ticket, wish, principalOf(request).actor);
  }

  @Needs('tickets:read')
  @Answers({ summary: 'An incident', shape: IncidentShape, problems: UNKNOWN })
  @Get(':incidentId')
  async get(@Param('incidentId') id: string) {
    return this.incidents.get(id);
  }

  @Needs('tickets:read')
  @Answers({
    summary: 'Whom it touches, and what each was told',
    shape: IncidentCustomerPageShape,
    problems: { ...UNKNOWN, cursor_invalid: 400 },
  })
  @Get(':incidentId/customers')
  async listCustomers(
    @Param('incidentId') id: string,
    @Query(reads(IncidentCustomerQuery)) page: IncidentCustomerQuery,
    @Req() request: Request,
  ) {
    return this.reader.listCustomers((await this.incidents.get(id)).id, page, viewerOf(principalOf(request)));
  }

  @Needs('tickets:write')
  @Answers({
    summary: 'Link customers by hand, with their tickets, or by what the desk knows of them',
    description:
      'They hear at once what was told last. Whom it touches for a part of its time is named with that; named again, the later times hold.',
    status: 201,
    shape: IncidentShape,
    problems: { ...CHANGES, ticket_unknown: 404, incident_times: 422 },
  })
  @Post(':incidentId/customers')
  async addCustomers(
    @Param('incidentId') id: string,
    @Body(reads(NewIncidentCustomers)) wish: NewIncidentCustomers,
    @Req() request: Request,
  ) {
    return this.incidents.addCustomers(id, wish, principalOf(request).actor);
  }

  @Needs('tickets:write')
  @Answers({
    summary: 'Take a customer out of an incident that does not touch him, with his tickets',
    description: 'He hears nothing further of it, and no rule links him again; linking him by hand undoes it.',
    shape: IncidentShape,
    problems: UNLINKED,
  })
  @Delete(':incidentId/customers/:contactId')
  async releaseCustomer(@Param('incidentId') id: string, @Param('contactId') contactId: string, @Req() request: Request) {
    return this.releases.releaseCustomer(id, contactId, principalOf(request).actor);
  }

  @Needs('tickets:write')
  @Answers({
    summary: 'Take a ticket out of an incident',
    description: 'Its customer goes too when it was his only one. Linking it by hand undoes it.',
    shape: IncidentShape,
    problems: { ...UNLINKED, ticket_unknown: 404 },
  })
  @Delete(':incidentId/tickets/:ticketId')
  async releaseTicket(@Param('incidentId') id: string, @Param('ticketId') ticketId: string, @Req() request: Request) {
    return this.releases.releaseTicket(id, ticketId, principalOf(request).actor);
  }

  @Needs('tickets:write')
  @Answers({ summary: 'Tell everybody it touches, on their channels, once each', status: 201, shape: IncidentShape, problems: CHANGES })
  @Post(':incidentId/notices')
  async announce(
    @Param('incidentId') id: string,
    @Body(reads(NewIncidentNotice)) { kind, text }: NewIncidentNotice,
    @Req() request: Request,
  ) {
    return this.incidents.announce(id, kind, text, principalOf(request).actor);
  }

  @Needs('tickets:write')
  @Answers({
    summary: 'The incident is over',
    description:
      'Its problem and all tickets that go with it are solved together, customers are told, compensation is proposed where the desk has one.',
    status: 201,
    shape: IncidentShape,
    problems: { ...CHANGES, incident_times: 422 },
  })
  @Post(':incidentId/closure')
  async close(@Param('incidentId') id: string, @Body(reads(IncidentClosure)) wish: IncidentClosure, @Req() request: Request) {
    return this.incidents.close(id, wish, principalOf(request).actor);
  }

  @Needs('tickets:read')
  @Answers({
    summary: 'Length of it for each customer, and what he would get',
    shape: ImpactShape,
    problems: { ...UNKNOWN, policy_unknown: 422 },
  })
  @Get(':incidentId/impact')
  async getImpact(@Param('incidentId') id: string, @Query(reads(ImpactQuery)) asked: ImpactQuery, @Req() request: Request) {
    const viewer = viewerOf(principalOf(request));
    const policy = asked.policy ?? this.profiles.current().desk.incidents.compensation ?? null;
    const items = await this.compensations.findImpact(await this.incidents.get(id), policy, this.clock.now(), viewer);
    return { policy, items, nextCursor: null };
  }
}
