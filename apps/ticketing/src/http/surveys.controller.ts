import { Body, Get, Param, Post, Query, Req } from '@nestjs/common';
import type { Request } from 'express';
import { PermanentError } from '#runtime';
import { Needs } from '../agents/access.guard.js';
import { principalOf } from '../agents/principal.js';
import { FeedbackRepository } from '../surveys/feedback.repository.js';
import { SurveyRounds } from '../surveys/survey-rounds.js';
import { SurveyService } from '../surveys/survey.service.js';
import { withoutHoles } from '../surveys/without-holes.js';
import { TicketReader } from '../tickets/ticket-reader.js';
import { Answers } from './answers.js';
import { ApiController } from './api-controller.js';
import { TakesNoKey } from './idempotency.interceptor.js';
import { reads } from './read-input.js';
import { LanguageQuery } from './shapes/requests.js';
import {
  FeedbackShape,
  NewRating,
  NewSurveyRound,
  SurveyAnswerInput,
  SurveyRoundShape,
  SurveyShape,
  SurveyTakenShape,
} from './shapes/surveys.js';

const LINK_PROBLEMS = { survey_unknown: 404, survey_expired: 410 };

/** Surveys, for customers with a link and for agents who were told an answer. */
@ApiController('surveys', '')
export class SurveysController {
  constructor(
    private readonly surveys: SurveyService,
    private readonly rounds: SurveyRounds,
    private readonly feedback: FeedbackRepository,
    private readonly tickets: TicketReader,
  ) {}

  @Needs('nobody')
  @Answers({
    summary: 'What a survey’s link asks',
    description: 'Says nothing of the ticket. Looking at it answers nothing, so a mail scanner that follows links does no harm.',
    shape: SurveyShape,
    problems: LINK_PROBLEMS,
  })
  @Get('surveys/:token')
  async show(@Param('token') token: string, @Query(reads(LanguageQuery)) { language }: LanguageQuery) {
    return this.surveys.show(token, language ?? null);
  }

  @Needs('nobody')
  @TakesNoKey()
  @Answers({
    summary: 'Answer a survey by its link, once',
    status: 201,
    shape: SurveyTakenShape,
    problems: { ...LINK_PROBLEMS, survey_answered: 409, answer_invalid: 422 },
  })
  @Post('surveys/:token/answers')
  async answer(@Param('token') token: string, @Body(reads(SurveyAnswerInput)) answer: SurveyAnswerInput) {
    await this.surveys.answer(token, withoutHoles(answer));
    return { state: 'answered' };
  }

  @Needs('tickets:read')
  @Answers({
    summary: 'What an agent asks a customer whom he rings',
    description:
      'The survey that waits for this customer, else the desk’s first; its state is answered where he rated by another way already. POST /tickets/{id}/ratings takes what he says.',
    shape: SurveyShape,
    problems: { ticket_unknown: 404 },
  })
  @Get('tickets/:id/survey')
  async showOf(@Param('id') id: string, @Query(reads(LanguageQuery)) { language }: LanguageQuery) {
    const ticket = await this.tickets.find(id);
    if (ticket === null) throw new PermanentError(`there is no ticket ${id}`, { code: 'ticket_unknown' });
    return this.surveys.showOf(ticket.id, language ?? null);
  }

  @Needs('tickets:write')
  @Answers({
    summary: 'A rating that a customer told an agent',
    description: 'It answers the survey that waits for it, if one does. It moves no status: an archived ticket stays so.',
    status: 201,
    shape: FeedbackShape,
    problems: { ticket_unknown: 404, survey_form_unknown: 422, answer_invalid: 422 },
  })
  @Post('tickets/:id/ratings')
  async enter(@Param('id') id: string, @Body(reads(NewRating)) rating: NewRating, @Req() request: Request) {
    return this.feedback.find(await this.surveys.enter(id, withoutHoles(rating), principalOf(request).actor));
  }

  @Needs('tickets:write')
  @Answers({
    summary: 'Ask chosen customers a periodic survey now',
    description: 'Those are asked who ever wrote by the inbox of the survey, each once a day at most.',
    status: 201,
    shape: SurveyRoundShape,
    problems: { round_unknown: 422 },
  })
  @Post('survey-rounds')
  async ask(@Body(reads(NewSurveyRound)) { round, contactIds }: NewSurveyRound) {
    return this.rounds.askNow(round, contactIds);
  }
}
