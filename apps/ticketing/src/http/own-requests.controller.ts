import { Get, Headers, Req } from '@nestjs/common';
import type { Request } from 'express';
import { SiteVisitors } from '../access/site-visitors.js';
import { Needs } from '../agents/access.guard.js';
import { clientAddress } from '../agents/client-address.js';
import { HelpRate } from '../knowledge/help-rate.js';
import { OwnRequests } from '../progress/own-requests.js';
import { Answers } from './answers.js';
import { ApiController } from './api-controller.js';
import { OwnRequestListShape } from './shapes/progress.js';

/** Requests of who is signed in at the desk's own site. */
@ApiController('requests', 'own-requests')
export class OwnRequestsController {
  constructor(
    private readonly visitors: SiteVisitors,
    private readonly requests: OwnRequests,
    private readonly rate: HelpRate,
  ) {}

  @Needs('nobody')
  @Answers({
    summary: 'What the signed-in customer asked, newest first',
    description:
      'With the token of who is signed in at your site as Authorization: Bearer (siteLogin of the settings). Each with the token of its link, and with the proof that he wrote it.',
    shape: OwnRequestListShape,
    problems: { bad_token: 401, rate_limited: 429 },
  })
  @Get()
  async list(@Req() request: Request, @Headers('authorization') authorization?: string) {
    this.rate.take(clientAddress(request));
    const contactId = await this.visitors.contactOf(authorization);
    return { items: contactId === null ? [] : await this.requests.list(contactId), nextCursor: null };
  }
}
