/**
 * The part of a header block that mailauth is given. It splits rows by rules of its own, parses signatures and addresses in quadratic time, and lets an
 * ARC-Authentication-Results reach `Object.prototype`: so rows are split here exactly as it does, and what is beyond our limits is left out.
 */
export interface SignedHeader {
  /** Ends with its empty line. */
  readonly bytes: Buffer;
  readonly hasArc: boolean;
}

interface Row {
  readonly name: string;
  readonly text: string;
}

/** Each signature costs a question and may cost a hash of the whole body; mails have one to three. */
const MAX_SIGNATURES = 5;
/** Far above what mails have, far below a second: time grows with the square of each. */
const MAX_LINES = 1_500;
const MAX_FROM = 2_000;
const MAX_CONTENT_TYPE = 2_000;
const MAX_SIGNATURE = 4_096;
const MAX_TAGS = 50;
const MAX_ARC_ROWS = 3 * 20;
const MAX_ARC_BYTES = 65_536;
const ARC = new Set(['arc-seal', 'arc-message-signature', 'arc-authentication-results']);
/** A tab and the end of a line aside. Such bytes are read in one way here and in another there. */
const CONTROL = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f]|\r(?!\n)/;
const BLANK_START = /^[^\S \t]/;
/** A signature of the first bytes only lets anybody write below. */
const PARTIAL = /[:;]\s*l\s*=/i;
const LONG_RUN = /[;:\s]{80}/;

/** Null where nothing of it is to be verified. `text`: latin-1, with the end of the block or without. */
export function readSignedHeader(text: string, withArc: boolean): SignedHeader | null {
  if (CONTROL.test(text)) return null;
  const lines = text.replace(/[\r\n]+$/, '').split(/\r?\n/);
  if (lines.length > MAX_LINES || lines.some((line) => BLANK_START.test(line))) return null;
  const rows = toRows(lines);
  const sizeOf = (name: string) => rows.reduce((size, row) => (row.name === name ? size + row.text.length : size), 0);
  if (sizeOf('from') > MAX_FROM || sizeOf('content-type') > MAX_CONTENT_TYPE) return null;
  const arc = withArc ? rows.filter(({ name }) => ARC.has(name)) : [];
  const keepsArc = arc.length <= MAX_ARC_ROWS && sum(arc) <= MAX_ARC_BYTES && arc.every(isHarmless);
  let left = MAX_SIGNATURES;
  const kept = rows.filter((row) => {
    if (row.name === 'return-path') return false;
    if (ARC.has(row.name)) return withArc && keepsArc;
    return row.name !== 'dkim-signature' || (isWithinLimits(row) && left-- > 0);
  });
  return {
    bytes: Buffer.from(`${kept.map(({ text: row }) => row).join('\r\n')}\r\n\r\n`, 'latin1'),
    hasArc: arc.length > 0 && keepsArc,
  };
}

function toRows(lines: readonly string[]): Row[] {
  const rows: string[][] = [];
  for (const line of lines) {
    const last = rows.at(-1);
    if (last !== undefined && /^\s/.test(line)) last.push(line);
    else rows.push([line]);
  }
  return rows.map((folded) => {
    const text = folded.join('\r\n');
    return { text, name: (/^[^:]+/.exec(text)?.[0] ?? '').trim().toLowerCase() };
  });
}

function isWithinLimits({ text }: Row): boolean {
  return text.length <= MAX_SIGNATURE && text.split(';').length <= MAX_TAGS && !PARTIAL.test(text) && !LONG_RUN.test(text);
}

/** Whatever quotes, comments and escapes leave of it: a row that cannot spell the word cannot reach the prototype. */
function isHarmless(row: Row): boolean {
  if (row.text.length > 2 * MAX_SIGNATURE || LONG_RUN.test(row.text)) return false;
  let at = -1;
  for (const letter of '__proto__') {
    at = row.text.indexOf(letter, at + 1);
    if (at < 0) return true;
  }
  return false;
}

function sum(rows: readonly Row[]): number {
  return rows.reduce((size, { text }) => size + text.length, 0);
}
