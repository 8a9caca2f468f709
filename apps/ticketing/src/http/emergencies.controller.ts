import { Body, Get, Param, Post, Req } from '@nestjs/common';
import type { Request } from 'express';
import { PermanentError } from '#runtime';
import { Needs } from '../agents/access.guard.js';
import { principalOf } from '../agents/principal.js';
import { DutyList } from '../emergencies/duty-list.js';
import { PageRepository } from '../emergencies/page.repository.js';
import { PageWork } from '../emergencies/page-work.js';
import { PlanRepository } from '../emergencies/plan.repository.js';
import { PlanService } from '../emergencies/plan.service.js';
import { TicketReader } from '../tickets/ticket-reader.js';
import { Answers } from './answers.js';
import { ApiController } from './api-controller.js';
import { reads } from './read-input.js';
import {
  DutyListShape,
  NewPageCall,
  NewPlanRun,
  NewReport,
  PageCallListShape,
  PlanRunListShape,
  StepResult,
} from './shapes/emergencies.js';

/** Who is called to an emergency, and the plan that is followed. */
@ApiController('emergencies', '')
export class EmergenciesController {
  constructor(
    private readonly duty: DutyList,
    private readonly pages: PageRepository,
    private readonly pageWork: PageWork,
    private readonly plans: PlanRepository,
    private readonly planWork: PlanService,
    private readonly tickets: TicketReader,
  ) {}

  @Needs('tickets:read')
  @Answers({ summary: 'Who is on duty now, by rota', shape: DutyListShape })
  @Get('duty')
  listDuty() {
    return { items: this.duty.list(), nextCursor: null };
  }

  @Needs('tickets:read')
  @Answers({ summary: 'Who was called to a ticket, newest call first', shape: PageCallListShape, problems: { ticket_unknown: 404 } })
  @Get('tickets/:id/page-calls')
  async listCalls(@Param('id') id: string) {
    return this.callsOf(await this.findTicket(id));
  }

  @Needs('tickets:write')
  @Answers({
    summary: 'Call who is on duty',
    description: 'One after the other, until somebody acknowledges it here or by the link that he was sent.',
    status: 201,
    shape: PageCallListShape,
    problems: { ticket_unknown: 404, rota_unknown: 422 },
  })
  @Post('tickets/:id/page-calls')
  async call(@Param('id') id: string, @Body(reads(NewPageCall)) { rota, reason }: NewPageCall) {
    return this.callsOf(await this.pageWork.call(id, rota, reason));
  }

  @Needs('tickets:write')
  @Answers({
    summary: 'Take an emergency that somebody was called to',
    shape: PageCallListShape,
    problems: { page_unknown: 404, page_over: 409 },
  })
  @Post('page-calls/:callId/acknowledgement')
  async acknowledge(@Param('callId') callId: string, @Req() request: Request) {
    return this.callsOf(await this.pageWork.acknowledge(callId, principalOf(request).actor));
  }

  @Needs('tickets:read')
  @Answers({ summary: 'Plans that run or ran on a ticket, newest first', shape: PlanRunListShape, problems: { ticket_unknown: 404 } })
  @Get('tickets/:id/plan-runs')
  async listPlans(@Param('id') id: string) {
    return this.plansOf(await this.findTicket(id));
  }

  @Needs('tickets:write')
  @Answers({
    summary: 'Start a plan on a ticket',
    status: 201,
    shape: PlanRunListShape,
    problems: { ticket_unknown: 404, plan_unknown: 422, plan_running: 409 },
  })
  @Post('tickets/:id/plan-runs')
  async startPlan(@Param('id') id: string, @Body(reads(NewPlanRun)) { plan }: NewPlanRun, @Req() request: Request) {
    return this.plansOf(await this.planWork.start(id, plan, principalOf(request).actor));
  }

  @Needs('tickets:write')
  @Answers({
    summary: 'A step of a plan is done',
    shape: PlanRunListShape,
    problems: { plan_step_unknown: 404, plan_step_done: 409, result_missing: 422 },
  })
  @Post('plan-steps/:stepId/done')
  async finishStep(@Param('stepId') stepId: string, @Body(reads(StepResult)) { result }: StepResult, @Req() request: Request) {
    return this.plansOf(await this.planWork.finish(stepId, result ?? null, principalOf(request).actor));
  }

  @Needs('tickets:write')
  @Answers({
    summary: 'Report how an emergency stands, to all who are named in its plan',
    status: 201,
    shape: PlanRunListShape,
    problems: { plan_run_unknown: 404, plan_over: 409 },
  })
  @Post('plan-runs/:runId/reports')
  async report(@Param('runId') runId: string, @Body(reads(NewReport)) { text }: NewReport, @Req() request: Request) {
    return this.plansOf(await this.planWork.report(runId, text, principalOf(request).actor));
  }

  private async findTicket(id: string): Promise<string> {
    const ticket = await this.tickets.find(id);
    if (ticket === null) throw new PermanentError(`there is no ticket ${id}`, { code: 'ticket_unknown' });
    return ticket.id;
  }

  private async callsOf(ticketId: string) {
    return { items: await this.pages.listOf(ticketId), nextCursor: null };
  }

  private async plansOf(ticketId: string) {
    return { items: await this.plans.listOf(ticketId), nextCursor: null };
  }
}
