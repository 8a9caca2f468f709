import type { Readable } from 'node:stream';
import { RefusedRequest } from '#connector-sdk';

export interface PartHead {
  readonly name: string;
  /** Absent for a plain field. */
  readonly fileName?: string;
  readonly contentType?: string;
}

export interface MultipartPart {
  readonly head: PartHead;
  /** Must be read to its end before the next part is asked for. */
  readonly content: AsyncIterable<Buffer>;
}

const MAX_HEAD = 4_096;
const CRLF = Buffer.from('\r\n');
const HEAD_END = Buffer.from('\r\n\r\n');

/** Throws `RefusedRequest` (400) for a type without a usable boundary. */
export function readBoundary(contentType: string): string {
  const match = /;\s*boundary=(?:"([^"\r\n]{1,70})"|([^\s";,]{1,70}))/i.exec(contentType);
  const boundary = match?.[1] ?? match?.[2];
  if (boundary === undefined) throw bad('its content-type names no boundary');
  return boundary;
}

/** Parts of a multipart/form-data body (RFC 7578) as they come; holds never more than a chunk and a part's head. */
export async function* readMultipart(body: Readable, boundary: string): AsyncGenerator<MultipartPart> {
  const source = new ChunkSource(body);
  const delimiter = Buffer.from(`\r\n--${boundary}`);
  // The first one need not have a line before it.
  source.unshift(CRLF);
  for await (const _preamble of source.until(delimiter)) void _preamble;
  for (;;) {
    if (await source.isNext('--')) return void (await source.drain());
    const line = await source.take(CRLF, MAX_HEAD);
    if (line.toString().trim() !== '') throw bad('a boundary is followed by something');
    source.unshift(CRLF);
    const head = readHead((await source.take(HEAD_END, MAX_HEAD)).toString());
    let ended = false;
    const content = (async function* () {
      yield* source.until(delimiter);
      ended = true;
    })();
    yield { head, content };
    if (!ended) for await (const _rest of content) void _rest;
  }
}

function readHead(text: string): PartHead {
  const fields = new Map(
    text
      .split('\r\n')
      .filter((line) => line !== '')
      .map((line) => [line.slice(0, line.indexOf(':')).trim().toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]),
  );
  const disposition = fields.get('content-disposition') ?? '';
  const name = readParameter(disposition, 'name');
  if (name === undefined || !/^form-data\b/i.test(disposition)) throw bad('a part has no name');
  const fileName = readParameter(disposition, 'filename');
  const contentType = fields.get('content-type');
  return { name, ...(fileName === undefined ? {} : { fileName }), ...(contentType === undefined ? {} : { contentType }) };
}

/** Browsers write `"` as `%22` and line ends as `%0D%0A` (WHATWG), other programs escape by a backslash. */
function readParameter(header: string, parameter: string): string | undefined {
  const match = new RegExp(`;\\s*${parameter}=(?:"((?:[^"\\\\]|\\\\.)*)"|([^\\s;]+))`, 'i').exec(header);
  if (match === null) return undefined;
  const value = match[1] === undefined ? match[2]! : match[1].replace(/\\(["\\])/g, '$1');
  return value.replace(/%(22|0A|0D)/gi, (_all, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
}

function bad(what: string): RefusedRequest {
  return new RefusedRequest(400, 'bad_multipart', `The form was not sent as multipart/form-data is: ${what}`);
}

/** Bytes of a stream with what was read too far put back. */
class ChunkSource {
  private held: Buffer = Buffer.alloc(0);
  private readonly chunks: AsyncIterator<Buffer>;

  constructor(body: Readable) {
    this.chunks = body[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  }

  unshift(bytes: Buffer): void {
    this.held = Buffer.concat([bytes, this.held]);
  }

  /** All before the mark, which is taken too. */
  async *until(mark: Buffer): AsyncGenerator<Buffer> {
    for (;;) {
      const at = this.held.indexOf(mark);
      if (at >= 0) {
        if (at > 0) yield this.held.subarray(0, at);
        this.held = this.held.subarray(at + mark.length);
        return;
      }
      // The mark may begin at the end of what is here.
      const sure = this.held.length - mark.length + 1;
      if (sure > 0) {
        yield this.held.subarray(0, sure);
        this.held = this.held.subarray(sure);
      }
      if (!(await this.more())) throw bad('it ends in the middle of a part');
    }
  }

  async take(mark: Buffer, most: number): Promise<Buffer> {
    for (let at = this.held.indexOf(mark); ; at = this.held.indexOf(mark)) {
      if (at > most || (at < 0 && this.held.length > most)) throw bad('the head of a part is too long');
      if (at >= 0) {
        const taken = this.held.subarray(0, at);
        this.held = this.held.subarray(at + mark.length);
        return taken;
      }
      if (!(await this.more())) throw bad('it ends in the head of a part');
    }
  }

  async isNext(text: string): Promise<boolean> {
    while (this.held.length < text.length) if (!(await this.more())) throw bad('it ends after a boundary');
    return this.held.subarray(0, text.length).equals(Buffer.from(text));
  }

  async drain(): Promise<void> {
    this.held = Buffer.alloc(0);
    while (await this.more()) this.held = Buffer.alloc(0);
  }

  private async more(): Promise<boolean> {
    const { done, value } = await this.chunks.next();
    if (done === true) return false;
    this.held = this.held.length === 0 ? value : Buffer.concat([this.held, value]);
    return true;
  }
}
