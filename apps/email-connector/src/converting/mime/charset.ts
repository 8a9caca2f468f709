import iconv from 'iconv-lite';
import { isAscii, isUtf8 } from 'node:buffer';
import { TextDecoder } from 'node:util';
import { guessCharset } from './charset-guess.js';
import { isPlainlyUtf8, looksNotWestern } from './lying-labels.js';
import { decodeWestern } from './western.js';

export interface DecodedText {
  readonly text: string;
  /** Nobody named the charset (or a wrong one): it was guessed from the bytes. */
  readonly guessed: boolean;
}

/** Labels that the WHATWG list lacks or reads as something else; keys without `x-`, `cs` and separators. */
const ALIASES: Record<string, string> = {
  ascii: 'us-ascii',
  usascii: 'us-ascii',
  ansix341968: 'us-ascii',
  iso646us: 'us-ascii',
  utf8: 'utf-8',
  utf8mb4: 'utf-8',
  unicode11utf8: 'utf-8',
  gb2312: 'gb18030',
  gb231280: 'gb18030',
  gbk: 'gb18030',
  gb18030: 'gb18030',
  cp936: 'gb18030',
  ms936: 'gb18030',
  windows936: 'gb18030',
  euccn: 'gb18030',
  chinese: 'gb18030',
  big5: 'big5',
  big5hkscs: 'big5',
  cnbig5: 'big5',
  cp950: 'big5',
  ms950: 'big5',
  windows950: 'big5',
  shiftjis: 'shift_jis',
  sjis: 'shift_jis',
  mskanji: 'shift_jis',
  windows31j: 'shift_jis',
  cp932: 'shift_jis',
  ms932: 'shift_jis',
  windows932: 'shift_jis',
  eucjp: 'euc-jp',
  ujis: 'euc-jp',
  euckr: 'euc-kr',
  ksc5601: 'euc-kr',
  ksc56011987: 'euc-kr',
  korean: 'euc-kr',
  uhc: 'euc-kr',
  cp949: 'euc-kr',
  ms949: 'euc-kr',
  windows949: 'euc-kr',
  iso2022jp: 'iso-2022-jp',
  iso2022jp1: 'iso-2022-jp',
  iso2022jp2: 'iso-2022-jp',
  iso2022jpms: 'iso-2022-jp',
  cp50220: 'iso-2022-jp',
  cp50221: 'iso-2022-jp',
  cp50222: 'iso-2022-jp',
  iso2022kr: 'iso-2022-kr',
  hzgb2312: 'hz-gb-2312',
  utf7: 'utf-7',
  unicode11utf7: 'utf-7',
  iso88591: 'windows-1252',
  iso885911987: 'windows-1252',
  latin1: 'windows-1252',
  cp819: 'windows-1252',
  iso88598i: 'iso-8859-8',
  iso88598e: 'iso-8859-8',
  tis620: 'windows-874',
};
/** Labels that say nothing. */
const NO_LABEL = new Set(['', 'unknown', 'unknown8bit', 'default', 'binary', '8bit', '7bit', 'none', 'userdefined', 'charset', 'us-ascii']);

/** Fewer bytes than this never overrule a label. */
const MIN_OVERRULING = 16;

type Decoder = (bytes: Buffer) => string;

/** By label; null where nobody knows it. Mails may name any number of labels that do not exist, and each costs an exception. */
const decoders = new Map<string, Decoder | null>();
const MAX_DECODERS = 200;

/** Text of bytes. `label` as the mail wrote it; null when it names none. */
export function decodeCharset(bytes: Buffer, label: string | null): DecodedText {
  const charset = normaliseLabel(label);
  if (charset === null || charset === 'utf-8') return decodeUnicodeOrGuess(bytes, charset !== null);
  const overruled = overruleLabel(bytes, charset);
  if (overruled !== null) return { text: overruled, guessed: true };
  if (charset === 'utf-7') return { text: iconv.decode(bytes, 'utf-7'), guessed: false };
  if (charset === 'hz-gb-2312') return { text: decodeHz(bytes), guessed: false };
  if (charset === 'iso-2022-kr') return { text: decodeIso2022Kr(bytes), guessed: false };
  if (charset === 'iso-2022-jp') return { text: decodeIso2022Jp(bytes), guessed: false };
  if (charset === 'windows-1252') return { text: decodeWestern(bytes), guessed: false };
  const decoder = decoderOf(charset);
  if (decoder) return { text: decoder(bytes), guessed: false };
  return decodeUnicodeOrGuess(bytes, false);
}

/** Text whose bytes prove that the label is wrong; null where they do not. */
function overruleLabel(bytes: Buffer, charset: string): string | null {
  if (isAscii(bytes) || bytes.length < MIN_OVERRULING) return null;
  if (isPlainlyUtf8(bytes, charset)) return stripBom(bytes.toString('utf8'));
  if (charset !== 'windows-1252' || !looksNotWestern(bytes)) return null;
  const guess = guessCharset(bytes);
  return guess === null || guess === 'windows-1252' ? null : decoderOf(guess)!(bytes);
}

