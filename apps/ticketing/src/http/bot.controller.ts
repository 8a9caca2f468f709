import { Body, Get, Param, Post, Query, Req } from '@nestjs/common';
import type { Request } from 'express';
import { Needs } from '../agents/access.guard.js';
import { principalOf } from '../agents/principal.js';
import { viewerOf } from '../agents/viewer.js';
import { BotDesk, type Deciding } from '../bot/bot-desk.js';
import { Answers } from './answers.js';
import { ApiController } from './api-controller.js';
import { reads } from './read-input.js';
import { Approval, BotAnswerPageShape, BotAnswerQuery, BotAnswerShape, Rejection } from './shapes/bot.js';

const PROBLEMS = { bot_answer_unknown: 404, bot_answer_decided: 409, bot_not_answering: 409 };

/** What bots said, and what of it waits for a person's approval. */
@ApiController('bot', 'bot')
export class BotController {
  constructor(private readonly desk: BotDesk) {}

  @Needs('tickets:read')
  @Answers({
    summary: 'Answers of bots, oldest first',
    description: 'Of the tickets that one sees.',
    shape: BotAnswerPageShape,
    problems: { cursor_invalid: 400 },
  })
  @Get('answers')
  async list(@Query(reads(BotAnswerQuery)) { state, ticket, limit, cursor }: BotAnswerQuery, @Req() request: Request) {
    return this.desk.list({ state, ticketId: ticket }, { limit, cursor }, viewerOf(principalOf(request)));
  }

  @Needs('tickets:write')
  @Answers({ summary: 'Send an answer that waits, in its own words or in yours', shape: BotAnswerShape, problems: PROBLEMS })
  @Post('answers/:answerId/approval')
  async approve(@Param('answerId') id: string, @Body(reads(Approval)) { text }: Approval, @Req() request: Request) {
    return this.desk.approve(id, text, decidingOf(request));
  }

  @Needs('tickets:write')
  @Answers({ summary: 'Do not send an answer; a person takes over', shape: BotAnswerShape, problems: PROBLEMS })
  @Post('answers/:answerId/rejection')
  async reject(@Param('answerId') id: string, @Body(reads(Rejection)) { reason }: Rejection, @Req() request: Request) {
    return this.desk.reject(id, reason, decidingOf(request));
  }
}

function decidingOf(request: Request): Deciding {
  const principal = principalOf(request);
  return { by: principal.actor, viewer: viewerOf(principal) };
}
