import { Get, Param, Post, Req } from '@nestjs/common';
import type { Request } from 'express';
import { Needs } from '../agents/access.guard.js';
import { principalOf } from '../agents/principal.js';
import { RecallService } from '../replies/recall.service.js';
import { EntryReader } from '../tickets/entry-reader.js';
import { Answers } from './answers.js';
import { ApiController } from './api-controller.js';
import { findEntry } from './find-entry.js';
import { EntryShape } from './shapes/entries.js';
import { RecallShape } from './shapes/reply-channels.js';

/** Answers taken back. */
@ApiController('entries', 'entries/:id/recall')
export class RecallsController {
  constructor(
    private readonly entries: EntryReader,
    private readonly recalls: RecallService,
  ) {}

  @Needs('tickets:read')
  @Answers({
    summary: 'Can an answer be taken back?',
    description: 'What has not left can; what was sent, where its channel does that, and in time.',
    shape: RecallShape,
    problems: { entry_unknown: 404 },
  })
  @Get()
  async look(@Param('id') id: string) {
    return this.recalls.look(await findEntry(this.entries, id));
  }

  @Needs('tickets:write')
  @Answers({
    summary: 'Take an answer back',
    description:
      'Asked for; its `delivery` tells what came of it: `cancelled` (it had not left), `recalled`, or `recall.refused` with the reason. Asked for twice it is asked once.',
    status: 202,
    shape: EntryShape,
    problems: { entry_unknown: 404, recall_impossible: 409 },
  })
  @Post()
  async recall(@Param('id') id: string, @Req() request: Request) {
    return this.recalls.recall((await findEntry(this.entries, id)).id, principalOf(request).actor);
  }
}
