import { Body, Delete, Get, Param, Post, Req } from '@nestjs/common';
import type { Request } from 'express';
import { Needs } from '../agents/access.guard.js';
import { principalOf } from '../agents/principal.js';
import { SolutionDrafter } from '../knowledge/solution-drafter.js';
import { TicketKnowledge } from '../knowledge/ticket-knowledge.js';
import { Answers } from './answers.js';
import { ApiController } from './api-controller.js';
import { reads } from './read-input.js';
import { EntryShape } from './shapes/entries.js';
import { ArticleShape, FoundPageShape } from './shapes/knowledge.js';
import { ArticleLinkShape, ArticleLinkWish, ArticleSending, ArticleUsePageShape, SolutionWish } from './shapes/ticket-knowledge.js';

const UNKNOWN = { ticket_unknown: 404, article_unknown: 404 };

/** The help on a ticket. */
@ApiController('knowledge', 'tickets')
export class TicketKnowledgeController {
  constructor(
    private readonly knowledge: TicketKnowledge,
    private readonly drafter: SolutionDrafter,
  ) {}

  @Needs('tickets:read')
  @Answers({
    summary: 'Articles that may answer the customer',
    description: 'By his own words; those for agents alone too.',
    shape: FoundPageShape,
    problems: { ticket_unknown: 404 },
  })
  @Get(':id/suggested-articles')
  async suggest(@Param('id') id: string) {
    return { items: await this.knowledge.suggest(id), nextCursor: null };
  }

  @Needs('tickets:read')
  @Answers({ summary: 'Articles that were linked or sent', shape: ArticleUsePageShape, problems: { ticket_unknown: 404 } })
  @Get(':id/articles')
  async list(@Param('id') id: string) {
    return { items: await this.knowledge.list(id), nextCursor: null };
  }

  @Needs('tickets:write')
  @Answers({
    summary: 'Link the ticket with an article',
    description: 'What is answered goes into an answer to the customer: title and address in his language.',
    status: 201,
    shape: ArticleLinkShape,
    problems: UNKNOWN,
  })
  @Post(':id/articles')
  async link(@Param('id') id: string, @Body(reads(ArticleLinkWish)) { articleId }: ArticleLinkWish, @Req() request: Request) {
    return this.knowledge.link(id, articleId, principalOf(request).actor);
  }

  @Needs('tickets:write')
  @Answers({ summary: 'Take the link away', status: 204, problems: UNKNOWN })
  @Delete(':id/articles/:articleId')
  async unlink(@Param('id') id: string, @Param('articleId') articleId: string, @Req() request: Request): Promise<void> {
    await this.knowledge.unlink(id, articleId, principalOf(request).actor);
  }

  @Needs('tickets:write')
  @Answers({
    summary: 'Send an article to the customer',
    description: 'Its words, pictures and videos, as an answer in his language.',
    status: 202,
    shape: EntryShape,
    problems: {
      ...UNKNOWN,
      ...{ version_conflict: 409, article_not_published: 409, article_internal: 422 },
      ...{ inbox_unknown: 422, inbox_cannot_send: 422, recipient_missing: 422, window_closed: 409, quota_exceeded: 409, reply_unfit: 422 },
    },
  })
  @Post(':id/article-sendings')
  async send(@Param('id') id: string, @Body(reads(ArticleSending)) { articleId, ...wish }: ArticleSending, @Req() request: Request) {
    return this.knowledge.send(id, articleId, wish, principalOf(request).actor);
  }

  @Needs('tickets:write')
  @Answers({
    summary: 'Make a draft of the help of the ticket’s solution',
    description: 'The customer’s problem and the last answer, without addresses and numbers. Asked again it is the same draft.',
    status: 201,
    shape: ArticleShape,
    problems: { ticket_unknown: 404, section_unknown: 422 },
  })
  @Post(':id/solution-draft')
  async draft(@Param('id') id: string, @Body(reads(SolutionWish)) wish: SolutionWish, @Req() request: Request) {
    return this.drafter.draft(id, wish, principalOf(request).actor);
  }
}
