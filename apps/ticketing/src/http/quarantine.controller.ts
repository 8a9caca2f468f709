import { Body, Delete, Get, Param, Post, Query, Req } from '@nestjs/common';
import type { Request } from 'express';
import { PermanentError } from '#runtime';
import { Needs } from '../agents/access.guard.js';
import { principalOf } from '../agents/principal.js';
import { viewerOf } from '../agents/viewer.js';
import type { QuarantineDecision, QuarantineSelection } from '../quarantine/quarantine.js';
import { QuarantinedSenders } from '../quarantine/quarantined-senders.js';
import { QuarantineService } from '../quarantine/quarantine.service.js';
import { isUuid } from '../tickets/ticket.repository.js';
import { Answers } from './answers.js';
import { ApiController } from './api-controller.js';
import { reads } from './read-input.js';
import {
  NewQuarantineDecision,
  QuarantineDecisionListShape,
  QuarantineDecisionShape,
  QuarantinedDomainListShape,
  QuarantinedSenderListShape,
  QuarantineQuery,
} from './shapes/quarantine.js';

/** Floods that are kept out of the way; their tickets are `GET /tickets?box=quarantine`. */
@ApiController('quarantine', 'quarantine')
export class QuarantineController {
  constructor(
    private readonly quarantine: QuarantineService,
    private readonly senders: QuarantinedSenders,
  ) {}

  @Needs('tickets:read')
  @Answers({ summary: 'Who has tickets in quarantine, most first', shape: QuarantinedSenderListShape })
  @Get()
  async listSenders(@Query(reads(QuarantineQuery)) page: QuarantineQuery, @Req() request: Request) {
    return this.senders.list(page, viewerOf(principalOf(request)));
  }

  @Needs('tickets:read')
  @Answers({ summary: 'Which domains have tickets in quarantine, most first', shape: QuarantinedDomainListShape })
  @Get('domains')
  async listDomains(@Query(reads(QuarantineQuery)) page: QuarantineQuery, @Req() request: Request) {
    return this.senders.listDomains(page, viewerOf(principalOf(request)));
  }

  @Needs('tickets:read')
  @Answers({ summary: 'What was decided about quarantined tickets, latest first', shape: QuarantineDecisionListShape })
  @Get('decisions')
  async listDecisions(@Req() request: Request) {
    return { items: (await this.quarantine.listDecisions(viewerOf(principalOf(request)))).map(toView), nextCursor: null };
  }

  @Needs('tickets:write')
  @Answers({
    summary: 'Let tickets out of the quarantine, or confirm them as spam',
    description:
      'One ticket, several, all of a sender or all of a domain, at most 10 000 at once. What is let out is new work, and its sender is told the number as far as the limits of acknowledgements allow. Spam stays closed and folded.',
    status: 201,
    shape: QuarantineDecisionShape,
    problems: { not_quarantined: 409 },
  })
  @Post('decisions')
  async decide(@Body(reads(NewQuarantineDecision)) { decision, ...selection }: NewQuarantineDecision, @Req() request: Request) {
    const principal = principalOf(request);
    return toView(await this.quarantine.decide(decision, selection as QuarantineSelection, principal.actor, viewerOf(principal)));
  }

  @Needs('tickets:write')
  @Answers({
    summary: 'Undo a decision',
    description: 'Its tickets go back into the quarantine, but those that somebody worked on since.',
    shape: QuarantineDecisionShape,
    problems: { decision_unknown: 404, decision_undone: 409 },
  })
  @Delete('decisions/:decisionId')
  async undo(@Param('decisionId') id: string, @Req() request: Request) {
    if (!isUuid(id)) throw new PermanentError(`there is no decision ${id}`, { code: 'decision_unknown' });
    return toView(await this.quarantine.undo(id, principalOf(request).actor));
  }
}

function toView({ id, decision, selection, tickets, remaining, actor, madeAt, undoneAt }: QuarantineDecision) {
  const href = `/api/v1/quarantine/decisions/${id}`;
  return { id, decision, selection, tickets, remaining, actor, madeAt, undoneAt, href };
}
