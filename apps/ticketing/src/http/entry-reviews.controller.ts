import { Body, Get, Inject, Param, Put, Query, Req } from '@nestjs/common';
import type { Request } from 'express';
import { CLOCK, type Clock } from '#runtime';
import { Needs } from '../agents/access.guard.js';
import { principalOf } from '../agents/principal.js';
import { EntryReviews } from '../quality/entry-reviews.js';
import { Answers } from './answers.js';
import { ApiController } from './api-controller.js';
import { viewerOf } from '../agents/viewer.js';
import { reads } from './read-input.js';
import {
  EntryReviewPageShape,
  EntryReviewQuery,
  EntryReviewShape,
  ReviewScores,
  SharePageShape,
  ShareQuery,
} from './shapes/entry-reviews.js';

const MONTH_MS = 30 * 86_400_000;

/** Reviews of recordings and answers, by the desk's sheets. */
@ApiController('reviews', 'entry-reviews')
export class EntryReviewsController {
  constructor(
    private readonly reviews: EntryReviews,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Needs('tickets:read')
  @Answers({
    summary: 'What is to be reviewed, and what was',
    description: 'The longest ago first; of the sample.',
    shape: EntryReviewPageShape,
  })
  @Get()
  async list(@Query(reads(EntryReviewQuery)) { limit, agent, entry, ...filter }: EntryReviewQuery, @Req() request: Request) {
    const viewer = viewerOf(principalOf(request));
    return { items: await this.reviews.list({ ...filter, agentId: agent, entryId: entry }, limit ?? 50, viewer), nextCursor: null };
  }

  @Needs('tickets:read')
  @Answers({ summary: 'How much was reviewed', description: 'Of all recordings and answers of a time, by sheet.', shape: SharePageShape })
  @Get('share')
  async measure(@Query(reads(ShareQuery)) { from, to }: ShareQuery) {
    const end = to ?? new Date(this.clock.now().getTime() + 1);
    return { items: await this.reviews.measure(from ?? new Date(end.getTime() - MONTH_MS), end), nextCursor: null };
  }

  @Needs('tickets:write')
  @Answers({
    summary: 'Give points by the sheet',
    description: 'Again: the later judgement holds.',
    shape: EntryReviewShape,
    problems: { review_unknown: 404, version_conflict: 409, scores_unfit: 422 },
  })
  @Put(':reviewId')
  async review(@Param('reviewId') id: string, @Body(reads(ReviewScores)) scores: ReviewScores, @Req() request: Request) {
    return this.reviews.review(id, scores, principalOf(request).actor);
  }
}
