import { Body, Delete, Get, Inject, Param, Put, Req } from '@nestjs/common';
import type { Request } from 'express';
import { BLOB_STORE, type BlobStore } from '#blob-store';
import type { BlobRef } from '#contracts';
import { PermanentError } from '#runtime';
import { Needs } from '../agents/access.guard.js';
import { agentOf, principalOf } from '../agents/principal.js';
import { Drafts } from '../drafts/drafts.js';
import { TicketReader } from '../tickets/ticket-reader.js';
import { Answers } from './answers.js';
import { ApiController } from './api-controller.js';
import { Audited } from './audit.interceptor.js';
import { TakesNoKey } from './idempotency.interceptor.js';
import { reads } from './read-input.js';
import { refuseUnknownBlob } from './refuse-unknown-blobs.js';
import { DraftInput, DraftShape, OwnDraftShape } from './shapes/drafts.js';

const PROBLEMS = { ticket_unknown: 404, not_an_agent: 422 };

/** What an agent has begun to write on a ticket: his, and nobody else's. */
@ApiController('tickets', 'tickets')
export class DraftsController {
  constructor(
    private readonly tickets: TicketReader,
    private readonly drafts: Drafts,
    @Inject(BLOB_STORE) private readonly blobs: BlobStore,
  ) {}

  @Needs('tickets:write')
  @Answers({ summary: 'Your draft on a ticket, if there is one', shape: OwnDraftShape, problems: PROBLEMS })
  @Get(':id/draft')
  async get(@Param('id') id: string, @Req() request: Request) {
    return { draft: await this.drafts.find(await this.findId(id), agentOf(principalOf(request)).id) };
  }

  @Needs('tickets:write')
  @TakesNoKey()
  @Answers({
    summary: 'Save your draft on a ticket',
    description:
      'One of an agent and a ticket, the later one holds; seen by nobody else. Gone when he answers, and after 90 days. Files it names stay as long as it is there. Nothing is told of it.',
    shape: DraftShape,
    problems: { ...PROBLEMS, blob_unknown: 422 },
  })
  @Audited(false)
  @Put(':id/draft')
  async save(@Param('id') id: string, @Body(reads(DraftInput)) draft: DraftInput, @Req() request: Request) {
    const { id: agentId } = agentOf(principalOf(request));
    for (const { blobRef } of draft.attachments ?? []) await refuseUnknownBlob(this.blobs, blobRef as BlobRef);
    return this.drafts.save(await this.findId(id), agentId, draft);
  }

  @Needs('tickets:write')
  @TakesNoKey()
  @Answers({ summary: 'Throw your draft away', description: 'Where there is none nothing happens.', status: 204, problems: PROBLEMS })
  @Audited(false)
  @Delete(':id/draft')
  async remove(@Param('id') id: string, @Req() request: Request): Promise<void> {
    await this.drafts.remove(await this.findId(id), agentOf(principalOf(request)).id);
  }

  private async findId(id: string): Promise<string> {
    const ticket = await this.tickets.find(id);
    if (ticket === null) throw new PermanentError(`there is no ticket ${id}`, { code: 'ticket_unknown' });
    return ticket.id;
  }
}
