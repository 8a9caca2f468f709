import { RefusedRequest, type InboxAnswer, type InboxRequest } from '#connector-sdk';
import { z } from 'zod';
import { toJson, toTooMany } from '../receiving/json-answer.js';
import type { RateLimit } from '../receiving/rate-limits.js';
import type { Visitor } from '../visitors/reception.js';
import { UPLOAD_ID } from '../webchat.ids.js';
import { offsetOf, type Upload, type UploadStore } from './upload-store.js';

const Begin = z.object({ name: z.string().max(2_000).optional(), type: z.string().max(255).optional(), bytes: z.int().min(1) });
const MOST_BEGIN_BYTES = 16 * 1024;

/**
 * `POST /uploads` begins, `PATCH /uploads/<id>` with `upload-offset` brings bytes, `HEAD` says how many came. Bytes are streamed: none of them
 * waits in memory.
 */
export class UploadDoor {
  constructor(
    private readonly store: UploadStore,
    private readonly began: RateLimit,
    private readonly enabled: boolean,
  ) {}

  async answer(request: InboxRequest, visitor: Visitor): Promise<InboxAnswer> {
    if (!this.enabled) throw new RefusedRequest(404, 'uploads_off', 'This chat takes no files');
    const id = request.path.slice('/uploads/'.length);
    if (request.path === '/uploads' && request.method === 'POST') return this.begin(request, visitor);
    if (!UPLOAD_ID.test(id)) throw new RefusedRequest(404, 'upload_unknown', 'There is no such upload');
    if (request.method === 'HEAD' || request.method === 'GET') return tell(id, await this.store.find(id, visitor.key), 200);
    if (request.method === 'PATCH' || request.method === 'PUT') return this.add(request, id, visitor);
    throw new RefusedRequest(405, 'method_not_allowed', 'POST, PATCH and HEAD');
  }

  private async begin(request: InboxRequest, visitor: Visitor): Promise<InboxAnswer> {
    const waitMs = this.began.take(visitor.session.id);
    if (waitMs > 0) return toTooMany('Too many files in a short time', waitMs);
    const parsed = Begin.safeParse(readJson((await request.read(MOST_BEGIN_BYTES)).toString()));
    if (!parsed.success) throw new RefusedRequest(400, 'bad_upload', 'An upload begins with JSON: {name, type, bytes}');
    const id = await this.store.begin(visitor.key, parsed.data);
    return toJson({ id, offset: 0 }, 201, { 'upload-offset': '0', 'upload-length': String(parsed.data.bytes) });
  }

  private async add(request: InboxRequest, id: string, visitor: Visitor): Promise<InboxAnswer> {
    const offset = Number(request.headers['upload-offset'] ?? '0');
    if (!Number.isSafeInteger(offset) || offset < 0) throw new RefusedRequest(400, 'wrong_offset', '`upload-offset` is a number of bytes');
    const upload = await this.store.find(id, visitor.key);
    const left = upload.bytes - offset;
    if (upload.done !== undefined || left <= 0) return tell(id, upload, 200);
    return tell(id, await this.store.add(id, visitor.key, offset, request.stream(left)), 200);
  }
}

function tell(id: string, upload: Upload, status: number): InboxAnswer {
  const offset = offsetOf(upload);
  const { done } = upload;
  const body = { id, offset, bytes: upload.bytes, ...(done ? { file: { name: done.name, type: done.type, bytes: done.bytes } } : {}) };
  return toJson(body, status, { 'upload-offset': String(offset), 'upload-length': String(upload.bytes) });
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}
