import { Body, Delete, Get, Param, Post, Put, Query, Req } from '@nestjs/common';
import type { Request } from 'express';
import { Needs } from '../agents/access.guard.js';
import { principalOf } from '../agents/principal.js';
import { CaseReader } from '../request-types/case-reader.js';
import { CaseService } from '../request-types/case.service.js';
import { EvidenceService } from '../request-types/evidence/evidence.service.js';
import { StageUndo } from '../request-types/stage-undo.js';
import { Answers } from './answers.js';
import { ApiController } from './api-controller.js';
import { reads } from './read-input.js';
import { EstimateInput, EvidenceInput, LanguageQuery, RequestShape, StageMoveInput } from './shapes/requests.js';

const PROBLEMS = { ticket_unknown: 404, request_type_missing: 409 };

/** A ticket as a request of its type. */
@ApiController('requests', 'tickets')
export class RequestsController {
  constructor(
    private readonly reader: CaseReader,
    private readonly cases: CaseService,
    private readonly evidence: EvidenceService,
    private readonly stages: StageUndo,
  ) {}

  @Needs('tickets:read')
  @Answers({ summary: 'Type, stages, missing fields, deadlines and evidence', shape: RequestShape, problems: { ticket_unknown: 404 } })
  @Get(':id/request')
  async get(@Param('id') id: string, @Query(reads(LanguageQuery)) { language }: LanguageQuery) {
    return this.reader.view(id, language);
  }

  @Needs('tickets:write')
  @Answers({
    summary: 'A request goes on to another stage',
    description: 'By the stage that follows, or by how the present one ended. Fields and an estimate may come along. The thread tells it.',
    shape: RequestShape,
    problems: {
      ...PROBLEMS,
      ...{ version_conflict: 409, stage_not_next: 409, outcome_needed: 409, stage_requirements_missing: 409 },
      ...{ stage_unknown: 422, outcome_unknown: 422, fields_invalid: 422, estimate_past: 422, archive_missing: 409, closing_unasked: 409 },
    },
  })
  @Post(':id/stages')
  async move(@Param('id') id: string, @Body(reads(StageMoveInput)) move: StageMoveInput, @Req() request: Request) {
    return this.reader.view(await this.cases.move(id, move, principalOf(request).actor));
  }

  @Needs('tickets:write')
  @Answers({
    summary: 'Take the last stage back',
    description:
      'The one it stands in, by its seq in history, where somebody put it there by hand: the case is in the stage before, with its deadline, and in the status it had. Open work that the stage gave to others is withdrawn. Refused once the desk wrote to the customer by it, or somebody did that work.',
    shape: RequestShape,
    problems: {
      ...PROBLEMS,
      ...{
        stage_visit_unknown: 404,
        stage_covered: 409,
        stage_first: 409,
        stage_not_by_person: 409,
        stage_task_done: 409,
        stage_told: 409,
      },
    },
  })
  @Delete(':id/stages/:seq')
  async undo(@Param('id') id: string, @Param('seq') seq: string, @Req() request: Request) {
    return this.reader.view(await this.stages.undo(id, Number(seq), principalOf(request).actor));
  }

  @Needs('tickets:write')
  @Answers({
    summary: 'Say when it will be done',
    description: 'The customer is told on his channel, and told again when it changes.',
    shape: RequestShape,
    problems: { ...PROBLEMS, version_conflict: 409, estimate_past: 422 },
  })
  @Post(':id/estimates')
  async estimate(@Param('id') id: string, @Body(reads(EstimateInput)) { note, ...said }: EstimateInput, @Req() request: Request) {
    return this.reader.view(await this.cases.estimate(id, { ...said, note: note ?? null }, principalOf(request).actor));
  }

  @Needs('tickets:write')
  @Answers({
    summary: 'Tick evidence that the customer gave',
    shape: RequestShape,
    problems: { ticket_unknown: 404, evidence_unknown: 404 },
  })
  @Put(':id/evidence/:key')
  async tick(
    @Param('id') id: string,
    @Param('key') key: string,
    @Body(reads(EvidenceInput)) given: EvidenceInput,
    @Req() request: Request,
  ) {
    return this.reader.view(await this.evidence.take(id, key, given, principalOf(request).actor));
  }
}
