import { Module } from '@nestjs/common';
import { DeskWorkModule } from '../desk-work.module.js';
import { ChecklistFollower } from './checklist-follower.js';
import { ChecklistOffer } from './checklist-offer.js';
import { ChecklistWork } from './checklist-work.js';
import { ChecklistRepository } from './checklist.repository.js';
import { GuidanceSender } from './guidance-sender.js';

/** What is to be checked, and how a customer is guided step by step. */
@Module({
  imports: [DeskWorkModule],
  providers: [ChecklistFollower, ChecklistOffer, ChecklistRepository, ChecklistWork, GuidanceSender],
  exports: [ChecklistOffer, ChecklistRepository, ChecklistWork],
})
export class ChecklistsModule {}
