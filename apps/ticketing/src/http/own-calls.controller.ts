import { Get, Req } from '@nestjs/common';
import type { Request } from 'express';
import { Needs } from '../agents/access.guard.js';
import { agentOf, principalOf } from '../agents/principal.js';
import { viewerOf } from '../agents/viewer.js';
import { RingingCalls } from '../ringing/ringing-calls.js';
import { Answers } from './answers.js';
import { ApiController } from './api-controller.js';
import { OwnCallListShape } from './shapes/calls.js';

/** What a page shows that was not there when the stream told it. */
@ApiController('access', 'session')
export class OwnCallsController {
  constructor(private readonly calls: RingingCalls) {}

  @Needs('tickets:read')
  @Answers({
    summary: 'Calls on my phone now',
    description:
      'Those that ring on my extension, also because somebody hands them over, and those that I took there last, of tickets that I see, the newest first; empty without an extension. To be asked when a page opens, when the stream comes back, and when it tells ticket.ringing.v1. A call of which the exchange said nothing more is believed for 10 minutes while it rings, and for 4 hours while it is spoken.',
    shape: OwnCallListShape,
    problems: { not_an_agent: 422 },
  })
  @Get('calls')
  async list(@Req() request: Request) {
    const principal = principalOf(request);
    const { extension } = agentOf(principal);
    return { items: extension === null ? [] : await this.calls.list(extension, viewerOf(principal)), nextCursor: null };
  }
}
