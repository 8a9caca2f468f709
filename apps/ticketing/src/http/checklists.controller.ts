import { Body, Get, Param, Post, Put, Query, Req } from '@nestjs/common';
import type { Request } from 'express';
import { Needs } from '../agents/access.guard.js';
import { clientAddress } from '../agents/client-address.js';
import { principalOf } from '../agents/principal.js';
import { ChecklistOffer } from '../checklists/checklist-offer.js';
import { ChecklistWork } from '../checklists/checklist-work.js';
import { HelpRate } from '../knowledge/help-rate.js';
import { Answers } from './answers.js';
import { ApiController } from './api-controller.js';
import { reads } from './read-input.js';
import {
  ChecklistEnd,
  ChecklistQuery,
  ChecklistRunShape,
  ChecklistStart,
  GuidanceStep,
  HelpChecklistQuery,
  OfferedPageShape,
  StepOutcome,
  TicketChecklistsShape,
} from './shapes/checklists.js';

const CHANGE = { ticket_unknown: 404, checklist_unknown: 404, version_conflict: 409, checklist_over: 409 };
const SENDING = { inbox_unknown: 422, recipient_missing: 422, window_closed: 409, quota_exceeded: 409, reply_unfit: 422 };

/** Checklists and guidances of a ticket. */
@ApiController('checklists', 'tickets')
export class ChecklistsController {
  constructor(
    private readonly offer: ChecklistOffer,
    private readonly work: ChecklistWork,
  ) {}

  @Needs('tickets:read')
  @Answers({
    summary: 'Checklists that suit the ticket, and those that ran',
    description:
      'By type, category, symptom and product line, and by what the customer wrote. What the query leaves out is what the ticket’s fields symptom and product_line say.',
    shape: TicketChecklistsShape,
    problems: { ticket_unknown: 404 },
  })
  @Get(':id/checklists')
  async list(@Param('id') id: string, @Query(reads(ChecklistQuery)) query: ChecklistQuery) {
    return this.offer.listFor(id, query);
  }

  @Needs('tickets:write')
  @Answers({
    summary: 'Begin a checklist',
    description: 'Of a guidance the first steps go to the customer, up to the one that waits for his picture.',
    status: 201,
    shape: ChecklistRunShape,
    problems: { ...CHANGE, checklist_running: 409, ...SENDING },
  })
  @Post(':id/checklists')
  async start(@Param('id') id: string, @Body(reads(ChecklistStart)) { checklist, language }: ChecklistStart, @Req() request: Request) {
    return this.work.start(id, checklist, language, principalOf(request).actor);
  }

  @Needs('tickets:write')
  @Answers({ summary: 'What came of a step', shape: ChecklistRunShape, problems: { ...CHANGE, step_unknown: 404, result_unfit: 422 } })
  @Put(':id/checklists/:runId/steps/:step')
  async setResult(
    @Param('id') id: string,
    @Param('runId') runId: string,
    @Param('step') step: string,
    @Body(reads(StepOutcome)) outcome: StepOutcome,
    @Req() request: Request,
  ) {
    return this.work.setResult(id, runId, step, outcome, principalOf(request).actor);
  }

  @Needs('tickets:write')
  @Answers({ summary: 'Send the next steps of a guidance', shape: ChecklistRunShape, problems: { ...CHANGE, ...SENDING } })
  @Post(':id/checklists/:runId/next-steps')
  async goOn(
    @Param('id') id: string,
    @Param('runId') runId: string,
    @Body(reads(GuidanceStep)) { expectedVersion }: GuidanceStep,
    @Req() request: Request,
  ) {
    return this.work.goOn(id, runId, expectedVersion, principalOf(request).actor);
  }

  @Needs('tickets:write')
  @Answers({
    summary: 'End a checklist',
    description: 'The thread says what was checked, with what result.',
    shape: ChecklistRunShape,
    problems: CHANGE,
  })
  @Post(':id/checklists/:runId/end')
  async end(
    @Param('id') id: string,
    @Param('runId') runId: string,
    @Body(reads(ChecklistEnd)) { state, expectedVersion }: ChecklistEnd,
    @Req() request: Request,
  ) {
    return this.work.end(id, runId, state, expectedVersion, principalOf(request).actor);
  }
}

/** Checks that customers do themselves before they write. */
@ApiController('help', 'help/checklists')
export class HelpChecklistsController {
  constructor(
    private readonly offer: ChecklistOffer,
    private readonly rate: HelpRate,
  ) {}

  @Needs('nobody')
  @Answers({
    summary: 'Checks a customer can do himself',
    description: 'What he ticks goes with his ticket as a field of the form that is called as the checklist.',
    shape: OfferedPageShape,
    problems: { rate_limited: 429 },
  })
  @Get()
  list(@Query(reads(HelpChecklistQuery)) { q, ...asked }: HelpChecklistQuery, @Req() request: Request) {
    this.rate.take(clientAddress(request));
    return { items: this.offer.offerTo({ ...asked, text: q }), nextCursor: null };
  }
}
