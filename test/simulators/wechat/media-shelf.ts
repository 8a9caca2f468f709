import { randomBytes } from 'node:crypto';
import type { Answer } from './answers.js';

interface Shelved {
  readonly content: Buffer;
  readonly type: string;
  readonly kind: string;
  readonly until: number;
}

const DAYS_3_MS = 3 * 86_400_000;
const LIMITS: Readonly<Record<string, number>> = { image: 10, voice: 2, video: 10, thumb: 0.0625 };
const NO_MEDIA: Answer = { json: { errcode: 40007, errmsg: 'invalid media_id' } };

/** Temporary media, what followers send and what the account uploads: three days under an id. */
export class MediaShelf {
  private readonly shelf = new Map<string, Shelved>();

  constructor(
    private readonly now: () => Date,
    private readonly urlOf: (mediaId: string) => string,
  ) {}

  put(kind: string, content: Buffer, type: string): string {
    const mediaId = randomBytes(24).toString('base64url');
    this.shelf.set(mediaId, { content, type, kind, until: this.now().getTime() + DAYS_3_MS });
    return mediaId;
  }

  find(mediaId: string): Shelved | null {
    const found = this.shelf.get(mediaId);
    return found === undefined || found.until <= this.now().getTime() ? null : found;
  }

  throwAway(mediaId: string): void {
    this.shelf.delete(mediaId);
  }

  /** `GET /cgi-bin/media/get`: of a video only the address. */
  get(query: URLSearchParams): Answer {
    const mediaId = query.get('media_id') ?? '';
    const found = this.find(mediaId);
    if (found === null) return NO_MEDIA;
    if (found.kind === 'video') return { json: { video_url: this.urlOf(mediaId) } };
    return { bytes: found.content, type: found.type };
  }

  /** The address of a video. */
  download(mediaId: string): Answer {
    const found = this.find(mediaId);
    return found === null ? NO_MEDIA : { bytes: found.content, type: found.type };
  }

  /** `POST /cgi-bin/media/upload?type=`, multipart with one part `media`. */
  async upload(query: URLSearchParams, contentType: string, body: Buffer): Promise<Answer> {
    const kind = query.get('type') ?? '';
    const limit = LIMITS[kind];
    if (limit === undefined) return { json: { errcode: 40004, errmsg: 'invalid media type' } };
    const form = await new Response(new Uint8Array(body), { headers: { 'content-type': contentType } }).formData().catch(() => null);
    const media = form?.get('media');
    if (!(media instanceof Blob)) return { json: { errcode: 41005, errmsg: 'media data missing' } };
    if (media.size > limit * 1_048_576) return { json: { errcode: 40006, errmsg: 'invalid meida size' } };
    const mediaId = this.put(kind, Buffer.from(await media.arrayBuffer()), media.type);
    return { json: { type: kind, media_id: mediaId, created_at: Math.floor(this.now().getTime() / 1_000) } };
  }
}
