import { Module } from '@nestjs/common';
import { DeskWorkModule } from '../desk-work.module.js';
import { Catalogue } from './catalogue.js';
import { CaseEstimates } from './case-estimates.js';
import { CaseGuard } from './case.guard.js';
import { CaseReader } from './case-reader.js';
import { CaseRepository } from './case.repository.js';
import { CaseService } from './case.service.js';
import { CaseStarter } from './case-starter.js';
import { CaseTeller } from './case-teller.js';
import { DeskDeadlines, WORKING_TIME } from './desk-deadlines.js';
import { EvidenceDesk } from './evidence/evidence-desk.js';
import { EvidenceFollower } from './evidence/evidence.follower.js';
import { EvidenceService } from './evidence/evidence.service.js';
import { KnowledgeModule } from '../knowledge/knowledge.module.js';
import { HoursModule } from '../service-levels/hours/hours.module.js';
import { HoursTime } from './hours-time.js';
import { MessageReader } from './message-reader.js';
import { RequestTypeFollower } from './request-type.follower.js';
import { StageRestorer } from './stage-restorer.js';
import { StageProofFollower } from './stage-proof.follower.js';
import { StageTaskFollower } from './stage-task.follower.js';
import { StageJudge } from './stage-judge.js';
import { StageRejudge } from './stage-rejudge.js';
import { StageTasks } from './stage-tasks.js';
import { StageTimers } from './stage-timers.js';
import { StageUndo } from './stage-undo.js';
import { StageWatch } from './stage-watch.js';
import { StageWork } from './stage-work.js';
import { WeekTime } from './week-time.js';

const open = [
  ...[Catalogue, CaseReader, CaseRepository, CaseService, CaseTeller, DeskDeadlines, EvidenceService, MessageReader],
  ...[StageUndo, StageWork],
];
const inner = [
  CaseEstimates,
  CaseGuard,
  CaseStarter,
  EvidenceDesk,
  EvidenceFollower,
  RequestTypeFollower,
  StageJudge,
  StageProofFollower,
  StageRejudge,
  StageRestorer,
  StageTaskFollower,
  StageTasks,
  StageTimers,
  StageWatch,
];

/** Tickets as requests of their type: stages, deadlines, fields and evidence. */
@Module({
  imports: [DeskWorkModule, HoursModule, KnowledgeModule],
  providers: [...open, ...inner, WeekTime, { provide: WORKING_TIME, useClass: HoursTime }],
  exports: open,
})
export class RequestTypesModule {}
