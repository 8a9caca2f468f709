import { Headers, readHeaders } from './headers.js';
import { parseStructuredValue, type StructuredValue } from './structured-value.js';

/** One node of the MIME tree. Only leaves have a body of interest: `bodyStart` to `bodyEnd` of the raw bytes, still transfer-encoded. */
export interface MimePart {
  readonly headers: Headers;
  /** Lower case, `text/plain` where the mail says nothing usable. */
  readonly contentType: string;
  readonly type: StructuredValue;
  readonly disposition: StructuredValue | null;
  readonly encoding: string;
  readonly bodyStart: number;
  readonly bodyEnd: number;
  /** null for a leaf. */
  readonly children: readonly MimePart[] | null;
  /** A multipart whose stated delimiters do not occur: its children were guessed, or it is one leaf of raw source. */
  readonly broken: boolean;
}

export interface PartTree {
  readonly root: MimePart;
  readonly warnings: Set<string>;
}

const MAX_DEPTH = 30;
const MAX_PARTS = 1_000;
/** RFC 2046 §5.1.1 allows 70. */
const MAX_BOUNDARY = 200;
/** Of the field that names an encoding, comments and all. */
const MAX_ENCODING = 200;
const LF = 0x0a;
const CR = 0x0d;
const DASH = 0x2d;

/** Finds the parts of a mail. Never fails: what is no MIME is one text part. */
export function readPartTree(raw: Buffer): PartTree {
  const reader = new TreeReader(raw);
  const root = reader.read(startOf(raw), raw.length, 0, 'text/plain');
  return { root, warnings: reader.warnings };
}

/** Behind a byte order mark and an mbox `From ` line. */
function startOf(raw: Buffer): number {
  let start = raw[0] === 0xef && raw[1] === 0xbb && raw[2] === 0xbf ? 3 : 0;
  const opening = raw.toString('latin1', start, start + 6);
  if (opening.startsWith('From ') || opening === '>From ') start = raw.indexOf(LF, start) + 1 || raw.length;
  return start;
}

class TreeReader {
  readonly warnings = new Set<string>();
  private parts = 0;

  constructor(private readonly raw: Buffer) {}

  read(start: number, end: number, depth: number, defaultType: string): MimePart {
    this.parts++;
    const { headers, bodyStart, cut } = readHeaders(this.raw, start, end);
    if (cut) this.warnings.add('headers_cut');
    const type = parseStructuredValue(headers.first('content-type') ?? defaultType);
    const disposition = headers.first('content-disposition');
    const encoding = /[\w-]+/.exec((headers.first('content-transfer-encoding') ?? '').slice(0, MAX_ENCODING).replace(/\([^)]*\)/g, ''));
    const part = {
      headers,
      contentType: /^[^\s/;]+\/[^\s/;]+$/.test(type.value) ? type.value : defaultType,
      type,
      disposition: disposition ? parseStructuredValue(disposition) : null,
      encoding: (encoding?.[0] ?? '').toLowerCase(),
      bodyStart,
      bodyEnd: end,
    };
    if (!part.contentType.startsWith('multipart/')) return { ...part, children: null, broken: false };
    if (depth >= MAX_DEPTH) {
      this.warnings.add('nested_too_deep');
      return { ...part, contentType: 'text/plain', children: null, broken: true };
    }
    const children = this.readChildren(part.contentType, type.params.get('boundary'), bodyStart, end, depth);
    if (children) return { ...part, children, broken: false };
    this.warnings.add('broken_multipart');
    const guessed = this.readChildren(part.contentType, this.guessBoundary(bodyStart, end), bodyStart, end, depth);
    return { ...part, contentType: guessed ? part.contentType : 'text/plain', children: guessed, broken: true };
  }

  /** null when no delimiter is found. */
  private readChildren(type: string, boundary: string | undefined, start: number, end: number, depth: number): MimePart[] | null {
    if (!boundary || boundary.length > MAX_BOUNDARY) return null;
    const delimiters = this.findDelimiters(Buffer.from(`--${boundary}`, 'latin1'), start, end);
    if (delimiters.length === 0) return null;
    const children: MimePart[] = [];
    const defaultType = type === 'multipart/digest' ? 'message/rfc822' : 'text/plain';
    for (const [i, delimiter] of delimiters.entries()) {
      if (delimiter.closes) break;
      if (this.parts >= MAX_PARTS) {
        this.warnings.add('too_many_parts');
        break;
      }
      const next = delimiters[i + 1];
      if (!next) this.warnings.add('unclosed_multipart');
      children.push(this.read(delimiter.bodyStart, next ? next.bodyEnd : end, depth + 1, defaultType));
    }
    return children;
  }

  /** Whole lines `--boundary` and `--boundary--`; nothing after the closing one. */
  private findDelimiters(mark: Buffer, start: number, end: number): { bodyEnd: number; bodyStart: number; closes: boolean }[] {
    const found = [];
    const part = this.raw.subarray(0, end);
    for (let at = part.indexOf(mark, start); at >= 0; at = part.indexOf(mark, this.lineEnd(at, end))) {
      if (at > start && this.raw[at - 1] !== LF && this.raw[at - 1] !== CR) continue;
      let stop = at + mark.length;
      const closes = this.raw[stop] === DASH && this.raw[stop + 1] === DASH;
      if (closes) stop += 2;
      while (stop < end && (this.raw[stop] === 0x20 || this.raw[stop] === 0x09)) stop++;
      if (stop < end && this.raw[stop] !== LF && this.raw[stop] !== CR) continue;
      if (this.raw[stop] === CR && this.raw[stop + 1] === LF) stop++;
      found.push({ bodyEnd: this.lineBreakBefore(at, start), bodyStart: Math.min(stop + 1, end), closes });
      if (closes || found.length > MAX_PARTS) break;
    }
    return found;
  }

  private lineEnd(from: number, end: number): number {
    let at = from;
    while (at < end && this.raw[at] !== LF && this.raw[at] !== CR) at++;
    return at;
  }

  /** The line break before a delimiter belongs to the delimiter. */
  private lineBreakBefore(at: number, start: number): number {
    let end = at;
    if (end > start && this.raw[end - 1] === LF) end--;
    if (end > start && this.raw[end - 1] === CR) end--;
    return end;
  }

  /** Of a multipart that forgot or misspelt its boundary: the first `--line` that is followed by a Content field. */
  private guessBoundary(start: number, end: number): string | undefined {
    const head = this.raw.toString('latin1', start, Math.min(end, start + 65_536));
    return /(?:^|\n)--([^\r\n]{1,200}?)[ \t]*\r?\nContent-/i.exec(head)?.[1];
  }
}
