import { Body, Get, Param, Post, Query, Req } from '@nestjs/common';
import type { Request } from 'express';
import { Needs } from '../agents/access.guard.js';
import { clientAddress } from '../agents/client-address.js';
import { HelpRate } from '../knowledge/help-rate.js';
import { ProgressActs } from '../progress/progress-acts.js';
import { ProgressArrivals } from '../progress/progress-arrivals.js';
import { ProgressCodes } from '../progress/progress-codes.js';
import { ProgressTickets } from '../progress/progress-tickets.js';
import { withoutHoles } from '../surveys/without-holes.js';
import { Answers } from './answers.js';
import { ApiController } from './api-controller.js';
import { TakesNoKey } from './idempotency.interceptor.js';
import { reads } from './read-input.js';
import { ArrivalShape, ProgressCode, ProgressConfirmationShape, ProgressPermitsShape, ProgressProofShape } from './shapes/progress.js';
import { LanguageQuery } from './shapes/requests.js';
import { SurveyAnswerInput, SurveyShape, SurveyTakenShape } from './shapes/surveys.js';

const LINK = { link_invalid: 404, link_expired: 410, rate_limited: 429 };

/** What a customer does about his request by its link: he proves who he is, ends it, opens it again, rates it. */
@ApiController('requests', '')
export class ProgressActsController {
  constructor(
    private readonly tickets: ProgressTickets,
    private readonly acts: ProgressActs,
    private readonly codes: ProgressCodes,
    private readonly arrivals: ProgressArrivals,
    private readonly rate: HelpRate,
  ) {}

  @Needs('nobody')
  @Answers({
    summary: 'Number and link of a form that was just sent',
    description: 'By the id that the form’s door answered, for an hour. Not found: it is on its way; ask again.',
    shape: ArrivalShape,
    problems: { arrival_unknown: 404, rate_limited: 429 },
  })
  @Get('arrivals/:id')
  async arrival(@Param('id') id: string, @Req() request: Request) {
    this.rate.take(clientAddress(request));
    return this.arrivals.find(id);
  }

  @Needs('nobody')
  @Answers({ summary: 'What may be done about a request by its link', shape: ProgressPermitsShape, problems: LINK })
  @Get('progress/:token/permits')
  async permits(@Param('token') token: string, @Req() request: Request) {
    const ticket = await this.open(token, request);
    return { status: ticket.status, ...(await this.acts.permits(ticket)) };
  }

  @Needs('nobody')
  @TakesNoKey()
  @Answers({
    summary: 'Send a code to the address of who wrote',
    description: 'Six digits, good for ten minutes. Its answer is the proof without which nothing that was written is shown.',
    status: 201,
    shape: ProgressConfirmationShape,
    problems: { ...LINK, no_way_to_prove: 422, confirmations_exceeded: 429 },
  })
  @Post('progress/:token/confirmations')
  async ask(@Param('token') token: string, @Req() request: Request) {
    return this.codes.ask(await this.open(token, request));
  }

  @Needs('nobody')
  @TakesNoKey()
  @Answers({
    summary: 'The code that came',
    status: 201,
    shape: ProgressProofShape,
    problems: { ...LINK, confirmation_unknown: 404, confirmation_over: 409, different_people: 409, code_wrong: 422 },
  })
  @Post('progress/:token/confirmations/:confirmationId/answers')
  async prove(
    @Param('token') token: string,
    @Param('confirmationId') id: string,
    @Body(reads(ProgressCode)) { code }: ProgressCode,
    @Req() request: Request,
  ) {
    return this.codes.answer(await this.open(token, request), id, code);
  }

  @Needs('nobody')
  @TakesNoKey()
  @Answers({
    summary: 'The customer says that it is solved',
    description: 'It closes when the desk has all that it keeps of it; till then it is solved.',
    status: 201,
    shape: ProgressPermitsShape,
    problems: LINK,
  })
  @Post('progress/:token/closure')
  async close(@Param('token') token: string, @Req() request: Request) {
    await this.acts.close(await this.open(token, request));
    return this.permits(token, request);
  }

  @Needs('nobody')
  @TakesNoKey()
  @Answers({
    summary: 'The customer says that it is not solved after all',
    status: 201,
    shape: ProgressPermitsShape,
    problems: { ...LINK, reopening_over: 409 },
  })
  @Post('progress/:token/reopening')
  async reopen(@Param('token') token: string, @Req() request: Request) {
    await this.acts.reopen(await this.open(token, request));
    return this.permits(token, request);
  }

  @Needs('nobody')
  @Answers({ summary: 'What the customer is asked about how it was', shape: SurveyShape, problems: LINK })
  @Get('progress/:token/rating')
  async showRating(@Param('token') token: string, @Query(reads(LanguageQuery)) { language }: LanguageQuery, @Req() request: Request) {
    return this.acts.showRating(await this.open(token, request), language);
  }

  @Needs('nobody')
  @TakesNoKey()
  @Answers({
    summary: 'How it was, once',
    status: 201,
    shape: SurveyTakenShape,
    problems: { ...LINK, survey_answered: 409, answer_invalid: 422 },
  })
  @Post('progress/:token/rating')
  async giveRating(@Param('token') token: string, @Body(reads(SurveyAnswerInput)) answer: SurveyAnswerInput, @Req() request: Request) {
    await this.acts.rate(await this.open(token, request), withoutHoles(answer));
    return { state: 'answered' as const };
  }

  private open(token: string, request: Request) {
    this.rate.take(clientAddress(request));
    return this.tickets.open(token);
  }
}
