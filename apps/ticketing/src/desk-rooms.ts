import type { Type } from '@nestjs/common';
import { ReconcilingModule } from './reconciling/reconciling.module.js';
import { FirstRunModule } from './first-run/first-run.module.js';
import { AnnouncementsModule } from './announcements/announcements.module.js';
import { PurchasesModule } from './purchases/purchases.module.js';
import { TeamworkModule } from './teamwork/teamwork.module.js';
import { QualityModule } from './quality/quality.module.js';
import { DraftsModule } from './drafts/drafts.module.js';
import { ViewsModule } from './views/views.module.js';
import { VisitsModule } from './visits/visits.module.js';
import { BookingsModule } from './bookings/bookings.module.js';
import { AuditModule } from './audit/audit.module.js';
import { RetentionModule } from './retention/retention.module.js';
import { SearchModule } from './search/search.module.js';
import { SealedModule } from './sealed/sealed.module.js';
import { WebhooksModule } from './webhooks/webhooks.module.js';
import { BotModule } from './bot/bot.module.js';
import { RecognitionModule } from './recognition/recognition.module.js';
import { RoutingModule } from './routing/routing.module.js';
import { ReportsModule } from './reports/reports.module.js';
import { SurveysModule } from './surveys/surveys.module.js';
import { TemplatesModule } from './templates/templates.module.js';
import { ChecklistsModule } from './checklists/checklists.module.js';
import { KnowledgeModule } from './knowledge/knowledge.module.js';
import { ServiceLevelsModule } from './service-levels/service-levels.module.js';
import { AccessModule } from './access/access.module.js';
import { ClosingModule } from './closing/closing.module.js';
import { ProgressModule } from './progress/progress.module.js';
import { RequestTypesModule } from './request-types/request-types.module.js';
import { IncidentsModule } from './incidents/incidents.module.js';
import { MeasuresModule } from './measures/measures.module.js';
import { StaffingModule } from './staffing/staffing.module.js';
import { EmergenciesModule } from './emergencies/emergencies.module.js';
import { RulesModule } from './rules/rules.module.js';

/** Rooms that follow tickets by the desk's rules. A room a line; each imports `DeskWorkModule`, adds its follower and handles its timers. */
export const DESK_ROOMS: readonly Type[] = [
  PurchasesModule,
  TeamworkModule,
  QualityModule,
  DraftsModule,
  ViewsModule,
  VisitsModule,
  BookingsModule,
  RecognitionModule,
  BotModule,
  RoutingModule,
  SurveysModule,
  ReportsModule,
  TemplatesModule,
  ChecklistsModule,
  KnowledgeModule,
  ServiceLevelsModule,
  RequestTypesModule,
  AccessModule,
  ProgressModule,
  ClosingModule,
  IncidentsModule,
  MeasuresModule,
  StaffingModule,
  EmergenciesModule,
  RulesModule,
  AuditModule,
  RetentionModule,
  SealedModule,
  SearchModule,
  WebhooksModule,
  FirstRunModule,
  AnnouncementsModule,
  ReconcilingModule,
];
