import { Body, Get, Param, Post, Query, Req } from '@nestjs/common';
import type { Request } from 'express';
import { Needs } from '../agents/access.guard.js';
import { principalOf } from '../agents/principal.js';
import { VisitDesk } from '../visits/visit-desk.js';
import { Answers } from './answers.js';
import { ApiController } from './api-controller.js';
import { reads } from './read-input.js';
import { NewVisit, VisitQuery, VisitShape } from './shapes/visits.js';
import { toOpeningContact } from './to-opening-contact.js';

/** Who comes to a branch in person. */
@ApiController('visits', 'visits')
export class VisitsController {
  constructor(private readonly visits: VisitDesk) {}

  @Needs('tickets:write')
  @Answers({
    summary: 'Register a visit to a branch',
    description: 'Opens its ticket; the receipt carries the number.',
    status: 201,
    shape: VisitShape,
    problems: { branch_unknown: 422, origin_unknown: 422, contact_unknown: 404 },
  })
  @Post()
  async register(@Body(reads(NewVisit)) { contact, ...visit }: NewVisit, @Req() request: Request) {
    const { text, category, priority, ...rest } = visit;
    const given = {
      ...(text === undefined ? {} : { text }),
      ...(category === undefined ? {} : { category }),
      ...(priority === undefined ? {} : { priority }),
    };
    return this.visits.register({ ...rest, ...given, contact: toOpeningContact(contact) }, principalOf(request).actor);
  }

  @Needs('tickets:read')
  @Answers({ summary: 'A visit, by ticket or receipt', shape: VisitShape, problems: { visit_unknown: 404 } })
  @Get(':visitId')
  async get(@Param('visitId') id: string, @Query(reads(VisitQuery)) { language }: VisitQuery) {
    return this.visits.get(id, language);
  }
}
