import { Module } from '@nestjs/common';
import { DeskWorkModule } from '../desk-work.module.js';
import { KnowledgeModule } from '../knowledge/knowledge.module.js';
import { RoutingModule } from '../routing/routing.module.js';
import { HoursModule } from '../service-levels/hours/hours.module.js';
import { ANSWER_FINDER } from './answer-finder.js';
import { BotAnswerRepository } from './bot-answer.repository.js';
import { BotDesk } from './bot-desk.js';
import { BotHold } from './bot-hold.js';
import { BotFollower } from './bot-follower.js';
import { BotSessionRepository } from './bot-session.repository.js';
import { BotSpeech } from './bot-speech.js';
import { BotTurns } from './bot-turns.js';
import { HandOver } from './hand-over.js';
import { KnowledgeAnswers } from './knowledge-answers.js';
import { SeedAnswers } from './seed-answers.js';
import { BotSessionFollower } from './session-follower.js';

/** First answers by a bot, where the desk wants them, and its hand-over to people. */
@Module({
  imports: [DeskWorkModule, HoursModule, KnowledgeModule, RoutingModule],
  providers: [
    ...[BotAnswerRepository, BotDesk, BotFollower, BotHold, BotSessionFollower, BotSessionRepository, BotSpeech, BotTurns, HandOver],
    SeedAnswers,
    { provide: ANSWER_FINDER, useClass: KnowledgeAnswers },
  ],
  exports: [BotDesk],
})
export class BotModule {}
