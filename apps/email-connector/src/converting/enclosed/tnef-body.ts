import { toPlainText } from '../html/html-text.js';
import { decodeCharset } from '../mime/charset.js';
import { readAttributes, readProperties, toText } from '../mime/tnef.js';
import { decompressRtf } from './compressed-rtf.js';
import { readRtf } from './rtf-text.js';

export interface HiddenBody {
  readonly text: string;
  /** As it came, not sanitised. */
  readonly html: string | null;
}

const MESSAGE_LEVEL = 1;
/** Low half of an attribute's id; MS-OXTNEF §2.1.3. */
const Attribute = { codePage: 0x9007, body: 0x800c, properties: 0x9003 } as const;
/** MS-OXPROPS. */
const Property = { body: 0x1000, rtf: 0x1009, html: 0x1013, codePage: 0x3fde } as const;
const MAX_BYTES = 1_000_000;

/** The text of a message that Outlook put into `winmail.dat`: as HTML, as text, or as compressed RTF, in this order. Null where there is none. */
export function readTnefBody(bytes: Buffer): HiddenBody | null {
  let codePage = 1252;
  let properties: ReadonlyMap<number, Buffer> = new Map();
  let plain: Buffer | null = null;
  for (const { level, id, value } of readAttributes(bytes)) {
    if (level !== MESSAGE_LEVEL) continue;
    if (id === Attribute.codePage && value.length >= 4) codePage = value.readUInt32LE(0);
    if (id === Attribute.body) plain = value;
    if (id === Attribute.properties) properties = readProperties(value);
  }
  const ownPage = properties.get(Property.codePage);
  const page = ownPage !== undefined && ownPage.length >= 4 ? ownPage.readUInt32LE(0) : codePage;
  const html = properties.get(Property.html);
  if (html !== undefined) return ofHtml(decodeHtml(html.subarray(0, MAX_BYTES), page));
  const text = properties.get(Property.body) ?? plain;
  if (text !== null && text !== undefined) return ofText(toText(text.subarray(0, MAX_BYTES), codePage));
  const rtf = properties.get(Property.rtf);
  const source = rtf === undefined ? null : decompressRtf(rtf);
  if (source === null) return null;
  const read = readRtf(source);
  return (read.html === null ? null : ofHtml(read.html)) ?? ofText(read.text);
}

function decodeHtml(bytes: Buffer, page: number): string {
  const utf8 = page === 65001 || bytes.subarray(0, 3).equals(Buffer.from('efbbbf', 'hex'));
  return decodeCharset(bytes, utf8 ? 'utf-8' : `cp${page}`).text.replace(/^\ufeff/, '');
}

function ofHtml(html: string): HiddenBody | null {
  const { text } = toPlainText(html);
  return text.trim() === '' ? null : { text, html };
}

function ofText(text: string): HiddenBody | null {
  const clean = text.replace(/\r\n?/g, '\n').trim();
  return clean === '' ? null : { text: clean, html: null };
}
