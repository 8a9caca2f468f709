import { Body, Get, Param, Post } from '@nestjs/common';
import { PermanentError } from '#runtime';
import { Needs } from '../agents/access.guard.js';
import { Rehearser } from '../rules/rehearsal/rehearser.js';
import { RuleRunRepository } from '../rules/rule-run.repository.js';
import { TicketReader } from '../tickets/ticket-reader.js';
import { Answers } from './answers.js';
import { ApiController } from './api-controller.js';
import { reads } from './read-input.js';
import { NewRehearsal, RehearsalShape, RuleRunListShape } from './shapes/rules.js';

const MOST_RUNS = 500;
const SHOWN = 100;

/** What the desk's rules did to a ticket, and what others would have done. */
@ApiController('rules', '')
export class RulesController {
  constructor(
    private readonly runs: RuleRunRepository,
    private readonly rehearser: Rehearser,
    private readonly tickets: TicketReader,
  ) {}

  @Needs('tickets:read')
  @Answers({
    summary: 'Rules that ran on a ticket, newest first, each with why',
    shape: RuleRunListShape,
    problems: { ticket_unknown: 404 },
  })
  @Get('tickets/:id/rule-runs')
  async list(@Param('id') id: string) {
    const ticket = await this.tickets.find(id);
    if (ticket === null) throw new PermanentError(`there is no ticket ${id}`, { code: 'ticket_unknown' });
    return { items: await this.runs.listOf(ticket.id, MOST_RUNS), nextCursor: null };
  }

  @Needs('admin')
  @Answers({
    summary: 'Rehearse a changed desk over the past days',
    description: 'Which tickets its rules would have handled another way than those in force, before and after. Changes nothing.',
    shape: RehearsalShape,
    problems: { desk_invalid: 422 },
  })
  @Post('desk/rehearsals')
  async rehearse(@Body(reads(NewRehearsal)) { limit = SHOWN, ...wish }: NewRehearsal) {
    return this.rehearser.rehearse({ ...wish, limit });
  }
}
