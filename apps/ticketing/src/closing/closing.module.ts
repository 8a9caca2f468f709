import { Module } from '@nestjs/common';
import { DeskWorkModule } from '../desk-work.module.js';
import { RequestTypesModule } from '../request-types/request-types.module.js';
import { Archiver } from './archiver.js';
import { ArchiveEdits } from './archive-edits.js';
import { ClosingDesk } from './closing-desk.js';
import { ClosingFacts } from './closing-facts.js';
import { ClosingFollower } from './closing.follower.js';
import { ClosingGuard } from './closing.guard.js';
import { ClosingRepository } from './closing.repository.js';
import { ClosingService } from './closing.service.js';
import { ClosingWatch } from './closing-watch.js';
import { FollowUps } from './follow-ups.js';
import { KnowledgeDrafts } from './knowledge-drafts.js';
import { KnowledgeModule } from '../knowledge/knowledge.module.js';
import { Reopenings } from './reopenings.js';

/** How tickets end. */
@Module({
  imports: [DeskWorkModule, RequestTypesModule, KnowledgeModule],
  providers: [
    ...[
      ArchiveEdits,
      Archiver,
      ClosingDesk,
      ClosingFacts,
      ClosingFollower,
      ClosingGuard,
      ClosingRepository,
      ClosingService,
      ClosingWatch,
      FollowUps,
      Reopenings,
    ],
    KnowledgeDrafts,
  ],
  exports: [ClosingFacts, ClosingService],
})
export class ClosingModule {}
