import { Module } from '@nestjs/common';
import { DeskWorkModule } from '../desk-work.module.js';
import { RequestTypesModule } from '../request-types/request-types.module.js';
import { Archiver } from './archiver.js';
import { ClosingDesk } from './closing-desk.js';
import { ClosingFacts } from './closing-facts.js';
import { ClosingFollower } from './closing.follower.js';
import { ClosingGuard } from './closing.guard.js';
import { ClosingRepository } from './closing.repository.js';
import { ClosingService } from './closing.service.js';
import { ClosingWatch } from './closing-watch.js';
import { FollowUps } from './follow-ups.js';
import { DraftTasks, SOLUTION_DRAFTS } from './solution-drafts.js';

/** How tickets end. */
@Module({
  imports: [DeskWorkModule, RequestTypesModule],
  providers: [
    ...[Archiver, ClosingDesk, ClosingFacts, ClosingFollower, ClosingGuard, ClosingRepository, ClosingService, ClosingWatch, FollowUps],
    { provide: SOLUTION_DRAFTS, useClass: DraftTasks },
  ],
  exports: [ClosingService],
})
export class ClosingModule {}
