import { Body, Get, Inject, Param, Post, Query, Req } from '@nestjs/common';
import type { Request } from 'express';
import { BLOB_STORE, type BlobStore } from '#blob-store';
import type { BlobRef } from '#contracts';
import { PermanentError } from '#runtime';
import { Needs } from '../agents/access.guard.js';
import { principalOf } from '../agents/principal.js';
import { viewerOf } from '../agents/viewer.js';
import { MeasureRepository } from '../measures/measure.repository.js';
import { MeasureService } from '../measures/measure.service.js';
import { TicketReader } from '../tickets/ticket-reader.js';
import { Answers } from './answers.js';
import { ApiController } from './api-controller.js';
import { reads } from './read-input.js';
import { refuseUnknownBlob } from './refuse-unknown-blobs.js';
import { Consent, MeasureEnd, MeasureListShape, MeasurePageShape, MeasureQuery, MeasureShape, NewMeasure } from './shapes/measures.js';

const ASKED = { ticket_unknown: 404, measure_kind_unknown: 422, tool_unknown: 422, rights_unknown: 422, risk_missing: 422 };
const KNOWN = { measure_unknown: 404, measure_over: 409 };

/** Steps that need the customer's consent: remote assistance, risky measures. */
@ApiController('measures', '')
export class MeasuresController {
  constructor(
    private readonly work: MeasureService,
    private readonly measures: MeasureRepository,
    private readonly tickets: TicketReader,
    @Inject(BLOB_STORE) private readonly blobs: BlobStore,
  ) {}

  @Needs('tickets:read')
  @Answers({ summary: 'Measures of a ticket, oldest first', shape: MeasureListShape, problems: { ticket_unknown: 404 } })
  @Get('tickets/:id/measures')
  async list(@Param('id') id: string) {
    const ticket = await this.tickets.find(id);
    if (ticket === null) throw new PermanentError(`there is no ticket ${id}`, { code: 'ticket_unknown' });
    return { items: await this.measures.listOf(ticket.id), nextCursor: null };
  }

  @Needs('tickets:read')
  @Answers({
    summary: 'Measures of all tickets that I see, newest first',
    description: 'Who was asked for what, who consented and how, from when until when it ran, and its recording.',
    shape: MeasurePageShape,
    problems: { cursor_invalid: 400 },
  })
  @Get('measures')
  async listAll(@Query(reads(MeasureQuery)) { state, kind, limit, cursor }: MeasureQuery, @Req() request: Request) {
    return this.measures.list({ state, kind, viewer: viewerOf(principalOf(request)) }, { limit, cursor });
  }

  @Needs('tickets:write')
  @Answers({
    summary: 'Tell the customer of a measure and its risk, and ask for his consent',
    status: 201,
    shape: MeasureShape,
    problems: ASKED,
  })
  @Post('tickets/:id/measures')
  async ask(@Param('id') id: string, @Body(reads(NewMeasure)) wish: NewMeasure, @Req() request: Request) {
    return this.work.ask(id, wish, principalOf(request).actor);
  }

  @Needs('tickets:write')
  @Answers({ summary: 'Record whether he consented, who and how', shape: MeasureShape, problems: { ...KNOWN, entry_unfit: 422 } })
  @Post('measures/:measureId/consent')
  async decide(@Param('measureId') id: string, @Body(reads(Consent)) wish: Consent, @Req() request: Request) {
    return this.work.decide(id, wish, principalOf(request).actor);
  }

  @Needs('tickets:write')
  @Answers({ summary: 'Begin it; refused without consent', shape: MeasureShape, problems: { ...KNOWN, consent_missing: 409 } })
  @Post('measures/:measureId/start')
  async start(@Param('measureId') id: string, @Req() request: Request) {
    return this.work.start(id, principalOf(request).actor);
  }

  @Needs('tickets:write')
  @Answers({
    summary: 'End it, with its recording: a file that was uploaded, or where it is kept',
    shape: MeasureShape,
    problems: { ...KNOWN, recording_missing: 422, blob_unknown: 422 },
  })
  @Post('measures/:measureId/end')
  async end(@Param('measureId') id: string, @Body(reads(MeasureEnd)) wish: MeasureEnd, @Req() request: Request) {
    if (wish.file !== undefined) await this.seal(wish.file.blobRef);
    return this.work.end(id, wish, principalOf(request).actor);
  }

  /** Recordings lie encrypted, however their bytes came. */
  private async seal(ref: BlobRef): Promise<void> {
    await refuseUnknownBlob(this.blobs, ref);
    const { stream } = await this.blobs.open(ref);
    await this.blobs.put(stream, { sealed: true });
  }
}
