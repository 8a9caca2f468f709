import { Body, Get, Param, Post, Query, Req } from '@nestjs/common';
import type { Request } from 'express';
import { Needs } from '../agents/access.guard.js';
import { principalOf } from '../agents/principal.js';
import { CallNotes } from '../templates/call-notes.js';
import { TemplateWork } from '../templates/template-work.js';
import { Answers } from './answers.js';
import { ApiController } from './api-controller.js';
import { reads } from './read-input.js';
import { EntryShape } from './shapes/entries.js';
import { CallPoints, CallPointsShape, TemplatePageShape, TemplateQuery, TemplateSending } from './shapes/templates.js';

/** Words that are ready, and what is said on the phone. */
@ApiController('templates', 'tickets')
export class TemplatesController {
  constructor(
    private readonly templates: TemplateWork,
    private readonly notes: CallNotes,
  ) {}

  @Needs('tickets:read')
  @Answers({
    summary: 'Templates for a ticket, filled, in the customer’s language',
    description: 'kind=script: what is said on the phone, with the key points to record.',
    shape: TemplatePageShape,
    problems: { ticket_unknown: 404 },
  })
  @Get(':id/templates')
  async list(@Param('id') id: string, @Query(reads(TemplateQuery)) query: TemplateQuery, @Req() request: Request) {
    return { items: await this.templates.listFor(id, query, principalOf(request).actor), nextCursor: null };
  }

  @Needs('tickets:write')
  @Answers({
    summary: 'Send a template to the customer',
    description: 'In his language: a request for data, a letter for a dispute, an answer.',
    status: 202,
    shape: EntryShape,
    problems: {
      ...{ ticket_unknown: 404, template_unknown: 404, version_conflict: 409 },
      ...{ inbox_unknown: 422, inbox_cannot_send: 422, recipient_missing: 422, window_closed: 409, quota_exceeded: 409, reply_unfit: 422 },
    },
  })
  @Post(':id/template-sendings')
  async send(@Param('id') id: string, @Body(reads(TemplateSending)) { template, ...wish }: TemplateSending, @Req() request: Request) {
    return this.templates.send(id, template, wish, principalOf(request).actor);
  }

  @Needs('tickets:write')
  @Answers({
    summary: 'Record key points of a call while it lasts',
    description:
      'Those named change, null takes one away. They are fields of the ticket (call_…) and notes of its thread; those that the script `fills` are kept with the contact, too.',
    shape: CallPointsShape,
    problems: { ticket_unknown: 404, version_conflict: 409, note_empty: 422, point_too_long: 422 },
  })
  @Post(':id/call-points')
  async recordPoints(@Param('id') id: string, @Body(reads(CallPoints)) points: CallPoints, @Req() request: Request) {
    return { points: await this.notes.record(id, points, principalOf(request).actor) };
  }
}
