import { type ConnectorBlobs, type InboxRequest, RefusedRequest } from '#connector-sdk';
import type { Media } from '#contracts';
import { mediaTypeOf, toJsonObject } from './json-answer.js';
import type { Json } from './parse-json.js';
import { readBoundary, readMultipart } from './uploads/multipart.js';
import { takeUpload, type UploadLimits } from './uploads/take-upload.js';

/** What a form brought, however it was encoded. */
export interface PostedForm {
  /** All values of each name, in order. */
  readonly values: ReadonlyMap<string, readonly string[]>;
  readonly files: readonly Media[];
  /** The exact body; of one with files all but their bytes, which are named by their hashes. */
  readonly raw: Buffer;
  readonly contentType: string;
}

export interface FormLimits extends UploadLimits {
  readonly maxFiles: number;
  readonly maxTotalBytes: number;
}

const MAX_TEXT_BYTES = 256 * 1024;
const MAX_FIELDS = 200;

/**
 * Reads urlencoded, multipart and JSON bodies. `beforeFiles` is asked before the first file's bytes are taken: a bot's upload costs nothing.
 */
export async function readPostedForm(
  request: InboxRequest,
  limits: FormLimits,
  blobs: ConnectorBlobs,
  beforeFiles: (values: ReadonlyMap<string, readonly string[]>) => void | Promise<void>,
): Promise<PostedForm> {
  const contentType = request.headers['content-type'] ?? '';
  const type = mediaTypeOf(request);
  if (type === 'multipart/form-data') return readParts(request, contentType, limits, blobs, beforeFiles);
  const raw = await request.read(MAX_TEXT_BYTES);
  if (type === 'application/x-www-form-urlencoded') {
    const values = new Map<string, string[]>();
    for (const [name, value] of new URLSearchParams(raw.toString('utf8'))) add(values, name, value);
    return { values, files: [], raw, contentType: type };
  }
  if (type !== 'application/json')
    throw new RefusedRequest(415, 'unknown_encoding', 'A form is sent as multipart/form-data, application/x-www-form-urlencoded or JSON');
  const values = new Map(Object.entries(toJsonObject(request, raw)).map(([name, value]) => [name, toTexts(value)]));
  return { values, files: [], raw, contentType: type };
}

async function readParts(
  request: InboxRequest,
  contentType: string,
  limits: FormLimits,
  blobs: ConnectorBlobs,
  beforeFiles: (values: ReadonlyMap<string, readonly string[]>) => void | Promise<void>,
): Promise<PostedForm> {
  const boundary = readBoundary(contentType);
  const values = new Map<string, string[]>();
  const files: Media[] = [];
  const kept: string[] = [];
  let textBytes = 0;
  let left = limits.maxTotalBytes;
  for await (const part of readMultipart(request.stream(limits.maxTotalBytes + MAX_TEXT_BYTES), boundary)) {
    const { name, fileName } = part.head;
    if (fileName === undefined) {
      const value = await readField(part.content, MAX_TEXT_BYTES - textBytes);
      textBytes += Buffer.byteLength(value);
      add(values, name, value);
      kept.push(`--${boundary}\r\nContent-Disposition: form-data; name="${quote(name)}"\r\n\r\n${value}\r\n`);
      continue;
    }
    if (files.length === 0) await beforeFiles(values);
    if (files.length === limits.maxFiles && fileName !== '')
      throw new RefusedRequest(413, 'too_many_files', `More than ${limits.maxFiles} files: send the others with a second message`);
    const media = await takeUpload(part, { maxBytes: Math.min(limits.maxBytes, left), types: limits.types }, blobs);
    if (media === null) continue;
    left -= media.sizeBytes ?? 0;
    files.push(media);
    kept.push(
      `--${boundary}\r\nContent-Disposition: form-data; name="${quote(name)}"; filename="${quote(fileName)}"\r\n` +
        `Content-Type: ${part.head.contentType ?? 'application/octet-stream'}\r\n\r\nsha256:${media.sha256 ?? ''}\r\n`,
    );
  }
  const raw = Buffer.from(`${kept.join('')}--${boundary}--\r\n`);
  return { values, files, raw, contentType: `multipart/form-data; boundary="${boundary}"` };
}

async function readField(content: AsyncIterable<Buffer>, most: number): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of content) {
    bytes += chunk.length;
    if (bytes > most)
      throw new RefusedRequest(
        413,
        'form_too_large',
        `The form has more than ${MAX_TEXT_BYTES} bytes of text: send what is long as a file`,
      );
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function add(values: Map<string, string[]>, name: string, value: string): void {
  const known = values.get(name);
  if (known !== undefined) known.push(value);
  else if (values.size < MAX_FIELDS) values.set(name, [value]);
  else throw new RefusedRequest(400, 'too_many_fields', `The form has more than ${MAX_FIELDS} fields`);
}

function toTexts(value: Json): string[] {
  if (value === null) return [];
  if (Array.isArray(value)) return value.flatMap(toTexts);
  return [typeof value === 'object' ? JSON.stringify(value) : String(value)];
}

function quote(text: string): string {
  return text.replace(/"/g, '%22').replace(/\r/g, '%0D').replace(/\n/g, '%0A');
}
