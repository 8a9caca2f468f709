/** One header field: name in lower case, value unfolded, its bytes still as latin-1 characters. */
export interface HeaderField {
  readonly name: string;
  readonly value: string;
}

const MAX_FIELDS = 5_000;
const MAX_BLOCK = 1_048_576;
const LF = 0x0a;
const CR = 0x0d;

/** The fields of one header block, in order. */
export class Headers {
  constructor(readonly fields: readonly HeaderField[]) {}

  first(name: string): string | null {
    for (const field of this.fields) if (field.name === name) return field.value;
    return null;
  }

  all(name: string): string[] {
    return this.fields.filter((field) => field.name === name).map((field) => field.value);
  }

  has(name: string): boolean {
    return this.first(name) !== null;
  }
}

export interface HeaderBlock {
  readonly headers: Headers;
  readonly bodyStart: number;
  /** The block was larger than is read; what lies beyond is ignored. */
  readonly cut: boolean;
}

/** Reads the header block that begins at `start`. A line that is no field is skipped: only an empty line ends the block. */
export function readHeaders(raw: Buffer, start: number, end: number): HeaderBlock {
  const blockEnd = findBlockEnd(raw, start, end);
  const cut = blockEnd.headEnd - start > MAX_BLOCK;
  const text = raw.toString('latin1', start, cut ? start + MAX_BLOCK : blockEnd.headEnd);
  const fields: HeaderField[] = [];
  let name = '';
  let value = '';
  let folds: string[] | null = null;
  const store = () => {
    if (name) fields.push({ name, value: trimBlanks(folds ? folds.join('') : value) });
    folds = null;
  };
  for (let at = 0; at < text.length && fields.length < MAX_FIELDS;) {
    let next = text.indexOf('\n', at);
    if (next < 0) next = text.length;
    const line = text.slice(at, next > at && text.charCodeAt(next - 1) === CR ? next - 1 : next);
    at = next + 1;
    const first = line.charCodeAt(0);
    if (first === 0x20 || first === 0x09) {
      if (name) (folds ??= [value]).push(line);
      continue;
    }
    store();
    const colon = line.indexOf(':');
    name = colon > 0 ? line.slice(0, colon).trimEnd().toLowerCase() : '';
    if (!/^[!-9;-~]+$/.test(name)) name = '';
    value = name ? line.slice(colon + 1) : '';
  }
  store();
  return { headers: new Headers(fields), bodyStart: blockEnd.bodyStart, cut };
}

/** Where the header block that begins the mail ends and its body begins. */
export function findBodyStart(raw: Buffer): number {
  return findBlockEnd(raw, 0, raw.length).bodyStart;
}

function findBlockEnd(raw: Buffer, start: number, end: number): { headEnd: number; bodyStart: number } {
  for (let at = start; at < end;) {
    const lineEnd = raw.indexOf(LF, at);
    if (lineEnd < 0 || lineEnd >= end) break;
    if (lineEnd === at || (lineEnd === at + 1 && raw[at] === CR)) return { headEnd: at, bodyStart: lineEnd + 1 };
    at = lineEnd + 1;
  }
  return { headEnd: end, bodyStart: end };
}

function trimBlanks(value: string): string {
  return value.includes('\r') ? value.replace(/\r+/g, ' ').trim() : value.trim();
}
