import { Get, Headers, Param, Query } from '@nestjs/common';
import { DoorList } from '../access/door-list.js';
import { SiteVisitors } from '../access/site-visitors.js';
import { Needs } from '../agents/access.guard.js';
import { Catalogue } from '../request-types/catalogue.js';
import { Answers } from './answers.js';
import { ApiController } from './api-controller.js';
import { reads } from './read-input.js';
import { DoorListShape, FormListShape, FormShape, RequestTypeListShape } from './shapes/catalogue.js';
import { LanguageQuery } from './shapes/requests.js';

const SIGNED_IN = 'With the token of who is signed in at your site as Authorization: Bearer (siteLogin of the settings): as he does.';

/** What the desk offers, and to whom. */
@ApiController('desk', 'desk')
export class CatalogueController {
  constructor(
    private readonly catalogue: Catalogue,
    private readonly doors: DoorList,
    private readonly visitors: SiteVisitors,
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
  @Answers({
    summary: 'A form, field by field',
    description: `Open to all; what is for some only is chosen by them. ${SIGNED_IN}`,
    shape: FormShape,
    problems: { form_unknown: 404, bad_token: 401 },
  })
  @Get('forms/:key')
  async getForm(
    @Param('key') key: string,
    @Query(reads(LanguageQuery)) { language }: LanguageQuery,
    @Headers('authorization') authorization?: string,
  ) {
    const form = this.catalogue.form(key, language);
    return { ...form, requestTypes: this.doors.offered(await this.visitors.read(authorization), form.requestTypes) };
  }

  @Needs('nobody')
  @Answers({
    summary: 'Ways to reach the desk, and who they are for',
    description: `Open to all, as somebody nobody knows sees them. ${SIGNED_IN} GET /contacts/{id}/doors: as a contact does.`,
    shape: DoorListShape,
    problems: { bad_token: 401 },
  })
  @Get('doors')
  async listDoors(@Query(reads(LanguageQuery)) { language }: LanguageQuery, @Headers('authorization') authorization?: string) {
    return this.doors.forVisitor(await this.visitors.read(authorization), language);
  }
}
