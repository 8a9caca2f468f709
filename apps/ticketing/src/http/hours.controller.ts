import { Body, Delete, Get, Param, Post, Req } from '@nestjs/common';
import type { Request } from 'express';
import { Needs } from '../agents/access.guard.js';
import { principalOf } from '../agents/principal.js';
import { HoursOverrides } from '../service-levels/hours/hours-overrides.js';
import { HoursReader } from '../service-levels/hours/hours-reader.js';
import { Answers } from './answers.js';
import { ApiController } from './api-controller.js';
import { reads } from './read-input.js';
import { HoursListShape, HoursOverrideListShape, HoursOverrideShape, NewHoursOverride } from './shapes/hours.js';

const PROBLEMS = { channel_unknown: 404 };

/** When which channel is open: for everybody to see, for supervisors to change for today. */
@ApiController('hours', 'hours')
export class HoursController {
  constructor(
    private readonly reader: HoursReader,
    private readonly overrides: HoursOverrides,
  ) {}

  @Needs('nobody')
  @Answers({
    summary: 'Channels with their hours now, the next opening, and other hours ahead',
    description: 'For a web site: it asks nobody who he is.',
    shape: HoursListShape,
  })
  @Get()
  async list() {
    return this.reader.list();
  }

  @Needs('tickets:read')
  @Answers({ summary: 'What was changed of a channel’s hours, newest first', shape: HoursOverrideListShape, problems: PROBLEMS })
  @Get(':channel/overrides')
  async listOverrides(@Param('channel') channel: string) {
    return { items: await this.overrides.list(channel), nextCursor: null };
  }

  @Needs('supervise')
  @Answers({
    summary: 'Open a channel longer, or close it, for some hours',
    description: 'By a supervisor. Clocks, notices and acknowledgements follow at once; the agents are told.',
    status: 201,
    shape: HoursOverrideShape,
    problems: { ...PROBLEMS, hours_override_invalid: 422 },
  })
  @Post(':channel/overrides')
  async make(@Param('channel') channel: string, @Body(reads(NewHoursOverride)) wish: NewHoursOverride, @Req() request: Request) {
    const principal = principalOf(request);
    return this.overrides.make(channel, wish, principal.actor);
  }

  @Needs('supervise')
  @Answers({
    summary: 'Take a change of hours back',
    description: 'The ordinary hours hold again.',
    status: 204,
    problems: { ...PROBLEMS, hours_override_unknown: 404 },
  })
  @Delete(':channel/overrides/:overrideId')
  async withdraw(@Param('channel') channel: string, @Param('overrideId') id: string, @Req() request: Request): Promise<void> {
    const principal = principalOf(request);
    await this.overrides.withdraw(channel, id, principal.actor);
  }
}
