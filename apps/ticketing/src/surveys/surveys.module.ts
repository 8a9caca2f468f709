import { Module } from '@nestjs/common';
import { DeskWorkModule } from '../desk-work.module.js';
import { RulesModule } from '../rules/rules.module.js';
import { CheckIns } from './check-ins.js';
import { DeskRounds } from './desk-rounds.js';
import { FeedbackCollector } from './feedback-collector.js';
import { FeedbackRecorder } from './feedback-recorder.js';
import { FeedbackRepository } from './feedback.repository.js';
import { FeedbackService } from './feedback.service.js';
import { SurveyActions } from './survey-actions.js';
import { SurveyAsker } from './survey-asker.js';
import { SurveyFollower } from './survey-follower.js';
import { SurveyLinks } from './survey-links.js';
import { SurveyRequestRepository } from './survey-request.repository.js';
import { SurveyRounds } from './survey-rounds.js';
import { SurveySchedule } from './survey-schedule.js';
import { SurveyService } from './survey.service.js';

/** How it was: asked after tickets and in rounds, answered by whatever way, kept in one list; and customers whom the desk seeks by itself. */
@Module({
  imports: [DeskWorkModule, RulesModule],
  providers: [
    ...[CheckIns, FeedbackCollector, FeedbackRecorder, FeedbackRepository, FeedbackService, SurveyAsker, SurveyFollower],
    ...[SurveyLinks, SurveyRequestRepository, SurveyRounds, SurveySchedule, SurveyService],
    ...[DeskRounds, SurveyActions],
  ],
  exports: [FeedbackRepository, FeedbackService, SurveyRounds, SurveyService],
})
export class SurveysModule {}
