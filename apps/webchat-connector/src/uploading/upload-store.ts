import { RefusedRequest, type ConnectorContext } from '#connector-sdk';
import type { BlobRef } from '#contracts';
import { Readable } from 'node:stream';
import type { StoredFile } from '../converting/bodies.js';
import type { WebchatInboxConfig } from '../webchat.config.js';
import { createUploadId, keptOf, StateKeys } from '../webchat.ids.js';
import { Refusal } from '../wire/refusal.js';
import { isAllowed, judgeFile } from './judge-file.js';
import { sniffType } from './sniff-type.js';

export interface Upload {
  /** Conversation of whoever began it. */
  readonly key: string;
  readonly name?: string;
  readonly declared?: string;
  readonly bytes: number;
  readonly pieces: readonly { readonly ref: BlobRef; readonly bytes: number }[];
  readonly done?: StoredFile;
}

type House = Pick<ConnectorContext, 'state' | 'blobs' | 'log' | 'clock'>;

/** The state of an upload is 64 KiB at most; a page sends pieces of a mebibyte. */
const MOST_PIECES = 400;
/** For a page that comes back with what it could not say; a message that was said has its files by itself. */
const KEEP_DAYS = 7;
const SNIFFED_BYTES = 1024 * 1024;

export const offsetOf = ({ pieces }: Upload) => pieces.reduce((sum, { bytes }) => sum + bytes, 0);

/** Files on their way: each piece that came is durable, so that whoever was cut off goes on where he was, in whichever process. */
export class UploadStore {
  private readonly busy = new Set<string>();

  constructor(
    private readonly house: House,
    private readonly config: WebchatInboxConfig['uploads'],
  ) {}

  async begin(key: string, given: { readonly name?: string; readonly type?: string; readonly bytes: number }): Promise<string> {
    if (given.bytes > this.config.maxBytes)
      throw new RefusedRequest(413, 'file_too_large', `A file has at most ${this.config.maxBytes} bytes, this one has ${given.bytes}`);
    const id = createUploadId();
    const { name, type, bytes } = given;
    const upload: Upload = {
      key,
      bytes,
      pieces: [],
      ...(name ? { name: name.slice(0, 1_000) } : {}),
      ...(type ? { declared: type.slice(0, 200) } : {}),
    };
    await this.keep(id, upload);
    return id;
  }

  /** Throws `RefusedRequest` (404) for one that is unknown, or somebody else's. */
  async find(id: string, key: string): Promise<Upload> {
    const upload = await this.house.state.get<Upload>(StateKeys.upload(id));
    if (upload === null || upload.key !== key) throw new RefusedRequest(404, 'upload_unknown', 'There is no such upload of yours');
    return upload;
  }

  /** Takes what comes from `offset` on, also where it ends early; the upload as it is then. Throws `RefusedRequest` (409) at another offset. */
  async add(id: string, key: string, offset: number, body: Readable): Promise<Upload> {
    if (this.busy.has(id)) throw new RefusedRequest(409, 'upload_busy', 'Another request is sending this file');
    this.busy.add(id);
    try {
      const upload = await this.find(id, key);
      if (offsetOf(upload) !== offset) throw new RefusedRequest(409, 'wrong_offset', `The next byte is ${offsetOf(upload)}, not ${offset}`);
      if (upload.pieces.length >= MOST_PIECES)
        throw new RefusedRequest(400, 'too_many_pieces', `A file comes in at most ${MOST_PIECES} pieces`);
      const { ref, bytes } = await this.house.blobs.put(Readable.from(takeWhatComes(body), { objectMode: false }));
      const grown = bytes === 0 ? upload : { ...upload, pieces: [...upload.pieces, { ref, bytes }] };
      const whole = offsetOf(grown) === grown.bytes ? { ...grown, done: await this.finish(grown) } : grown;
      await this.keep(id, whole);
      return whole;
    } finally {
      this.busy.delete(id);
    }
  }

  /** Whole files of a message. Throws `Refusal` for one that is not there, or not whole. */
  async collect(ids: readonly string[], key: string): Promise<StoredFile[]> {
    const { maxPerMessage } = this.config;
    if (ids.length > maxPerMessage) throw new Refusal('too_many_files', `A message has at most ${maxPerMessage} files`);
    const uploads = await Promise.all(ids.map((id) => this.house.state.get<Upload>(StateKeys.upload(id))));
    return uploads.map((upload) => {
      if (upload === null || upload.key !== key) throw new Refusal('upload_unknown', 'There is no such upload of yours');
      if (upload.done === undefined) throw new Refusal('upload_unfinished', 'A file has not come whole');
      return upload.done;
    });
  }

  private keep(id: string, upload: Upload): Promise<void> {
    return this.house.state.set(StateKeys.upload(id), upload, keptOf(upload.key, this.house.clock, KEEP_DAYS));
  }

  private async finish(upload: Upload): Promise<StoredFile> {
    const blobs = this.house.blobs;
    const [only] = upload.pieces;
    const whole =
      upload.pieces.length === 1 && only !== undefined
        ? { ...only, sha256: only.ref.slice('sha256:'.length) }
        : await blobs.put(Readable.from(this.join(upload), { objectMode: false }));
    const sniffed = await sniffType(await this.readHead(whole.ref));
    if (!isAllowed(sniffed.type, this.config.types))
      throw new RefusedRequest(415, 'type_not_allowed', `Files of type ${sniffed.type} are not taken here`);
    const { declared } = upload;
    const judged = judgeFile(sniffed, declared, upload.name);
    return { ref: whole.ref, sha256: whole.sha256, bytes: whole.bytes, ...judged, ...(declared === undefined ? {} : { declared }) };
  }

  private async *join({ pieces }: Upload): AsyncGenerator<Buffer> {
    for (const { ref } of pieces) yield* (await this.house.blobs.open(ref)).stream as AsyncIterable<Buffer>;
  }

  private async readHead(ref: BlobRef): Promise<Buffer> {
    const { stream } = await this.house.blobs.open(ref);
    const chunks: Buffer[] = [];
    let bytes = 0;
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      chunks.push(chunk);
      bytes += chunk.length;
      if (bytes >= SNIFFED_BYTES) break;
    }
    return Buffer.concat(chunks).subarray(0, SNIFFED_BYTES);
  }
}

/** A body that is cut off ends where it was cut: what came is kept. One that is too large is refused whole. */
async function* takeWhatComes(body: Readable): AsyncGenerator<Buffer> {
  try {
    yield* body as AsyncIterable<Buffer>;
  } catch (error) {
    if (error instanceof RefusedRequest && error.status === 413) throw error;
  }
}
