import { decodeCharset } from './charset.js';

/** A file within a TNEF stream. */
export interface EnclosedFile {
  readonly fileName: string | null;
  readonly contentType: string;
  /** Without angle brackets. */
  readonly contentId: string | null;
  readonly content: Buffer;
}

const SIGNATURE = 0x223e9f78;
/** Level, attribute, length, checksum. */
const FRAME_BYTES = 1 + 4 + 4 + 2;
const ATTACHMENT_LEVEL = 2;
const MAX_FILES = 500;

/** Low half of an attribute's id; MS-OXTNEF §2.1.3. */
const Attribute = { codePage: 0x9007, begins: 0x9002, title: 0x8010, data: 0x800f, properties: 0x9005 } as const;
/** MS-OXPROPS. */
const Property = { longName: 0x3707, name: 0x3704, mimeType: 0x370e, contentId: 0x3712, object: 0x3701 } as const;
/** IID_IMessage in front of an enclosed Outlook message, which is no file that anybody could open. */
const MESSAGE_OBJECT = Buffer.from('0703020000000000c000000000000046', 'hex');

interface Draft {
  title: string | null;
  content: Buffer | null;
  properties: ReadonlyMap<number, Buffer>;
}

/** Attributes of a TNEF stream, in order; ends where it is cut off, is empty where it is none. `id` is the low half. */
export function* readAttributes(bytes: Buffer): Generator<{ readonly level: number; readonly id: number; readonly value: Buffer }> {
  if (bytes.length < 6 || bytes.readUInt32LE(0) !== SIGNATURE) return;
  for (let at = 6; at + FRAME_BYTES <= bytes.length;) {
    const start = at + 9;
    const end = start + bytes.readUInt32LE(at + 5);
    if (end > bytes.length) return;
    yield { level: bytes[at]!, id: bytes.readUInt16LE(at + 1), value: bytes.subarray(start, end) };
    at = end + 2;
  }
}

/**
 * Files that Outlook packed into `winmail.dat` (application/ms-tnef). Null when it is no TNEF or holds none; what is cut off in the middle gives
 * the files before that. The text that a stream may hold beside is read in `enclosed/tnef-body.ts`, where the mail has none of its own.
 */
export function readTnef(bytes: Buffer): EnclosedFile[] | null {
  const drafts: Draft[] = [];
  let codePage = 1252;
  for (const { level, id, value } of readAttributes(bytes)) {
    if (drafts.length > MAX_FILES) break;
    if (id === Attribute.codePage && value.length >= 4) codePage = value.readUInt32LE(0);
    if (level === ATTACHMENT_LEVEL) takeAttribute(drafts, id, value, codePage);
  }
  const files = drafts.map((draft) => toFile(draft, codePage)).filter((file) => file !== null);
  return files.length === 0 ? null : files;
}

function takeAttribute(drafts: Draft[], attribute: number, value: Buffer, codePage: number): void {
  if (attribute === Attribute.begins) drafts.push({ title: null, content: null, properties: new Map() });
  const draft = drafts.at(-1);
  if (draft === undefined) return;
  if (attribute === Attribute.title) draft.title = toText(value, codePage);
  if (attribute === Attribute.data) draft.content = value;
  if (attribute === Attribute.properties) draft.properties = readProperties(value);
}

function toFile({ title, content, properties }: Draft, codePage: number): EnclosedFile | null {
  const text = (property: number) => {
    const value = properties.get(property);
    return value === undefined ? null : toText(value, codePage) || null;
  };
  const object = properties.get(Property.object);
  const isMessage = object?.subarray(0, MESSAGE_OBJECT.length).equals(MESSAGE_OBJECT) === true;
  // An object begins with the id of its interface.
  const bytes = content ?? (object === undefined || isMessage ? null : object.subarray(MESSAGE_OBJECT.length));
  if (bytes === null) return null;
  return {
    fileName: text(Property.longName) ?? (title || null) ?? text(Property.name),
    contentType: (text(Property.mimeType) ?? 'application/octet-stream').toLowerCase(),
    contentId: text(Property.contentId)?.replace(/^<|>$/g, '') ?? null,
    content: bytes,
  };
}

const FIXED_BYTES: Readonly<Record<number, number>> = {
  ...{ 0x01: 0, 0x02: 4, 0x03: 4, 0x04: 4, 0x0a: 4, 0x0b: 4 },
  ...{ 0x05: 8, 0x06: 8, 0x07: 8, 0x14: 8, 0x40: 8, 0x48: 16 },
};
const VARIABLE = new Set([0x0d, 0x1e, 0x1f, 0x102]);
const UTF16 = 0x1f;
const MULTIPLE = 0x1000;

/** First value of each property by its id; UTF-16 texts as UTF-8 with a mark in front. Ends where it stops making sense. */
export function readProperties(bytes: Buffer): Map<number, Buffer> {
  const found = new Map<number, Buffer>();
  const reader = new Reader(bytes);
  const count = reader.word();
  for (let n = 0; n < count && !reader.over; n += 1) {
    const type = reader.half();
    const id = reader.half();
    if (id >= 0x8000) skipName(reader);
    const kind = type & ~MULTIPLE;
    const fixed = FIXED_BYTES[kind];
    if (fixed === undefined && !VARIABLE.has(kind)) break;
    const stated = fixed === undefined || (type & MULTIPLE) !== 0 ? reader.word() : 1;
    // Values of no bytes would never come to an end.
    const values = fixed === 0 ? 0 : stated;
    for (let v = 0; v < values && !reader.over; v += 1) {
      const value = reader.take(fixed ?? reader.word());
      if (v === 0 && !reader.over) found.set(id, kind === UTF16 ? Buffer.from(`\ufeff${value.toString('utf16le')}`, 'utf8') : value);
    }
  }
  return found;
}

function skipName(reader: Reader): void {
  reader.take(16);
  const isText = reader.word() === 1;
  const next = reader.word();
  if (isText) reader.take(next);
}

/** Reads on in steps of four bytes; past the end everything is empty and `over` is true. */
class Reader {
  over = false;
  private at = 0;

  constructor(private readonly bytes: Buffer) {}

  word(): number {
    const value = this.take(4);
    return value.length === 4 ? value.readUInt32LE(0) : 0;
  }

  half(): number {
    if (this.at + 2 > this.bytes.length) return this.end(0);
    this.at += 2;
    return this.bytes.readUInt16LE(this.at - 2);
  }

  take(length: number): Buffer {
    const start = this.at;
    if (start + length > this.bytes.length) return this.end(Buffer.alloc(0));
    this.at = Math.min(this.bytes.length, start + Math.ceil(length / 4) * 4);
    return this.bytes.subarray(start, start + length);
  }

  private end<T>(value: T): T {
    this.over = true;
    this.at = this.bytes.length;
    return value;
  }
}

export function toText(value: Buffer, codePage: number): string {
  const isUtf8 = value.length >= 3 && value[0] === 0xef && value[1] === 0xbb && value[2] === 0xbf;
  const text = isUtf8 ? value.toString('utf8', 3) : decodeCharset(value, codePage === 65001 ? 'utf-8' : `cp${codePage}`).text;
  return text.replace(/\0.*$/s, '').trim();
}