/** A label as decoders know it; null when it says nothing. */
function normaliseLabel(label: string | null): string | null {
  if (!label) return null;
  const lower = label
    .trim()
    .toLowerCase()
    .replace(/^["']+|(?<!["'])["']+$/g, '');
  if (lower === 'utf-8') return lower;
  const bare = lower.replace(/^(?:x-ms-|x-|cs)(?=.)/, '').replace(/[\s._:-]+/g, '');
  const charset = ALIASES[bare] ?? (/^(?:cp|windows|ms)125\d$/.test(bare) ? `windows-${bare.slice(-4)}` : lower);
  return NO_LABEL.has(charset) || NO_LABEL.has(bare) ? null : charset;
}

function decoderOf(charset: string): Decoder | null {
  let decoder = decoders.get(charset);
  if (decoder === undefined) {
    decoder = toDecoder(charset);
    if (decoders.size >= MAX_DECODERS) decoders.clear();
    decoders.set(charset, decoder);
  }
  return decoder;
}

function toDecoder(charset: string): Decoder | null {
  try {
    const decoder = new TextDecoder(charset);
    return (bytes) => decoder.decode(bytes);
  } catch {
    return iconv.encodingExists(charset) ? (bytes) => iconv.decode(bytes, charset) : null;
  }
}

/** UTF-8 where the bytes are that; else by the look of them. A text labelled UTF-8 keeps it unless most of it is something else. */
function decodeUnicodeOrGuess(bytes: Buffer, labelled: boolean): DecodedText {
  if (isAscii(bytes)) {
    const text = bytes.toString('latin1');
    if (!labelled && text.includes('\x1b$')) return { text: decodeIso2022Jp(bytes), guessed: true };
    return { text, guessed: false };
  }
  const lenient = bytes.toString('utf8');
  if (isUtf8(bytes)) return { text: stripBom(lenient), guessed: !labelled };
  if (labelled && (bytes.length < MIN_OVERRULING || countOf(lenient, '\ufffd') * 3 < highBytes(bytes)))
    return { text: stripBom(lenient), guessed: false };
  const charset = guessCharset(bytes);
  if (charset === null || (labelled && charset === 'windows-1252')) return { text: stripBom(lenient), guessed: false };
  return { text: charset === 'windows-1252' ? decodeWestern(bytes) : decoderOf(charset)!(bytes), guessed: true };
}

function highBytes(bytes: Buffer): number {
  let count = 0;
  for (const byte of bytes) if (byte >= 0x80) count++;
  return count;
}

function countOf(text: string, char: string): number {
  let count = 0;
  for (let at = text.indexOf(char); at >= 0; at = text.indexOf(char, at + 1)) count++;
  return count;
}

function stripBom(text: string): string {
  return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
}

const ESC = String.fromCharCode(0x1b);
const REPEATED_ESCAPE = new RegExp(`${ESC}\\([BJ](?=${ESC})`, 'g');

/** The decoder takes two escape sequences in a row for an attack; joined encoded words and some mailers have them. */
function decodeIso2022Jp(bytes: Buffer): string {
  const clean = bytes.toString('latin1').replace(REPEATED_ESCAPE, '');
  return decoderOf('iso-2022-jp')!(clean.length === bytes.length ? bytes : Buffer.from(clean, 'latin1'));
}

/** RFC 1843: `~{` to GB 2312 with the high bits off, `~}` back, `~~` a tilde. */
function decodeHz(bytes: Buffer): string {
  const out: number[] = [];
  let wide = false;
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i]!;
    const next = bytes[i + 1];
    if (byte === 0x7e && (next === 0x7b || next === 0x7d)) {
      wide = next === 0x7b;
      i++;
    } else if (byte === 0x7e && next === 0x7e && !wide) {
      out.push(byte);
      i++;
    } else if (byte === 0x7e && next === 0x0a) i++;
    else out.push(wide && byte > 0x20 ? byte | 0x80 : byte);
  }
  return decoderOf('gb18030')!(Buffer.from(out));
}

/** RFC 1557: SO to KS X 1001 with the high bits off, SI back; the announcement `ESC $ ) C` is dropped. */
function decodeIso2022Kr(bytes: Buffer): string {
  const out: number[] = [];
  let wide = false;
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i]!;
    if (byte === 0x1b && bytes[i + 1] === 0x24 && bytes[i + 2] === 0x29 && bytes[i + 3] === 0x43) i += 3;
    else if (byte === 0x0e || byte === 0x0f) wide = byte === 0x0e;
    else out.push(wide && byte > 0x20 && byte < 0x7f ? byte | 0x80 : byte);
  }
  return decoderOf('euc-kr')!(Buffer.from(out));
}
