import { randomUUID } from 'node:crypto';

/** What the documentation allows. */
const MAX_BYTES = 20 * 1024 * 1024;
const ENDINGS: Readonly<Record<string, RegExp>> = {
  image: /\.(jpg|jpeg|gif|png|bmp)$/i,
  file: /\.(doc|docx|xls|xlsx|ppt|pptx|zip|pdf|rar)$/i,
};

export interface Uploaded {
  readonly type: string;
  readonly name: string;
  readonly contentType: string;
  readonly bytes: Buffer;
}

/** Uploaded media: takes the multipart form as it comes from the wire, and messages that name what it took. */
export class MediaStore {
  readonly uploaded = new Map<string, Uploaded>();

  /** The answer of `media/upload`. */
  async take(body: Buffer, contentType: string): Promise<object> {
    const form = await new Response(new Uint8Array(body), { headers: { 'content-type': contentType } }).formData().catch(() => null);
    const [type, media] = [form?.get('type'), form?.get('media')];
    if (typeof type !== 'string' || ENDINGS[type] === undefined) return { errcode: 40004, errmsg: 'invalid media type' };
    if (typeof media !== 'object' || media === null || !ENDINGS[type].test(media.name))
      return { errcode: 40005, errmsg: 'invalid file type' };
    if (media.size === 0 || media.size > MAX_BYTES) return { errcode: 40006, errmsg: 'invalid file size' };
    const media_id = `@l${randomUUID()}`;
    const bytes = Buffer.from(await media.arrayBuffer());
    this.uploaded.set(media_id, { type, name: media.name, contentType: media.type, bytes });
    return { errcode: 0, errmsg: 'ok', type, media_id, created_at: Date.now() };
  }

  /** What a message shows: its text, or the file that it names; null where the template is wrong or nobody uploaded that. */
  show(msgKey: unknown, msgParam: string): string | null {
    if (Buffer.byteLength(msgParam) > 15_000) return null;
    const { content, photoURL, mediaId, fileName = '', fileType } = JSON.parse(msgParam) as Record<string, string | undefined>;
    if (msgKey === 'sampleText') return content ?? null;
    if (msgKey === 'sampleImageMsg') {
      const image = this.uploaded.get(photoURL ?? '');
      return image?.type === 'image' ? `[image ${image.name}]` : null;
    }
    if (msgKey !== 'sampleFile' || this.uploaded.get(mediaId ?? '')?.type !== 'file') return null;
    return fileType !== undefined && fileName.endsWith(`.${fileType}`) ? `[file ${fileName}]` : null;
  }
}
