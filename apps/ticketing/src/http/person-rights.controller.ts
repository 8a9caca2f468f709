import { Body, Get, Inject, Param, Post, Res } from '@nestjs/common';
import type { Response } from 'express';
import { pipeline } from 'node:stream/promises';
import { CLOCK, type Clock, SETTINGS, type Settings } from '#runtime';
import { Needs } from '../agents/access.guard.js';
import { ContactErasure } from '../contacts/contact-erasure.js';
import { ContactExport } from '../contacts/contact-export.js';
import { ContactReader } from '../contacts/contact-reader.js';
import { Answers } from './answers.js';
import { ApiController } from './api-controller.js';
import { Audited } from './audit.interceptor.js';
import { reads } from './read-input.js';
import { ErasedPersonShape, Erasure, ForeseenErasureShape } from './shapes/person-rights.js';

const DAY_MS = 86_400_000;

/** What a person may ask of who keeps his data: all of it handed out, all of it gone. The same as `admin -- export-contact` and `delete-contact`. */
@ApiController('retention', 'contacts')
export class PersonRightsController {
  constructor(
    private readonly contacts: ContactReader,
    private readonly exports: ContactExport,
    private readonly erasure: ContactErasure,
    @Inject(SETTINGS) private readonly settings: Settings,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Needs('people:erase')
  @Audited(true)
  @Answers({
    summary: 'All that is kept of a person, to be handed to him',
    description:
      'A ZIP archive: `contact.json` (the person, tickets, entries, and what every room of the desk keeps of him) and the bytes of messages and attachments. Above 4 GiB the command does it.',
    produces: 'application/zip',
    problems: { contact_unknown: 404 },
  })
  @Get(':id/export')
  async export(@Param('id') id: string, @Res() response: Response): Promise<void> {
    const contact = await this.contacts.get(id);
    const archive = await this.exports.archive(contact.id, this.clock.now());
    response
      .setHeader('Content-Type', 'application/zip')
      .setHeader('Content-Disposition', `attachment; filename="contact-${contact.id}.zip"`)
      .setHeader('X-Content-Type-Options', 'nosniff');
    await pipeline(archive, response);
  }

  @Needs('people:erase')
  @Answers({
    summary: 'What erasing a person would take, and what would stay',
    description: 'Changes nothing.',
    shape: ForeseenErasureShape,
    problems: { contact_unknown: 404 },
  })
  @Get(':id/erasure')
  async foresee(@Param('id') id: string) {
    const { id: contactId } = await this.contacts.get(id);
    return { ...(await this.erasure.foresee(contactId)), logUntil: this.logUntil() };
  }

  @Needs('people:erase')
  @Answers({
    summary: 'Erase a person',
    description:
      'Name, addresses, every word and file of his tickets, and what he wrote in tickets of others; nobody can undo it. `tickets` and `entries` are those that who decides was shown. Numbers, times and states stay, and what the answer says.',
    shape: ErasedPersonShape,
    problems: { contact_unknown: 404, legal_hold: 409, erasure_changed: 409 },
  })
  @Post(':id/erasure')
  async erase(@Param('id') id: string, @Body(reads(Erasure)) foreseen: Erasure) {
    const { id: contactId } = await this.contacts.get(id);
    const { blobs: files, blobsLeft: filesLeft, ...erased } = await this.erasure.erase(contactId, foreseen);
    return { ...erased, files, filesLeft, logUntil: this.logUntil() };
  }

  private logUntil(): Date {
    return new Date(this.clock.now().getTime() + this.settings.log.retentionDays * DAY_MS);
  }
}
