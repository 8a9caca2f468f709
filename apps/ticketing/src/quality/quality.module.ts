import { Module } from '@nestjs/common';
import { DeskWorkModule } from '../desk-work.module.js';
import { EntryReviews } from './entry-reviews.js';
import { OverdueReviews } from './overdue-reviews.js';
import { ReviewFollower } from './review-follower.js';

/** Reviews of what was said and answered. */
@Module({ imports: [DeskWorkModule], providers: [EntryReviews, OverdueReviews, ReviewFollower], exports: [EntryReviews] })
export class QualityModule {}
