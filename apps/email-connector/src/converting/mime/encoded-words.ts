import { decodeCharset } from './charset.js';
import { decodeBase64, decodeQuotedPrintable } from './transfer-encoding.js';

/** RFC 2047, and what senders make of it: blanks inside, no blank between two words, a character cut in half by a word's end. */
const WORD = /=\?([^?\s"]{1,60})\?([QqBb])\?([^?]*(?:\?(?!=)[^?]*)*)\?=/g;

/** Encoded words of one charset with nothing but blanks between them. */
interface Run {
  readonly charset: string;
  readonly words: { readonly base64: boolean; readonly text: string }[];
}

/** Header text: `value` holds raw bytes as latin-1 characters (or is decoded text without encoded words already). */
export function decodeWords(value: string): string {
  if (!value.includes('=?')) return decodeRaw(value);
  let out = '';
  let at = 0;
  let pending: Run | null = null;
  const flush = () => {
    if (pending) out += decodeCharset(decodeRun(pending.words), pending.charset).text;
    pending = null;
  };
  for (const found of value.matchAll(WORD)) {
    const between = value.slice(at, found.index);
    if (between && !(pending && /^[ \t\r\n]+$/.test(between))) {
      flush();
      out += decodeRaw(between);
    }
    const charset = found[1]!.replace(/\*.*$/, '').toLowerCase();
    if ((pending as Run | null)?.charset !== charset) flush();
    pending ??= { charset, words: [] };
    pending.words.push({ base64: found[2] === 'B' || found[2] === 'b', text: found[3]! });
    at = found.index + found[0].length;
  }
  flush();
  return out + decodeRaw(value.slice(at));
}

/** Bytes of a run of words; a base64 text that stops inside a group of four goes on in the next word. */
function decodeRun(words: Run['words']): Buffer {
  const bytes: Buffer[] = [];
  let open = '';
  for (const [i, { base64, text }] of words.entries()) {
    if (!base64) {
      bytes.push(decodeQuotedPrintable(Buffer.from(text.replace(/_/g, ' ').replace(/=\s+(?=[0-9a-fA-F])/g, '='), 'latin1')));
      continue;
    }
    open += text.replace(/\s+/g, '');
    if (words[i + 1]?.base64 && !open.endsWith('=') && open.length % 4 !== 0) continue;
    bytes.push(decodeBase64(open));
    open = '';
  }
  return bytes.length === 1 ? bytes[0]! : Buffer.concat(bytes);
}

function decodeRaw(value: string): string {
  return /[\x80-\xff]/.test(value) && !/[\u0100-\uffff]/.test(value) ? decodeCharset(Buffer.from(value, 'latin1'), null).text : value;
}
