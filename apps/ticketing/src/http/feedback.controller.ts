import { Body, Delete, Get, Param, Post, Query, Req } from '@nestjs/common';
import type { Request } from 'express';
import { Needs } from '../agents/access.guard.js';
import { principalOf } from '../agents/principal.js';
import { FeedbackRepository } from '../surveys/feedback.repository.js';
import { FeedbackService } from '../surveys/feedback.service.js';
import { Answers } from './answers.js';
import { ApiController } from './api-controller.js';
import { viewerOf } from '../agents/viewer.js';
import { reads } from './read-input.js';
import { FeedbackPageShape, FeedbackQuery, FeedbackShape, SeenBy } from './shapes/surveys.js';

/** All that customers said of the service, in one list, whatever way it came. */
@ApiController('feedback', 'feedback')
export class FeedbackController {
  constructor(
    private readonly feedback: FeedbackRepository,
    private readonly marks: FeedbackService,
  ) {}

  @Needs('tickets:read')
  @Answers({
    summary: 'Feedback, newest first',
    description: 'Ratings, tickets of a category of feedback, and what came in by its mailbox.',
    shape: FeedbackPageShape,
    problems: { cursor_invalid: 400 },
  })
  @Get()
  async list(@Query(reads(FeedbackQuery)) { kind, low, ticket, unseenBy, limit, cursor }: FeedbackQuery, @Req() request: Request) {
    const filter = { kind, low, ticketId: ticket, unseenBy, viewer: viewerOf(principalOf(request)) };
    return this.feedback.list(filter, { limit, cursor });
  }

  @Needs('tickets:read')
  @Answers({
    summary: 'A reader of all feedback has seen this',
    shape: FeedbackShape,
    problems: { feedback_unknown: 404, not_a_reader: 403 },
  })
  @Post(':feedbackId/seen')
  async see(@Param('feedbackId') id: string, @Body(reads(SeenBy)) { reader }: SeenBy, @Req() request: Request) {
    const { agent, actor } = principalOf(request);
    return this.marks.markSeen(id, reader, agent, actor);
  }

  @Needs('tickets:read')
  @Answers({
    summary: 'It waits for a reader again',
    shape: FeedbackShape,
    problems: { feedback_unknown: 404, not_a_reader: 403 },
  })
  @Delete(':feedbackId/seen')
  async unsee(@Param('feedbackId') id: string, @Query(reads(SeenBy)) { reader }: SeenBy, @Req() request: Request) {
    return this.marks.unmarkSeen(id, reader, principalOf(request).agent);
  }
}
