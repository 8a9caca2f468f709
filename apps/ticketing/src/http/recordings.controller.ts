import { Get, Headers, Inject, Param, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { pipeline } from 'node:stream/promises';
import { BLOB_STORE, type BlobStore } from '#blob-store';
import { BlobRef, type Media } from '#contracts';
import { PermanentError } from '#runtime';
import { Needs } from '../agents/access.guard.js';
import { principalOf } from '../agents/principal.js';
import { RecordingAccesses } from '../showing/recording-accesses.js';
import { readRange } from '../showing/byte-range.js';
import { EntryReader } from '../tickets/entry-reader.js';
import { Answers } from './answers.js';
import { ApiController } from './api-controller.js';
import { findEntry, recordingsOf } from './find-entry.js';
import { RecordingAccessListShape } from './shapes/recordings.js';

/** Recordings of calls: played in place, and who heard them. */
@ApiController('entries', 'entries/:id/recordings')
export class RecordingsController {
  constructor(
    private readonly entries: EntryReader,
    private readonly accesses: RecordingAccesses,
    @Inject(BLOB_STORE) private readonly blobs: BlobStore,
  ) {}

  @Needs('recordings:hear')
  @Answers({
    summary: 'A recording of a call, whole or a range of it',
    description: '`index` counts from 0. Each request is written down: who heard what, when.',
    produces: 'audio/*',
    problems: { entry_unknown: 404, recording_unknown: 404, range_unfit: 416 },
  })
  @Get(':index')
  async play(
    @Param('id') id: string,
    @Param('index') index: string,
    @Req() request: Request,
    @Res() response: Response,
    @Headers('Range') asked?: string,
  ): Promise<void> {
    const media = await this.find(id, index);
    const ref = BlobRef.parse(media.blobRef);
    const bytes = media.sizeBytes ?? (await this.measure(ref));
    const range = readRange(asked, bytes);
    if (range === null) {
      response.setHeader('Content-Range', `bytes */${bytes}`);
      throw new PermanentError(`the recording has ${bytes} bytes, not ${asked}`, { code: 'range_unfit' });
    }
    await this.accesses.note({ entryId: id, recording: Number(index), ...range }, principalOf(request).actor);
    const whole = range.first === 0 && range.last === bytes - 1;
    response
      .status(whole ? 200 : 206)
      .setHeader('Content-Type', typeOf(media))
      .setHeader('Content-Length', range.last - range.first + 1)
      .setHeader('Accept-Ranges', 'bytes')
      .setHeader('Cache-Control', 'private, no-store')
      .setHeader('Content-Disposition', 'inline')
      .setHeader('X-Content-Type-Options', 'nosniff')
      .setHeader('Content-Security-Policy', "sandbox; default-src 'none'");
    if (!whole) response.setHeader('Content-Range', `bytes ${range.first}-${range.last}/${bytes}`);
    const { stream } = whole ? await this.blobs.open(ref) : await this.blobs.openRange(ref, { start: range.first, end: range.last + 1 });
    await pipeline(stream, response);
  }

  @Needs('admin')
  @Answers({ summary: 'Who heard a recording, and when', shape: RecordingAccessListShape, problems: { entry_unknown: 404 } })
  @Get(':index/accesses')
  async list(@Param('id') id: string, @Param('index') index: string) {
    await this.find(id, index);
    return { items: await this.accesses.list(id, Number(index)), nextCursor: null };
  }

  private async measure(ref: BlobRef): Promise<number> {
    const { stream, bytes } = await this.blobs.open(ref);
    stream.destroy();
    return bytes;
  }

  private async find(id: string, index: string): Promise<Media> {
    const recordings = recordingsOf(await findEntry(this.entries, id));
    const found = /^\d{1,3}$/.test(index) ? recordings[Number(index)] : undefined;
    if (found?.blobRef !== undefined) return found;
    const state = found?.state;
    throw new PermanentError(state === undefined ? `this entry has no recording ${index}` : `the recording is not here: ${state}`, {
      code: 'recording_unknown',
      fields: state === undefined ? {} : { state },
    });
  }
}

/** Only what a player plays: anything else a stranger may have put there. */
function typeOf({ detectedType, declaredType }: Media): string {
  const type = detectedType ?? declaredType ?? '';
  return /^(?:audio|video)\/[\w.+-]+$/.test(type) ? type : 'application/octet-stream';
}
