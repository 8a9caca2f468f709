import { Get, Param, Post, Query, Req } from '@nestjs/common';
import type { Request } from 'express';
import { PermanentError } from '#runtime';
import { Needs } from '../agents/access.guard.js';
import { principalOf } from '../agents/principal.js';
import { viewerOf } from '../agents/viewer.js';
import { NoticeReader } from '../notices/notice-reader.js';
import { Answers } from './answers.js';
import { ApiController } from './api-controller.js';
import { reads } from './read-input.js';
import { NoticePageShape, NoticeQuery } from './shapes/notices.js';

/** What people of the desk are told: a clock ran out, a ticket was escalated. */
@ApiController('notices', 'notices')
export class NoticesController {
  constructor(private readonly notices: NoticeReader) {}

  @Needs('tickets:read')
  @Answers({
    summary: 'Notices for who asks, newest first',
    description: 'Of an agent: for him, his role and his groups. A program with a key sees all.',
    shape: NoticePageShape,
    problems: { cursor_invalid: 400 },
  })
  @Get()
  async list(@Query(reads(NoticeQuery)) { unseen, kind, ticket, limit, cursor }: NoticeQuery, @Req() request: Request) {
    const principal = principalOf(request);
    return this.notices.list(principal.agent, { unseen, kind, ticketId: ticket }, { limit, cursor }, viewerOf(principal));
  }

  @Needs('tickets:read')
  @Answers({ summary: 'A notice was seen by who asks', status: 204, problems: { notice_unknown: 404, not_an_agent: 422 } })
  @Post(':noticeId/seen')
  async see(@Param('noticeId') id: string, @Req() request: Request): Promise<void> {
    const { agent } = principalOf(request);
    if (agent === null)
      throw new PermanentError('a program reads no notices', { code: 'not_an_agent', hint: 'log in as the agent who has seen it' });
    await this.notices.markSeen(agent, id);
  }
}
