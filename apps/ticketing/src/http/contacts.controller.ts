import { Body, Delete, Get, Param, Patch, Post, Query, Req } from '@nestjs/common';
import type { Request } from 'express';
import { Needs } from '../agents/access.guard.js';
import { principalOf } from '../agents/principal.js';
import { viewerOf } from '../agents/viewer.js';
import type { ContactMerge } from '../contacts/contact-merge.js';
import { ContactMergeService } from '../contacts/contact-merge.service.js';
import { ContactProfiles } from '../contacts/contact-profiles.js';
import { ContactReader } from '../contacts/contact-reader.js';
import { Answers } from './answers.js';
import { ApiController } from './api-controller.js';
import { reads } from './read-input.js';
import {
  ContactChange,
  ContactMergeListShape,
  ContactMergeShape,
  ContactQuery,
  NewContactMerge,
  KnownPersonShape,
  PersonPageShape,
} from './shapes/contacts.js';

const PROBLEMS = { contact_unknown: 404 };

/** People: one contact, whatever channels they write on. */
@ApiController('contacts', 'contacts')
export class ContactsController {
  constructor(
    private readonly contacts: ContactReader,
    private readonly profiles: ContactProfiles,
    private readonly merges: ContactMergeService,
  ) {}

  @Needs('tickets:read')
  @Answers({
    summary: 'Contacts, newest first',
    description: 'Those of whom one sees a ticket, and those who have none.',
    shape: PersonPageShape,
    problems: { cursor_invalid: 400 },
  })
  @Get()
  async list(@Query(reads(ContactQuery)) { identity, name, limit, cursor }: ContactQuery, @Req() request: Request) {
    return this.contacts.list({ identity, name, viewer: viewerOf(principalOf(request)) }, { limit, cursor });
  }

  @Needs('tickets:read')
  @Answers({ summary: 'One contact', description: 'After a merge the old id leads on.', shape: KnownPersonShape, problems: PROBLEMS })
  @Get(':id')
  async get(@Param('id') id: string) {
    return this.show(id);
  }

  @Needs('tickets:write')
  @Answers({
    summary: 'Change what the desk knows of a contact',
    description: 'What is absent stays, null takes a value away; of `fields` those named change.',
    shape: KnownPersonShape,
    problems: { ...PROBLEMS, version_conflict: 409, agent_unknown: 422 },
  })
  @Patch(':id')
  async change(@Param('id') id: string, @Body(reads(ContactChange)) change: ContactChange) {
    return this.show(await this.profiles.change(id, change));
  }

  @Needs('tickets:read')
  @Answers({ summary: 'Merges that a contact took part in, newest first', shape: ContactMergeListShape, problems: PROBLEMS })
  @Get(':id/merges')
  async listMerges(@Param('id') id: string) {
    const contact = await this.contacts.get(id);
    return { items: (await this.merges.listOf(contact.id)).map(toView), nextCursor: null };
  }

  @Needs('tickets:write')
  @Answers({
    summary: 'Make another contact one with this',
    description:
      'For two that are one person. The other id leads here since, all its addresses are this contact’s, and so are its tickets. Connectors that prove addresses together, and codes that come back, do the same by themselves; on a mere claim nobody is merged.',
    status: 201,
    shape: ContactMergeShape,
    problems: { ...PROBLEMS, same_contact: 422, different_people: 409 },
  })
  @Post(':id/merges')
  async merge(@Param('id') id: string, @Body(reads(NewContactMerge)) { contactId }: NewContactMerge, @Req() request: Request) {
    return toView(await this.merges.merge(id, contactId, principalOf(request).actor));
  }

  @Needs('tickets:write')
  @Answers({
    summary: 'Undo a merge of contacts',
    description: 'What went over goes back; what came since stays. The two are not put together again by themselves.',
    shape: ContactMergeShape,
    problems: { merge_unknown: 404, merge_undone: 409, merge_covered: 409 },
  })
  @Delete(':id/merges/:mergeId')
  async undo(@Param('id') id: string, @Param('mergeId') mergeId: string, @Req() request: Request) {
    return toView(await this.merges.undo(id, mergeId, principalOf(request).actor));
  }

  private async show(id: string) {
    const contact = await this.contacts.get(id);
    return { ...contact, profile: await this.profiles.find(contact.id), version: await this.profiles.findVersion(contact.id) };
  }
}

function toView({ led: _led, ...merge }: ContactMerge) {
  return { ...merge, href: `/api/v1/contacts/${merge.intoContact}/merges/${merge.id}` };
}
