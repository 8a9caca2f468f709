import { DraftsController } from './drafts.controller.js';
import { ViewersController } from './viewers.controller.js';
import { ViewsController } from './views.controller.js';
import { StreamController } from '../realtime/stream.controller.js';
import { AnnouncementsController } from './announcements.controller.js';
import { AccessController } from './access.controller.js';
import { AgentsController } from './agents.controller.js';
import { BotController } from './bot.controller.js';
import { TicketBotController } from './ticket-bot.controller.js';
import { AgentWorkController } from './agent-work.controller.js';
import { AssignmentsController } from './assignments.controller.js';
import { CollaborationController } from './collaboration.controller.js';
import { ConsultationsController } from './consultations.controller.js';
import { ClocksController, TicketClocksController } from './clocks.controller.js';
import { AuditController } from './audit.controller.js';
import { ConfirmationsController } from './confirmations.controller.js';
import { ContactsController } from './contacts.controller.js';
import { ContactOffersController } from './contact-offers.controller.js';
import { GroupsController } from './groups.controller.js';
import { DeskController } from './desk.controller.js';
import { EntriesController } from './entries.controller.js';
import { KnowledgeController } from './knowledge.controller.js';
import { ArticlesController } from './articles.controller.js';
import { TicketKnowledgeController } from './ticket-knowledge.controller.js';
import { HelpController } from './help.controller.js';
import { ChecklistsController, HelpChecklistsController } from './checklists.controller.js';
import { TemplatesController } from './templates.controller.js';
import { HoursController } from './hours.controller.js';
import { BookingsController } from './bookings.controller.js';
import { VisitsController } from './visits.controller.js';
import { EntryReviewsController } from './entry-reviews.controller.js';
import { TeamworkController } from './teamwork.controller.js';
import { BulkActionsController } from './bulk-actions.controller.js';
import { PurchasesController } from './purchases.controller.js';
import { MovesController } from './moves.controller.js';
import { NoticesController } from './notices.controller.js';
import { OperationsController } from './operations.controller.js';
import { QuarantineController } from './quarantine.controller.js';
import { FeedbackController } from './feedback.controller.js';
import { LiveController } from './live.controller.js';
import { ReportsController } from './reports.controller.js';
import { SurveysController } from './surveys.controller.js';
import { OwnCallsController } from './own-calls.controller.js';
import { TasksController } from './tasks.controller.js';
import { RecallsController } from './recalls.controller.js';
import { RecordingsController } from './recordings.controller.js';
import { RecognitionController } from './recognition.controller.js';
import { TicketRecognitionController } from './ticket-recognition.controller.js';
import { CatalogueController } from './catalogue.controller.js';
import { ClosingController } from './closing.controller.js';
import { DoorsController } from './doors.controller.js';
import { ProgressController } from './progress.controller.js';
import { ProgressThreadController } from './progress-thread.controller.js';
import { OwnRequestsController } from './own-requests.controller.js';
import { PersonRightsController } from './person-rights.controller.js';
import { ProgressActsController } from './progress-acts.controller.js';
import { PublicController } from './public.controller.js';
import { PublicFiguresController } from './public-figures.controller.js';
import { RequestsController } from './requests.controller.js';
import { RepliesController } from './replies.controller.js';
import { SessionController } from './session.controller.js';
import { OidcController } from './oidc.controller.js';
import { SecondFactorController } from './second-factor.controller.js';
import { ShiftsController } from './shifts.controller.js';
import { CompensationsController } from './compensations.controller.js';
import { IncidentsController } from './incidents.controller.js';
import { MeasuresController } from './measures.controller.js';
import { StaffingController } from './staffing.controller.js';
import { EmergenciesController } from './emergencies.controller.js';
import { PageLinksController } from './page-links.controller.js';
import { RulesController } from './rules.controller.js';
import { ShowingController } from './showing.controller.js';
import { TicketsController } from './tickets.controller.js';
import { UploadsController } from './uploads.controller.js';
import { HoldsController } from './holds.controller.js';
import { InboxesController } from './inboxes.controller.js';
import { FirstRunController } from './first-run.controller.js';
import { WebhooksController } from './webhooks.controller.js';

/** All of `/api/v1`, in the order of its document. */
export const API_CONTROLLERS = [
  PurchasesController,
  BulkActionsController,
  TeamworkController,
  EntryReviewsController,
  VisitsController,
  BookingsController,
  TemplatesController,
  ChecklistsController,
  HelpChecklistsController,
  HelpController,
  TicketKnowledgeController,
  ArticlesController,
  KnowledgeController,
  TicketsController,
  RulesController,
  ...[EmergenciesController, PageLinksController, IncidentsController, CompensationsController, MeasuresController, StaffingController],
  RepliesController,
  MovesController,
  ContactOffersController,
  ContactsController,
  PersonRightsController,
  ConfirmationsController,
  OwnCallsController,
  TasksController,
  ...[ClocksController, TicketClocksController],
  HoursController,
  NoticesController,
  DraftsController,
  ViewersController,
  ViewsController,
  FeedbackController,
  SurveysController,
  ReportsController,
  LiveController,
  DeskController,
  ...[RecognitionController, TicketRecognitionController, BotController, TicketBotController],
  ...[AgentWorkController, AssignmentsController, CollaborationController, ConsultationsController, GroupsController, ShiftsController],
  RequestsController,
  ClosingController,
  CatalogueController,
  DoorsController,
  ...[ProgressController, ProgressThreadController, ProgressActsController, OwnRequestsController],
  ...[PublicController, AnnouncementsController, PublicFiguresController],
  RecallsController,
  RecordingsController,
  QuarantineController,
  EntriesController,
  ShowingController,
  UploadsController,
  StreamController,
  OperationsController,
  InboxesController,
  FirstRunController,
  SessionController,
  ...[SecondFactorController, OidcController],
  AccessController,
  AgentsController,
  AuditController,
  WebhooksController,
  HoldsController,
] as const;
