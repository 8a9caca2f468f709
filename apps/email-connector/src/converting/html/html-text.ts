import { decodeHTML } from 'entities';
import { scanHtml } from './html-tokens.js';
import { isQuoteMark, type QuoteMark, quoteMarkOf } from './quote-marks.js';
import { type QuotedRange, QuoteRanges } from './quote-ranges.js';

export interface HtmlText {
  readonly text: string;
  /** Ranges of `text` that the mail program marked as quoted history, in order, not overlapping. */
  readonly quoted: readonly QuotedRange[];
  /** Deepest nesting of elements. */
  readonly depth: number;
  /** Opening tags. */
  readonly tags: number;
}

const HIDDEN = new Set(['script', 'style', 'title', 'head', 'template', 'iframe', 'object', 'noembed', 'noframes', 'xml']);
const VOID = new Set(['br', 'hr', 'img', 'meta', 'link', 'input', 'area', 'base', 'col', 'embed', 'source', 'track', 'wbr', 'o:p']);
const PARAGRAPHS = new Set(['p', 'blockquote', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'pre', 'ul', 'ol', 'dl', 'table']);
const BLOCKS = new Set(
  'div,tr,li,dt,dd,section,article,header,footer,main,nav,aside,address,center,form,fieldset,figure,caption,hr,tbody,thead,body,html'.split(
    ',',
  ),
);
const CELLS = new Set(['td', 'th']);

/** Plain text of an HTML body, with block elements on lines of their own. Linear in the length of the source. */
export function toPlainText(html: string): HtmlText {
  const writer = new TextWriter();
  scanHtml(html, writer);
  return writer.finish();
}

class TextWriter {
  private readonly out: string[] = [];
  private length = 0;
  /** Line ends at the end of what is written; reading them back from a growing string would be quadratic. */
  private lineEnds = 0;
  /** Line ends that the next text must be preceded by; written only when there is text. */
  private breaks = 0;
  private blank = false;
  private hidden = 0;
  private preformatted = 0;
  private readonly stack: { name: string; quote: QuoteMark | null }[] = [];
  private deepest = 0;
  private tags = 0;
  private readonly quotes = new QuoteRanges();

  open(name: string, attributes: string): void {
    this.tags++;
    if (name === 'br') return this.lineBreak();
    const quote = this.hidden === 0 && isQuoteMark(name) ? quoteMarkOf(name, attributes) : null;
    if (quote) this.quotes.begin(quote, this.length, this.out);
    this.separate(name);
    if (name === 'body') this.hidden = 0;
    if (VOID.has(name) || attributes.endsWith('/')) return;
    this.stack.push({ name, quote });
    this.deepest = Math.max(this.deepest, this.stack.length);
    if (HIDDEN.has(name)) this.hidden++;
    if (name === 'pre') this.preformatted++;
  }

  close(name: string): void {
    this.separate(name);
    const from = Math.max(0, this.stack.length - 200);
    let at = this.stack.length - 1;
    while (at >= from && this.stack[at]!.name !== name) at--;
    if (at < from) return;
    for (const element of this.stack.splice(at)) {
      if (HIDDEN.has(element.name)) this.hidden = Math.max(0, this.hidden - 1);
      if (element.name === 'pre') this.preformatted--;
      if (element.quote) this.quotes.end(this.length);
    }
  }

  text(source: string): void {
    if (this.hidden > 0) return;
    const text = source.includes('&') ? decodeHTML(source) : source;
    if (this.preformatted > 0) return this.write(text.replace(/\r\n?/g, '\n'));
    const folded = text.replace(/[ \t\r\n\f]+/g, ' ');
    if (folded === ' ') this.blank = true;
    else if (folded !== '') {
      if (folded.startsWith(' ')) this.blank = true;
      this.write(folded.slice(folded.startsWith(' ') ? 1 : 0, folded.endsWith(' ') ? -1 : undefined));
      this.blank = folded.endsWith(' ');
    }
  }

  finish(): HtmlText {
    return { text: this.out.join(''), quoted: this.quotes.finish(this.length), depth: this.deepest, tags: this.tags };
  }

  private write(text: string): void {
    if (this.length > 0) {
      if (this.breaks > this.lineEnds) this.append('\n'.repeat(this.breaks - this.lineEnds));
      else if (this.breaks === 0 && this.blank && this.lineEnds === 0) this.append(' ');
    }
    this.breaks = 0;
    this.blank = false;
    this.append(text);
  }

  private append(text: string): void {
    if (text === '') return;
    this.out.push(text);
    this.length += text.length;
    let ends = 0;
    while (ends < text.length && text.charCodeAt(text.length - 1 - ends) === 0x0a) ends++;
    this.lineEnds = ends === text.length ? this.lineEnds + ends : ends;
  }

  private lineBreak(): void {
    if (this.hidden > 0) return;
    this.blank = false;
    this.write('');
    this.append('\n');
  }

  private separate(name: string): void {
    if (PARAGRAPHS.has(name)) this.breaks = Math.max(this.breaks, 2);
    else if (BLOCKS.has(name)) this.breaks = Math.max(this.breaks, 1);
    else if (CELLS.has(name)) this.blank = true;
    if (this.breaks > 0) this.blank = false;
  }
}
