import { StreamController } from '../realtime/stream.controller.js';
import { AccessController } from './access.controller.js';
import { AgentsController } from './agents.controller.js';
import { ConfirmationsController } from './confirmations.controller.js';
import { ContactsController } from './contacts.controller.js';
import { ContactOffersController } from './contact-offers.controller.js';
import { DeskController } from './desk.controller.js';
import { EntriesController } from './entries.controller.js';
import { MovesController } from './moves.controller.js';
import { NoticesController } from './notices.controller.js';
import { OperationsController } from './operations.controller.js';
import { QuarantineController } from './quarantine.controller.js';
import { FeedbackController } from './feedback.controller.js';
import { LiveController } from './live.controller.js';
import { ReportsController } from './reports.controller.js';
import { SurveysController } from './surveys.controller.js';
import { TasksController } from './tasks.controller.js';
import { RecallsController } from './recalls.controller.js';
import { RecordingsController } from './recordings.controller.js';
import { RepliesController } from './replies.controller.js';
import { SessionController } from './session.controller.js';
import { ShowingController } from './showing.controller.js';
import { TicketsController } from './tickets.controller.js';
import { UploadsController } from './uploads.controller.js';

/** All of `/api/v1`, in the order of its document. */
export const API_CONTROLLERS = [
  TicketsController,
  RepliesController,
  MovesController,
  ContactOffersController,
  ContactsController,
  ConfirmationsController,
  TasksController,
  NoticesController,
  FeedbackController,
  SurveysController,
  ReportsController,
  LiveController,
  DeskController,
  RecallsController,
  RecordingsController,
  QuarantineController,
  EntriesController,
  ShowingController,
  UploadsController,
  StreamController,
  OperationsController,
  SessionController,
  AccessController,
  AgentsController,
] as const;
