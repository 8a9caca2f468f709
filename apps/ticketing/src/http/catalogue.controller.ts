import { Get, Param, Query } from '@nestjs/common';
import { DoorList } from '../access/door-list.js';
import { Needs } from '../agents/access.guard.js';
import { Catalogue } from '../request-types/catalogue.js';
import { Answers } from './answers.js';
import { ApiController } from './api-controller.js';
import { reads } from './read-input.js';
import { DoorListShape, FormListShape, FormShape, RequestTypeListShape } from './shapes/catalogue.js';
import { LanguageQuery } from './shapes/requests.js';

/** What the desk offers, and to whom. */
@ApiController('desk', 'desk')
export class CatalogueController {
  constructor(
    private readonly catalogue: Catalogue,
    private readonly doors: DoorList,
  ) {}

  @Needs('tickets:read')
  @Answers({ summary: 'Types of requests with their stages', shape: RequestTypeListShape })
  @Get('request-types')
  listTypes(@Query(reads(LanguageQuery)) { language }: LanguageQuery) {
    return { items: this.catalogue.requestTypes(language), nextCursor: null };
  }

  @Needs('nobody')
  @Answers({ summary: 'Forms that customers fill', description: 'Open to all.', shape: FormListShape })
  @Get('forms')
  listForms(@Query(reads(LanguageQuery)) { language }: LanguageQuery) {
    return { items: this.catalogue.forms(language), nextCursor: null };
  }

  @Needs('nobody')
  @Answers({ summary: 'A form, field by field', description: 'Open to all.', shape: FormShape, problems: { form_unknown: 404 } })
  @Get('forms/:key')
  getForm(@Param('key') key: string, @Query(reads(LanguageQuery)) { language }: LanguageQuery) {
    return this.catalogue.form(key, language);
  }

  @Needs('nobody')
  @Answers({
    summary: 'Ways to reach the desk, and who they are for',
    description: 'Open to all, as somebody nobody knows sees them. GET /contacts/{id}/doors: as a contact does.',
    shape: DoorListShape,
  })
  @Get('doors')
  listDoors(@Query(reads(LanguageQuery)) { language }: LanguageQuery) {
    return this.doors.forAnybody(language);
  }
}
