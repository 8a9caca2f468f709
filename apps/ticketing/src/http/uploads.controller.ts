import { Headers, Inject, Post, Query, Req } from '@nestjs/common';
import type { Request } from 'express';
import { Transform } from 'node:stream';
import { BLOB_STORE, type BlobStore } from '#blob-store';
import { PermanentError, SETTINGS, type Settings } from '#runtime';
import { Needs } from '../agents/access.guard.js';
import { principalOf } from '../agents/principal.js';
import { Answers } from './answers.js';
import { ApiController } from './api-controller.js';
import { hashRequest, Idempotency, readIdempotencyKey } from './idempotency.js';
import { KeepsNoAnswer } from './idempotency.interceptor.js';
import { reads } from './read-input.js';
import { UploadQuery, UploadShape } from './shapes/operations.js';

/** Some hours of a screen. */
const MOST_RECORDED_BYTES = 1024 ** 3;

/** Bytes for replies and recordings. They are named by what they are: the same bytes twice are one upload. */
@ApiController('entries', 'uploads')
export class UploadsController {
  constructor(
    private readonly idempotency: Idempotency,
    @Inject(BLOB_STORE) private readonly blobs: BlobStore,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  @Needs('tickets:write')
  @KeepsNoAnswer()
  @Answers({
    summary: 'Bring the bytes of an attachment, or of a recording',
    description:
      'The body as it is. `ref` goes into media.blobRef of a part of a reply, at most smtp.maxMessageBytes; with `sealed=true` it is a recording, which lies encrypted from its first byte, at most 1 GiB.',
    status: 201,
    shape: UploadShape,
    consumes: 'application/octet-stream',
    problems: { idempotency_in_progress: 409, upload_too_large: 413, media_type_unfit: 415, idempotency_conflict: 422 },
  })
  @Post()
  async upload(@Req() request: Request, @Query(reads(UploadQuery)) { sealed }: UploadQuery, @Headers('Idempotency-Key') header?: string) {
    const key = readIdempotencyKey(header);
    const most = sealed ? MOST_RECORDED_BYTES : this.settings.smtp.maxMessageBytes;
    if (request.readableEnded)
      throw new PermanentError('the body was read as JSON', { code: 'media_type_unfit', hint: 'send application/octet-stream' });
    if (Number(request.header('content-length') ?? 0) > most) throw tooLarge(most);
    const { ref, bytes, sha256 } = await this.blobs.put(request.pipe(limitBytes(request, most)), { sealed });
    const answer = { ref, bytes, sha256 };
    if (key === null) return answer;
    const keyed = { principal: principalOf(request).subject, key, hash: hashRequest('POST', request.originalUrl, ref) };
    return (await this.idempotency.run(keyed, () => Promise.resolve(answer))).answer;
  }
}

/** Passes on what fits; a client that goes away ends it with an error, so that half a body is not taken for a whole one. */
function limitBytes(request: Request, most: number): Transform {
  let taken = 0;
  const limit = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      taken += chunk.length;
      done(taken > most ? tooLarge(most) : null, chunk);
    },
  });
  request.once('aborted', () => limit.destroy(new PermanentError('the client went away', { code: 'upload_cut_off' })));
  request.once('error', (error) => limit.destroy(error));
  return limit;
}

function tooLarge(most: number): PermanentError {
  return new PermanentError(`an upload has at most ${most} bytes`, {
    code: 'upload_too_large',
    hint: most === MOST_RECORDED_BYTES ? 'keep it elsewhere, and name the link' : 'smtp.maxMessageBytes sets the limit',
  });
}
