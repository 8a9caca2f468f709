import { decodeCharset } from '../mime/charset.js';

/** Text of RTF, and the HTML it was made of where Outlook put that into it (MS-OXRTFEX). */
export interface RtfText {
  readonly text: string;
  readonly html: string | null;
}

/** Groups that are no text. */
const SILENT = new Set(
  'fonttbl colortbl stylesheet info pict object themedata datastore listtable listoverridetable rsidtbl generator header footer headerf footerf xmlnstbl latentstyles mmathpr fldinst bkmkstart bkmkend'.split(
    ' ',
  ),
);
const LETTERS: Readonly<Record<string, string>> = {
  par: '\n',
  line: '\n',
  sect: '\n',
  page: '\n',
  row: '\n',
  cell: '\t',
  tab: '\t',
  emdash: '—',
  endash: '–',
  lquote: '‘',
  rquote: '’',
  ldblquote: '“',
  rdblquote: '”',
  bullet: '•',
};
/** Code pages of \fcharset. */
const CHARSETS: Readonly<Record<number, number>> = {
  ...{ 0: 1252, 77: 10000, 128: 932, 129: 949, 130: 1361, 134: 936, 136: 950, 161: 1253, 162: 1254, 163: 1258, 177: 1255, 178: 1256 },
  ...{ 186: 1257, 204: 1251, 222: 874, 238: 1250 },
};
const TOKEN = /\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z'])|[{}]|[^\\{}\r\n]+|[\r\n]+/g;
const MAX_DEPTH = 1_000;
/** A few times what is shown of a text. */
const MAX_SOURCE = 524_288;

interface Group {
  silent: boolean;
  /** Within `\*\htmltag`: source of the HTML. */
  tag: boolean;
  /** Within `\htmlrtf`: RTF for those who cannot read the HTML. */
  hidden: boolean;
  fonts: boolean;
  /** Characters that stand for one \u after it. */
  skip: number;
  codePage: number;
}

/** Linear; what is no RTF gives its letters. */
export function readRtf(source: string): RtfText {
  const reader = new RtfReader(/\\fromhtml1/.test(source.slice(0, 2_000)));
  for (const token of source.slice(0, MAX_SOURCE).matchAll(TOKEN)) reader.take(token);
  return reader.finish();
}

class RtfReader {
  private readonly out: string[] = [];
  private readonly html: string[] = [];
  private readonly stack: Group[] = [];
  private group: Group = { silent: false, tag: false, hidden: false, fonts: false, skip: 1, codePage: 1252 };
  private readonly fontPages = new Map<number, number>();
  private font = 0;
  private ansi = 1252;
  private toSkip = 0;
  private starred = false;
  /** Bytes of one code page, until a letter of another kind comes. */
  private bytes: number[] = [];
  private bytesPage = 1252;

  constructor(private readonly fromHtml: boolean) {}

  take(token: RegExpMatchArray): void {
    const [whole, word, digits, hex, symbol] = token;
    if (hex !== undefined) return this.byte(Number.parseInt(hex, 16));
    if (word === undefined) {
      if (whole === '{') return this.open();
      if (whole === '}') return this.close();
      if (symbol !== undefined) return this.symbol(symbol);
      return /^[\r\n]/.test(whole) ? undefined : this.letters(whole);
    }
    const value = digits === undefined ? null : Number(digits);
    const starred = this.starred;
    this.starred = false;
    this.command(word, value, starred);
  }

  finish(): RtfText {
    this.flush();
    return { text: this.out.join('').replace(/\0/g, ''), html: this.fromHtml ? this.html.join('').replace(/\0/g, '') : null };
  }

  private open(): void {
    this.flush();
    if (this.stack.length < MAX_DEPTH) this.stack.push(this.group);
    this.group = { ...this.group };
    this.toSkip = 0;
  }

  private close(): void {
    this.flush();
    this.group = this.stack.pop() ?? this.group;
    this.toSkip = 0;
  }

  private symbol(symbol: string): void {
    if (symbol === '*') this.starred = true;
    else if (symbol === '~') this.letters('\u00a0');
    else if (symbol === '_') this.letters('-');
    else if ('\\{}'.includes(symbol)) this.letters(symbol);
    else if (symbol === '\n' || symbol === '\r') this.letters('\n');
  }

  private command(word: string, value: number | null, starred: boolean): void {
    const { group } = this;
    if (word === 'htmltag' || word === 'mhtmltag') {
      group.tag = word === 'htmltag';
      group.silent = word === 'mhtmltag';
    } else if (word === 'htmlrtf') this.hide(value !== 0);
    else if (word === 'fonttbl') group.fonts = group.silent = true;
    else if (SILENT.has(word) || (starred && word !== 'shptxt')) group.silent = true;
    else if (word === 'ansicpg' && value !== null) this.ansi = group.codePage = value;
    else if (word === 'f' && value !== null) this.setFont(value);
    else if (word === 'fcharset' && group.fonts && value !== null) this.fontPages.set(this.font, CHARSETS[value] ?? this.ansi);
    else if (word === 'uc' && value !== null) group.skip = Math.max(0, value);
    else if (word === 'u' && value !== null) {
      this.letters(String.fromCharCode(value & 0xffff));
      this.flush();
      this.toSkip = group.skip;
    } else if (word === 'bin') group.silent = true;
    else if (LETTERS[word] !== undefined) this.letters(LETTERS[word]);
  }

  private hide(hidden: boolean): void {
    this.flush();
    this.group.hidden = hidden;
  }

  private setFont(font: number): void {
    this.font = font;
    if (!this.group.fonts) this.group.codePage = this.fontPages.get(font) ?? this.ansi;
  }

  private byte(value: number): void {
    if (this.toSkip > 0) {
      this.toSkip -= 1;
      return;
    }
    if (this.group.codePage !== this.bytesPage) this.flush();
    this.bytesPage = this.group.codePage;
    this.bytes.push(value);
  }

  private letters(text: string): void {
    const skipped = Math.min(this.toSkip, text.length);
    this.toSkip -= skipped;
    const rest = text.slice(skipped);
    // The second byte of a letter of East Asia may be written as the ASCII letter it looks like.
    if (this.bytes.length > 0 && rest !== '' && rest.charCodeAt(0) < 0x80 && this.bytesPage > 900 && this.bytesPage < 1_000) {
      this.bytes.push(rest.charCodeAt(0));
      this.flush();
      this.write(rest.slice(1));
      return;
    }
    this.flush();
    this.write(rest);
  }

  private flush(): void {
    if (this.bytes.length === 0) return;
    const bytes = Buffer.from(this.bytes);
    this.bytes = [];
    this.write(decodeCharset(bytes, `cp${this.bytesPage}`).text);
  }

  private write(text: string): void {
    const { tag, silent, hidden } = this.group;
    if (text === '' || (silent && !tag)) return;
    if (this.fromHtml && !hidden) this.html.push(tag ? text : escape(text));
    if (!tag && !(this.fromHtml && hidden)) this.out.push(text);
  }
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
