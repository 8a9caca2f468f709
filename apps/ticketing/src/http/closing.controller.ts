import { Body, Delete, Get, Param, Post, Put, Req } from '@nestjs/common';
import type { Request } from 'express';
import { Needs } from '../agents/access.guard.js';
import { principalOf } from '../agents/principal.js';
import { ClosingService } from '../closing/closing.service.js';
import { Answers } from './answers.js';
import { ApiController } from './api-controller.js';
import { reads } from './read-input.js';
import { ArchiveInput, ClosingAnswerInput, ClosingShape } from './shapes/closing.js';

const PROBLEMS = { ticket_unknown: 404 };

/** How a ticket ends: the question whether it is solved, and what is kept of it. */
@ApiController('closing', 'tickets')
export class ClosingController {
  constructor(private readonly closing: ClosingService) {}

  @Needs('tickets:read')
  @Answers({ summary: 'Question, answer, archive and follow-ups', shape: ClosingShape, problems: PROBLEMS })
  @Get(':id/closing')
  async get(@Param('id') id: string) {
    return this.closing.view(id);
  }

  @Needs('tickets:write')
  @Answers({
    summary: 'Fill the archive',
    description: 'What is absent stays. A ticket that is solved and waited for it closes.',
    shape: ClosingShape,
    problems: { ...PROBLEMS, version_conflict: 409, article_unknown: 404 },
  })
  @Put(':id/archive')
  async archive(@Param('id') id: string, @Body(reads(ArchiveInput)) archive: ArchiveInput, @Req() request: Request) {
    return this.closing.view(await this.closing.archive(id, archive, principalOf(request).actor));
  }

  @Needs('tickets:write')
  @Answers({
    summary: 'Take the last edit of the archive back',
    description: 'What somebody wrote since stays, and so does a closing that the edit brought about.',
    shape: ClosingShape,
    problems: { ...PROBLEMS, archive_edit_unknown: 404 },
  })
  @Delete(':id/archive/edits/:editId')
  async undoArchive(@Param('id') id: string, @Param('editId') editId: string, @Req() request: Request) {
    return this.closing.view(await this.closing.undoArchive(id, editId, principalOf(request).actor));
  }

  @Needs('tickets:write')
  @Answers({
    summary: 'Enter what the customer said of “is it solved?”',
    description: 'On the phone or at the counter; on his channel he is asked when the ticket is set to solved.',
    shape: ClosingShape,
    problems: { ...PROBLEMS, version_conflict: 409, answer_needs_words: 422 },
  })
  @Post(':id/closing-answers')
  async answer(@Param('id') id: string, @Body(reads(ClosingAnswerInput)) answer: ClosingAnswerInput, @Req() request: Request) {
    return this.closing.view(await this.closing.answer(id, answer, principalOf(request).actor));
  }
}
