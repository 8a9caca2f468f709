import { Body, Delete, Get, Param, Post, Query, Req } from '@nestjs/common';
import type { Request } from 'express';
import { Needs } from '../agents/access.guard.js';
import { principalOf } from '../agents/principal.js';
import { ConsultationRepository } from '../routing/collaboration/consultation.repository.js';
import { ConsultationService } from '../routing/collaboration/consultation.service.js';
import { Experts } from '../routing/collaboration/experts.js';
import { Answers } from './answers.js';
import { ApiController } from './api-controller.js';
import { reads } from './read-input.js';
import { ConsultationAnswer, ConsultationListShape, ConsultationShape, ExpertListShape, ExpertQuery } from './shapes/collaboration.js';

/** Questions of colleagues, and who knows about what. */
@ApiController('routing', '')
export class ConsultationsController {
  constructor(
    private readonly service: ConsultationService,
    private readonly consultations: ConsultationRepository,
    private readonly experts: Experts,
  ) {}

  @Needs('tickets:read')
  @Answers({ summary: 'Questions that wait for who asks or a group of his; a program with a key sees all', shape: ConsultationListShape })
  @Get('consultations')
  async list(@Req() request: Request) {
    return { items: await this.consultations.listOpen(principalOf(request).agent?.id ?? null), nextCursor: null };
  }

  @Needs('tickets:write')
  @Answers({
    summary: 'Answer a question of a colleague',
    description: 'Who was asked, or somebody of the group that was.',
    shape: ConsultationShape,
    problems: { consultation_unknown: 404, consultation_answered: 409, not_asked: 403 },
  })
  @Post('consultations/:consultationId/answer')
  async answer(
    @Param('consultationId') id: string,
    @Body(reads(ConsultationAnswer)) { answer }: ConsultationAnswer,
    @Req() request: Request,
  ) {
    const { actor, agent, scopes } = principalOf(request);
    const forAll = scopes.has('supervise');
    return this.service.answer(id, answer, forAll ? null : (agent?.id ?? ''), actor);
  }

  @Needs('tickets:write')
  @Answers({
    summary: 'Take a question back that nobody answered yet',
    description: 'Who asked, or a supervisor. The thread keeps that it was asked.',
    status: 204,
    problems: { consultation_unknown: 404, consultation_answered: 409, not_asker: 403 },
  })
  @Delete('consultations/:consultationId')
  async withdraw(@Param('consultationId') id: string, @Req() request: Request): Promise<void> {
    const { actor, agent, scopes } = principalOf(request);
    await this.service.withdraw(id, scopes.has('supervise') ? null : (agent?.id ?? ''), actor);
  }

  @Needs('tickets:read')
  @Answers({ summary: 'Experts of the desk by field, those who are there first', shape: ExpertListShape })
  @Get('experts')
  async listExperts(@Query(reads(ExpertQuery)) { field }: ExpertQuery) {
    return { items: await this.experts.list(field), nextCursor: null };
  }
}
