import { Module } from '@nestjs/common';
import { ClosingModule } from '../closing/closing.module.js';
import { DeskWorkModule } from '../desk-work.module.js';
import { RequestTypesModule } from '../request-types/request-types.module.js';
import { SurveysModule } from '../surveys/surveys.module.js';
import { OwnRequests } from './own-requests.js';
import { ProgressActs } from './progress-acts.js';
import { ProgressArrivals } from './progress-arrivals.js';
import { ProgressCodes } from './progress-codes.js';
import { ProgressProofs } from './progress-proofs.js';
import { ProgressReader } from './progress-reader.js';
import { ProgressThread } from './progress-thread.js';
import { ProgressTickets } from './progress-tickets.js';

const doors = [
  ...[OwnRequests, ProgressActs, ProgressArrivals, ProgressCodes, ProgressProofs, ProgressReader],
  ...[ProgressThread, ProgressTickets],
];

/** How a ticket stands, by a signed link, and what its customer does there. What needs the blob store stands with the routes. */
@Module({ imports: [DeskWorkModule, RequestTypesModule, ClosingModule, SurveysModule], providers: doors, exports: doors })
export class ProgressModule {}
