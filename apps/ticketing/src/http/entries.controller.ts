import { Body, Get, Inject, Param, Post, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { pipeline } from 'node:stream/promises';
import { BLOB_STORE, type BlobStore } from '#blob-store';
import { BlobRef } from '#contracts';
import { PermanentError } from '#runtime';
import { forbidden, Needs } from '../agents/access.guard.js';
import { principalOf } from '../agents/principal.js';
import { MoveService } from '../moves/move.service.js';
import { ReviewService } from '../moves/review.service.js';
import { RecordingAccesses } from '../showing/recording-accesses.js';
import { EntryReader } from '../tickets/entry-reader.js';
import { Answers } from './answers.js';
import { ApiController } from './api-controller.js';
import { findEntry, recordingsOf } from './find-entry.js';
import { toMoveView } from './move-view.js';
import { reads } from './read-input.js';
import { EntryShape } from './shapes/entries.js';
import { Review, ReviewResultShape } from './shapes/moves.js';

@ApiController('entries', 'entries')
export class EntriesController {
  constructor(
    private readonly entries: EntryReader,
    private readonly reviews: ReviewService,
    private readonly moves: MoveService,
    private readonly accesses: RecordingAccesses,
    @Inject(BLOB_STORE) private readonly blobs: BlobStore,
  ) {}

  @Needs('tickets:read')
  @Answers({ summary: 'One entry', shape: EntryShape, problems: { entry_unknown: 404 } })
  @Get(':id')
  async get(@Param('id') id: string) {
    return findEntry(this.entries, id);
  }

  @Needs('tickets:read')
  @Answers({
    summary: 'The exact bytes an entry was made of',
    produces: 'application/octet-stream',
    problems: { entry_unknown: 404, raw_missing: 404 },
  })
  @Get(':id/raw')
  async raw(@Param('id') id: string, @Res() response: Response): Promise<void> {
    const { raw } = await findEntry(this.entries, id);
    if (raw === null) throw new PermanentError('this entry was not made of a message', { code: 'raw_missing' });
    await this.send(raw.ref, raw.contentType, `${id}.eml`, response);
  }

  @Needs('tickets:read')
  @Answers({
    summary: 'An attachment',
    description: 'One that is a recording of a call is written down as heard.',
    produces: 'application/octet-stream',
    problems: { entry_unknown: 404, attachment_unknown: 404 },
  })
  @Get(':id/attachments/:partId')
  async attachment(
    @Param('id') id: string,
    @Param('partId') partId: string,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const entry = await findEntry(this.entries, id);
    const found = entry.attachments.find((attachment) => attachment.partId === partId);
    if (found === undefined) throw new PermanentError(`this entry has no attachment ${partId}`, { code: 'attachment_unknown' });
    if (found.blobRef === null)
      throw new PermanentError(`the bytes of this attachment are not here: ${found.state}`, {
        code: 'attachment_unknown',
        fields: { state: found.state },
      });
    const recording = recordingsOf(entry).findIndex(({ blobRef }) => blobRef === found.blobRef);
    if (recording >= 0) {
      if (!principalOf(request).scopes.has('recordings:hear')) throw forbidden('recordings:hear');
      const last = (found.bytes ?? 1) - 1;
      await this.accesses.note({ entryId: id, recording, first: 0, last }, principalOf(request).actor);
    }
    await this.send(found.blobRef, found.contentType ?? 'application/octet-stream', found.fileName ?? `attachment-${partId}`, response);
  }

  @Needs('tickets:write')
  @Answers({
    summary: 'Decide about an entry that waits for a person',
    description: 'accept: it joins the suggested ticket. reject: it stays where it is.',
    shape: ReviewResultShape,
    problems: { entry_unknown: 404, review_decided: 409 },
  })
  @Post(':id/review')
  async review(@Param('id') id: string, @Body(reads(Review)) { decision }: Review, @Req() request: Request) {
    const { id: entryId } = await findEntry(this.entries, id);
    if (decision === 'reject') {
      await this.reviews.reject(entryId);
      return { decision, move: null };
    }
    const move = await this.moves.find(await this.reviews.accept(entryId, principalOf(request).actor));
    return { decision, move: move === null ? null : toMoveView(move) };
  }

  /** Never shown as a page: the bytes, their type and their name are a stranger's. */
  private async send(ref: string, contentType: string, fileName: string, response: Response): Promise<void> {
    const { stream, bytes } = await this.blobs.open(BlobRef.parse(ref));
    const plain = fileName.replaceAll(/[^\w.-]/g, '_');
    const encoded = encodeURIComponent(fileName.replaceAll(/[\0-\x1f\x7f]|[\ud800-\udfff](?![\udc00-\udfff])/g, '_')).replaceAll(
      /['()*]/g,
      toHex,
    );
    response
      .setHeader('Content-Type', /^[\w.+-]+\/[\w.+-]+$/.test(contentType) ? contentType : 'application/octet-stream')
      .setHeader('Content-Length', bytes)
      .setHeader('Content-Disposition', `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`)
      .setHeader('X-Content-Type-Options', 'nosniff')
      .setHeader('Content-Security-Policy', "sandbox; default-src 'none'");
    await pipeline(stream, response);
  }
}

function toHex(letter: string): string {
  return `%${letter.charCodeAt(0).toString(16).toUpperCase()}`;
}
