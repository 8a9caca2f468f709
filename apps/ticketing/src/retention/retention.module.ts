import { Module } from '@nestjs/common';
import { DeskWorkModule } from '../desk-work.module.js';
import { KeptRecordings } from './kept-recordings.js';
import { LegalHoldRepository } from './legal-hold.repository.js';
import { OldTraces } from './old-traces.js';
import { RetentionPruner } from './retention-pruner.js';

/** How long what is kept, and what must not go. */
@Module({
  imports: [DeskWorkModule],
  providers: [KeptRecordings, LegalHoldRepository, OldTraces, RetentionPruner],
  exports: [KeptRecordings, LegalHoldRepository, OldTraces, RetentionPruner],
})
export class RetentionModule {}
