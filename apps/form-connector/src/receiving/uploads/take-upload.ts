import { Readable } from 'node:stream';
import { type ConnectorBlobs, RefusedRequest } from '#connector-sdk';
import type { Media } from '#contracts';
import { cleanFileName } from './clean-file-name.js';
import type { MultipartPart } from './multipart.js';

/** As much as file-type looks at. */
const SNIFFED_BYTES = 4_100;

export interface UploadLimits {
  readonly maxBytes: number;
  /** Media types as sniffed, `image/*` too; empty: all. */
  readonly types: readonly string[];
}

/**
 * Streams an upload into the blob store; null for a file field that was left empty. What it is, its bytes say and not its name.
 * Throws `RefusedRequest`: 413 for too many bytes, 415 for a type that is not taken.
 */
export async function takeUpload(part: MultipartPart, limits: UploadLimits, blobs: ConnectorBlobs): Promise<Media | null> {
  const fileName = cleanFileName(part.head.fileName ?? '');
  const content = part.content[Symbol.asyncIterator]();
  let start = Buffer.alloc(0);
  let ended = false;
  while (!ended && start.length < SNIFFED_BYTES) {
    const { done, value } = await content.next();
    if (done === true) ended = true;
    else start = Buffer.concat([start, value]);
  }
  if (start.length === 0 && (part.head.fileName ?? '') === '') return null;
  const detectedType = await detectType(start);
  if (!isTaken(detectedType, limits.types))
    throw new RefusedRequest(415, 'file_type', `${fileName} is ${detectedType}: this form takes ${limits.types.join(', ')}`);
  let bytes = 0;
  const counted = async function* () {
    for (let chunk = start; ;) {
      bytes += chunk.length;
      if (bytes > limits.maxBytes)
        throw new RefusedRequest(413, 'file_too_large', `${fileName} is larger than the ${limits.maxBytes} bytes that a file may have`);
      if (chunk.length > 0) yield chunk;
      if (ended) return;
      const { done, value } = await content.next();
      if (done === true) return;
      chunk = value as typeof chunk;
    }
  };
  const stored = await blobs.put(Readable.from(counted()));
  const declaredType = part.head.contentType?.slice(0, 255);
  return {
    state: 'stored',
    blobRef: stored.ref,
    fileName,
    detectedType,
    sizeBytes: stored.bytes,
    sha256: stored.sha256,
    scan: { status: 'not_scanned' },
    ...(declaredType === undefined ? {} : { declaredType }),
  };
}

/** What runs in a page when it is opened as one, whatever stands before it. */
const ACTIVE = /<(?:!doctype\s+html|html|script|svg|iframe|body|head)[\s>/]/i;

async function detectType(start: Buffer): Promise<string> {
  const text = looksLikeText(start) ? start.toString('utf8') : null;
  if (text !== null && ACTIVE.test(text)) return /<svg[\s>/]/i.test(text) ? 'image/svg+xml' : 'text/html';
  // Loaded with the first file: most desks get few here, and it takes 10 MiB.
  const { fileTypeFromBuffer } = await import('file-type');
  const found = await fileTypeFromBuffer(start);
  if (found !== undefined) return found.mime;
  return text === null ? 'application/octet-stream' : 'text/plain';
}

function looksLikeText(bytes: Buffer): boolean {
  return !bytes.includes(0);
}

function isTaken(type: string, types: readonly string[]): boolean {
  return types.length === 0 || types.some((each) => each === type || (each.endsWith('/*') && type.startsWith(each.slice(0, -1))));
}

/** Only pictures that can do nothing but be looked at are shown as pictures. */
export function toPartType(detectedType: string): 'image' | 'audio' | 'video' | 'file' {
  if (/^image\/(?:png|jpeg|gif|webp|bmp|avif|heic|tiff)$/.test(detectedType)) return 'image';
  if (detectedType.startsWith('audio/')) return 'audio';
  return detectedType.startsWith('video/') ? 'video' : 'file';
}
