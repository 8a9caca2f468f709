import { Get, Param, Query, Req } from '@nestjs/common';
import type { Request } from 'express';
import { Needs } from '../agents/access.guard.js';
import { clientAddress } from '../agents/client-address.js';
import { HelpRate } from '../knowledge/help-rate.js';
import { ProgressReader } from '../progress/progress-reader.js';
import { Answers } from './answers.js';
import { ApiController } from './api-controller.js';
import { reads } from './read-input.js';
import { ProgressLinkShape, ProgressShape } from './shapes/catalogue.js';
import { LanguageQuery } from './shapes/requests.js';

/** How a ticket stands, for its customer. */
@ApiController('requests', '')
export class ProgressController {
  constructor(
    private readonly progress: ProgressReader,
    private readonly rate: HelpRate,
  ) {}

  @Needs('nobody')
  @Answers({
    summary: 'How a request stands, by the link that its customer was sent',
    description: 'Number, state, steps and times; nothing of what was written.',
    shape: ProgressShape,
    problems: { link_invalid: 404, link_expired: 410, rate_limited: 429 },
  })
  @Get('progress/:token')
  async read(@Param('token') token: string, @Query(reads(LanguageQuery)) { language }: LanguageQuery, @Req() request: Request) {
    this.rate.take(clientAddress(request));
    return this.progress.read(token, language);
  }

  @Needs('tickets:read')
  @Answers({ summary: 'A link to how a ticket stands, for its customer', shape: ProgressLinkShape, problems: { ticket_unknown: 404 } })
  @Get('tickets/:id/progress-link')
  async link(@Param('id') id: string) {
    return this.progress.linkOf(id);
  }
}
