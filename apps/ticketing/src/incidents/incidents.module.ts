import { Module } from '@nestjs/common';
import { DeskWorkModule } from '../desk-work.module.js';
import { RulesModule } from '../rules/rules.module.js';
import { CompensationRepository } from './compensation.repository.js';
import { CompensationDecisions } from './compensation-decisions.js';
import { Compensations } from './compensations.js';
import { CustomerTickets } from './customer-tickets.js';
import { IncidentActions } from './incident-actions.js';
import { IncidentLinks } from './incident-links.js';
import { IncidentNotices } from './incident-notices.js';
import { IncidentReleases } from './incident-releases.js';
import { IncidentRepository } from './incident.repository.js';
import { IncidentService } from './incident.service.js';
import { IncidentTeller } from './incident-teller.js';

const doors = [CompensationDecisions, CompensationRepository, Compensations, IncidentReleases, IncidentRepository, IncidentService];

/** Large incidents: one problem, everybody it touches. */
@Module({
  imports: [DeskWorkModule, RulesModule],
  providers: [...doors, CustomerTickets, IncidentActions, IncidentLinks, IncidentNotices, IncidentTeller],
  exports: doors,
})
export class IncidentsModule {}
