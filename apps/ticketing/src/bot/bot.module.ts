import { Module } from '@nestjs/common';
import { DeskWorkModule } from '../desk-work.module.js';
import { KnowledgeModule } from '../knowledge/knowledge.module.js';
import { RoutingModule } from '../routing/routing.module.js';
import { ServiceLevelsModule } from '../service-levels/service-levels.module.js';
import { ANSWER_FINDER } from './answer-finder.js';
import { BotAnswerRepository } from './bot-answer.repository.js';
import { BotDesk } from './bot-desk.js';
import { BotFollower } from './bot-follower.js';
import { BotSessionRepository } from './bot-session.repository.js';
import { BotSpeech } from './bot-speech.js';
import { BotTurns } from './bot-turns.js';
import { HandOver } from './hand-over.js';
import { KnowledgeAnswers } from './knowledge-answers.js';
import { ReviewWatch } from './review-watch.js';
import { SeedAnswers } from './seed-answers.js';
import { BotSessionFollower } from './session-follower.js';

/** First answers by a bot, where the desk wants them, and its hand-over to people. */
@Module({
  imports: [DeskWorkModule, KnowledgeModule, RoutingModule, ServiceLevelsModule],
  providers: [
    ...[BotAnswerRepository, BotDesk, BotFollower, BotSessionFollower, BotSessionRepository, BotSpeech, BotTurns, HandOver],
    ...[ReviewWatch, SeedAnswers],
    { provide: ANSWER_FINDER, useClass: KnowledgeAnswers },
  ],
  exports: [BotDesk],
})
export class BotModule {}
