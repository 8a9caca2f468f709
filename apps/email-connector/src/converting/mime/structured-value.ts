import { decodeCharset } from './charset.js';
import { decodeWords } from './encoded-words.js';

/** `value; name=param`, as in Content-Type and Content-Disposition; value and names in lower case. */
export interface StructuredValue {
  readonly value: string;
  /** Values hold raw bytes as latin-1 characters, unless RFC 2231 said their charset. */
  readonly params: ReadonlyMap<string, string>;
  /** Names of the params that RFC 2231 has decoded. */
  readonly decoded: ReadonlySet<string>;
}

const MAX_PARAMS = 100;
const NOTHING: ReadonlySet<string> = new Set();

export function parseStructuredValue(header: string): StructuredValue {
  const source = header.includes('(') ? stripComments(header) : header;
  const semicolon = source.indexOf(';');
  const value = (semicolon < 0 ? source : source.slice(0, semicolon)).trim().toLowerCase();
  const raw = new Map<string, string>();
  if (semicolon >= 0) readParams(source, semicolon, raw);
  return { value: value.replace(/^"|"$/g, ''), ...(hasExtended(raw) ? joinExtended(raw) : { params: raw, decoded: NOTHING }) };
}

/** A file name or other human text in a parameter: RFC 2231 is resolved already, the RFC 2047 form is against the rules and common. */
export function readTextParam(structured: StructuredValue | null, name: string): string | null {
  const value = structured?.params.get(name);
  if (!structured || !value) return null;
  const text = structured.decoded.has(name) ? value : decodeWords(value);
  return text.replace(/\p{Cc}+/gu, ' ').trim() || null;
}

function readParams(source: string, from: number, into: Map<string, string>): void {
  let at = from;
  let equals = -1;
  while (at >= 0 && at < source.length && into.size < MAX_PARAMS) {
    const stop = nextOf(source, at + 1);
    if (equals < at) equals = source.indexOf('=', at);
    if (equals < 0) return;
    if (equals > stop) {
      at = stop < source.length ? stop : -1;
      continue;
    }
    const name = source
      .slice(at + 1, equals)
      .trim()
      .toLowerCase();
    const { value, next } = readParamValue(source, equals + 1);
    if (name && !into.has(name)) into.set(name, value);
    at = next;
  }
}

function nextOf(source: string, from: number): number {
  const at = source.indexOf(';', from);
  return at < 0 ? source.length : at;
}

/** The value and where its `;` is (or -1). A missing closing quote ends at the next `;`. */
function readParamValue(source: string, from: number): { value: string; next: number } {
  let at = from;
  while (at < source.length && (source[at] === ' ' || source[at] === '\t')) at++;
  if (source[at] !== '"') {
    const stop = nextOf(source, at);
    return { value: source.slice(at, stop).trim(), next: stop < source.length ? stop : -1 };
  }
  let value = '';
  for (let i = at + 1; i < source.length; i++) {
    const char = source[i]!;
    if (char === '\\' && i + 1 < source.length) value += source[++i];
    else if (char === '"') {
      const stop = nextOf(source, i);
      return { value, next: stop < source.length ? stop : -1 };
    } else value += char;
  }
  const stop = nextOf(source, at);
  return { value: source.slice(at + 1, stop).trim(), next: stop < source.length ? stop : -1 };
}

function stripComments(source: string): string {
  let out = '';
  let depth = 0;
  let quoted = false;
  // Looking into a growing string would be quadratic.
  let last = '';
  let inValue = true;
  const append = (text: string) => {
    out += text;
    last = text.slice(-1);
    if (text.includes(';')) inValue = false;
  };
  for (let i = 0; i < source.length; i++) {
    const char = source[i]!;
    if (char === '\\' && (quoted || depth > 0)) {
      if (depth === 0) append(char + (source[i + 1] ?? ''));
      i++;
    } else if (char === '"' && depth === 0) {
      quoted = !quoted;
      append(char);
    } else if (!quoted && char === '(' && (depth > 0 || inValue || /[\s;]/.test(last))) depth++;
    else if (!quoted && char === ')' && depth > 0) depth--;
    else if (depth === 0) append(char);
  }
  return depth === 0 ? out : source;
}

function hasExtended(params: Map<string, string>): boolean {
  for (const name of params.keys()) if (name.includes('*')) return true;
  return false;
}

/** RFC 2231: `name*0*=utf-8''a%20; name*1=b`, also with sections out of order or a percent-encoded section without its star. */
function joinExtended(params: Map<string, string>): { params: Map<string, string>; decoded: Set<string> } {
  const joined = new Map<string, string>();
  const sections = new Map<string, { index: number; value: string; encoded: boolean }[]>();
  for (const [name, value] of params) {
    const found = /^([^*]+)\*(?:(\d{1,4})(\*)?)?$/.exec(name);
    if (!found) {
      joined.set(name, value);
      continue;
    }
    const list = sections.get(found[1]!) ?? [];
    list.push({ index: Number(found[2] ?? 0), value, encoded: found[2] === undefined || found[3] === '*' });
    sections.set(found[1]!, list);
  }
  for (const [name, list] of sections) {
    list.sort((a, b) => a.index - b.index);
    const first = list[0]!;
    const tagged = first.encoded ? /^([^']*)'[^']*'([^]*)$/.exec(first.value) : null;
    const charset = tagged?.[1] || 'utf-8';
    const bytes = list.map((section, i) => {
      const text = i === 0 && tagged ? tagged[2]! : section.value;
      return section.encoded ? percentBytes(text) : Buffer.from(text, 'latin1');
    });
    joined.set(name, decodeCharset(Buffer.concat(bytes), charset).text);
  }
  return { params: joined, decoded: new Set(sections.keys()) };
}

function percentBytes(text: string): Buffer {
  return Buffer.from(
    text.replace(/%([0-9a-fA-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16))),
    'latin1',
  );
}
