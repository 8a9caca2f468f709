import { Get, Param, Query } from '@nestjs/common';
import { DoorList } from '../access/door-list.js';
import { Needs } from '../agents/access.guard.js';
import { Answers } from './answers.js';
import { ApiController } from './api-controller.js';
import { reads } from './read-input.js';
import { DoorListShape } from './shapes/catalogue.js';
import { LanguageQuery } from './shapes/requests.js';

@ApiController('contacts', 'contacts')
export class DoorsController {
  constructor(private readonly doors: DoorList) {}

  @Needs('tickets:read')
  @Answers({ summary: 'Ways to reach the desk, as they are open to a contact', shape: DoorListShape, problems: { contact_unknown: 404 } })
  @Get(':id/doors')
  async list(@Param('id') id: string, @Query(reads(LanguageQuery)) { language }: LanguageQuery) {
    return this.doors.forContact(id, language);
  }
}
