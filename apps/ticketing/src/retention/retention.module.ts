import { Module } from '@nestjs/common';
import { DeskWorkModule } from '../desk-work.module.js';
import { KeptRecordings } from './kept-recordings.js';
import { LegalHoldRepository } from './legal-hold.repository.js';
import { RetentionPruner } from './retention-pruner.js';

/** How long what is kept, and what must not go. */
@Module({
  imports: [DeskWorkModule],
  providers: [KeptRecordings, LegalHoldRepository, RetentionPruner],
  exports: [KeptRecordings, LegalHoldRepository, RetentionPruner],
})
export class RetentionModule {}
