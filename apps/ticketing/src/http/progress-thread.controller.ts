import { Body, Get, Headers, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { pipeline } from 'node:stream/promises';
import { BLOB_STORE, type BlobStore } from '#blob-store';
import { BlobRef } from '#contracts';
import { CLOCK, type Clock, PermanentError } from '#runtime';
import { Needs } from '../agents/access.guard.js';
import { clientAddress } from '../agents/client-address.js';
import { HelpRate } from '../knowledge/help-rate.js';
import { ProgressFiles } from '../progress/progress-files.js';
import { ProgressMessages } from '../progress/progress-messages.js';
import { ProgressProofs } from '../progress/progress-proofs.js';
import { ProgressThread } from '../progress/progress-thread.js';
import { ProgressTickets } from '../progress/progress-tickets.js';
import { Answers } from './answers.js';
import { ApiController } from './api-controller.js';
import { readIdempotencyKey } from './idempotency.js';
import { KeepsNoAnswer, TakesNoKey } from './idempotency.interceptor.js';
import { reads } from './read-input.js';
import {
  NewProgressMessage,
  ProgressEntryListShape,
  ProgressFileQuery,
  ProgressFileShape,
  ProgressMessageShape,
  ProofQuery,
} from './shapes/progress.js';

const LINK = { link_invalid: 404, link_expired: 410, rate_limited: 429 };

/** What was written, for the customer: read by who proved that he is it, answered by who has the link. */
@ApiController('requests', 'progress')
export class ProgressThreadController {
  constructor(
    private readonly tickets: ProgressTickets,
    private readonly thread: ProgressThread,
    private readonly messages: ProgressMessages,
    private readonly files: ProgressFiles,
    private readonly proofs: ProgressProofs,
    private readonly rate: HelpRate,
    @Inject(BLOB_STORE) private readonly blobs: BlobStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Needs('nobody')
  @Answers({
    summary: 'The thread of a request as its customer may see it',
    description: 'His own messages and what went to him; never notes. A link alone does not do: it needs the proof of a code.',
    shape: ProgressEntryListShape,
    problems: { ...LINK, proof_needed: 403 },
  })
  @Get(':token/entries')
  async list(@Param('token') token: string, @Query(reads(ProofQuery)) { proof }: ProofQuery, @Req() request: Request) {
    const ticket = await this.open(token, request);
    this.proofs.refuse(ticket.id, proof, this.clock.now());
    return { items: await this.thread.list(ticket), nextCursor: null };
  }

  @Needs('nobody')
  @Answers({
    summary: 'A file of the thread',
    produces: 'application/octet-stream',
    problems: { ...LINK, proof_needed: 403, attachment_unknown: 404 },
  })
  @Get(':token/entries/:entryId/attachments/:partId')
  async attachment(
    @Param('token') token: string,
    @Param('entryId') entryId: string,
    @Param('partId') partId: string,
    @Query(reads(ProofQuery)) { proof }: ProofQuery,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const ticket = await this.open(token, request);
    this.proofs.refuse(ticket.id, proof, this.clock.now());
    const { blobRef, contentType } = await this.thread.findAttachment(ticket, entryId, partId);
    const { stream, bytes } = await this.blobs.open(BlobRef.parse(blobRef));
    response
      .setHeader('Content-Type', /^[\w.+-]+\/[\w.+-]+$/.test(contentType ?? '') ? contentType! : 'application/octet-stream')
      .setHeader('Content-Length', bytes)
      .setHeader('Content-Disposition', 'attachment')
      .setHeader('X-Content-Type-Options', 'nosniff')
      .setHeader('Cache-Control', 'private, no-store')
      .setHeader('Content-Security-Policy', "sandbox; default-src 'none'");
    await pipeline(stream, response);
  }

  @Needs('nobody')
  @TakesNoKey()
  @Answers({
    summary: 'Bring a file for a message to come',
    description: 'The body as it is, at most smtp.maxMessageBytes. `file` goes into the message; it is good for this request alone.',
    status: 201,
    shape: ProgressFileShape,
    consumes: 'application/octet-stream',
    problems: { ...LINK, upload_too_large: 413, media_type_unfit: 415 },
  })
  @Post(':token/files')
  async bring(
    @Param('token') token: string,
    @Query(reads(ProgressFileQuery)) { name, type = '' }: ProgressFileQuery,
    @Req() request: Request,
  ) {
    const ticket = await this.open(token, request);
    if (request.readableEnded)
      throw new PermanentError('the body was read as JSON', { code: 'media_type_unfit', hint: 'send application/octet-stream' });
    return this.files.take(ticket.id, request, { name, type });
  }

  @Needs('nobody')
  @KeepsNoAnswer()
  @Answers({
    summary: 'Write to a request by its link',
    description:
      'A message like any other, durable when this answers. Without the proof its sender is claimed only, and agents see that. The same Idempotency-Key is the same message.',
    status: 202,
    shape: ProgressMessageShape,
    problems: { ...LINK, nothing_to_join: 422, file_unknown: 422 },
  })
  @Post(':token/messages')
  async write(
    @Param('token') token: string,
    @Query(reads(ProofQuery)) { proof }: ProofQuery,
    @Body(reads(NewProgressMessage)) { text, files }: NewProgressMessage,
    @Req() request: Request,
    @Headers('Idempotency-Key') header?: string,
  ) {
    const ticket = await this.open(token, request);
    const proven = this.proofs.isValid(ticket.id, proof, this.clock.now());
    return this.messages.take(ticket, { text, files, proven, key: readIdempotencyKey(header) });
  }

  private open(token: string, request: Request) {
    this.rate.take(clientAddress(request));
    return this.tickets.open(token);
  }
}
