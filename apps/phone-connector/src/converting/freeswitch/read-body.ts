import { isObject, parseJson, type Json } from '../json-values.js';

/**
 * Objects of a json_cdr body, which mod_json_cdr writes in three ways (`encode`): as JSON, as `cdr=` of a form, or as that in base64. A file may
 * hold several, one a line. Throws `SyntaxError` where there is none.
 */
export function readJsonCdr(body: Buffer): Json[] {
  const text = body
    .toString('utf8')
    .replace(/^\uFEFF/, '')
    .trim();
  const decoded = text.startsWith('{') || text.startsWith('[') ? text : decodeBody(text);
  return parseObjects(decoded).map(decodeValues);
}

function decodeBody(text: string): string {
  const form = /^(?:uuid=[^&]*&)?cdr=/i.test(text) ? (new URLSearchParams(text).get('cdr') ?? '').trim() : text;
  if (/^[{[]/.test(form)) return form;
  const percent = /^%(?:7B|5B)/i.test(form) ? decodeURIComponent(form) : form;
  if (/^[{[]/.test(percent)) return percent;
  // In a form, the pluses of base64 have become blanks.
  const packed = percent.replace(/ /g, '+').replace(/\s+/g, '');
  if (/^[A-Za-z0-9+/_-]+={0,2}$/.test(packed)) return Buffer.from(packed, 'base64').toString('utf8').trim();
  throw new SyntaxError('neither JSON nor a form with cdr= nor base64');
}

/** One document, an array of them, or one a line. */
export function parseObjects(text: string): Json[] {
  let parsed: unknown;
  try {
    parsed = parseJson(text);
  } catch (error) {
    const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '');
    if (lines.length < 2) throw error;
    parsed = lines.map(parseJson);
  }
  const objects = (Array.isArray(parsed) ? parsed : [parsed]).filter(isObject);
  if (objects.length === 0) throw new SyntaxError('no JSON object');
  return objects;
}

/** `encode-values` (on by default) URL-encodes each value; whether it did shows in the stamps, which cannot do without blanks and colons. */
function decodeValues(record: Json): Json {
  const variables = isObject(record['variables']) ? record['variables'] : {};
  const stamps = Object.entries(variables).filter(([name, value]) => name.endsWith('_stamp') && typeof value === 'string');
  const isEncoded = stamps.length > 0 ? stamps.some(([, value]) => String(value).includes('%3A')) : looksEncoded(Object.values(variables));
  return isEncoded ? (decodeAll(record, 0) as Json) : record;
}

function looksEncoded(values: readonly unknown[]): boolean {
  const texts = values.filter((value) => typeof value === 'string');
  return texts.some((text) => /%[0-9A-F]{2}/i.test(text)) && !texts.some((text) => /[\s<>"]/.test(text));
}

const DEEPEST = 12;

function decodeAll(value: unknown, depth: number): unknown {
  if (depth > DEEPEST) return value;
  if (typeof value === 'string') {
    try {
      return value.includes('%') ? decodeURIComponent(value) : value;
    } catch {
      return value;
    }
  }
  if (Array.isArray(value)) return value.map((each) => decodeAll(each, depth + 1));
  return isObject(value) ? Object.fromEntries(Object.entries(value).map(([name, each]) => [name, decodeAll(each, depth + 1)])) : value;
}
