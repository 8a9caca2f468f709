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
import { TasksController } from './tasks.controller.js';
import { RecallsController } from './recalls.controller.js';
import { RecordingsController } from './recordings.controller.js';
import { CatalogueController } from './catalogue.controller.js';
import { ClosingController } from './closing.controller.js';
import { DoorsController } from './doors.controller.js';
import { ProgressController } from './progress.controller.js';
import { RequestsController } from './requests.controller.js';
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
  DeskController,
  RequestsController,
  ClosingController,
  CatalogueController,
  DoorsController,
  ProgressController,
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
