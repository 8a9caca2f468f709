import { hash } from 'node:crypto';
import { toPlainText } from './html/html-text.js';
import type { QuotedRange } from './html/quote-ranges.js';
import { sanitiseHtml } from './html/sanitise.js';
import { decodeCharset } from './mime/charset.js';
import { decodeWords } from './mime/encoded-words.js';
import { unflow } from './mime/flowed.js';
import type { MimePart, PartTree } from './mime/part-tree.js';
import { readTextParam } from './mime/structured-value.js';
import { decodeTransfer } from './mime/transfer-encoding.js';
import type { Attachment } from './parsed-mail.js';

/** The readable side of a mail and what hangs on it. */
export interface MailBody {
  /** Plain parts, and the text of HTML parts that have no plain sister or forerunner. LF line ends. */
  readonly text: string;
  /** Words of multiparts that could not be taken apart as they say. */
  readonly salvaged: string | null;
  readonly htmlPresent: boolean;
  readonly html: string | null;
  /** Ranges of `text` that HTML marks as quoted history; empty when the text comes from plain parts. */
  readonly quoted: readonly QuotedRange[];
  readonly attachments: Attachment[];
  readonly warnings: Set<string>;
}

interface TextLeaf {
  readonly html: boolean;
  readonly content: string;
  /** The multipart/alternative that chooses between this leaf and its sisters. */
  readonly choice: MimePart | null;
}

/** Longer text is cut: an agent does not read it and nothing may take seconds for it. The raw mail keeps all. */
const MAX_TEXT_CHARS = 1_000_000;
/** Of one text part before decoding. */
const MAX_TEXT_BYTES = 3_000_000;

/** Decodes the leaves of a part tree into text, HTML and attachments. `text`: for readers of the words alone; HTML is not sanitised and null. */
export function readBody(raw: Buffer, tree: PartTree, wanted: 'all' | 'text' = 'all'): MailBody {
  const reader = new BodyReader(raw, tree.warnings, wanted === 'all');
  reader.collect(tree.root, null, false);
  return reader.finish();
}

/** Texts of many parts in a row; looking into what they have grown to would be quadratic. */
class JoinedText {
  length = 0;
  hasWords = false;
  private readonly pieces: string[] = [];

  append(text: string): void {
    if (text === '') return;
    this.pieces.push(text);
    this.length += text.length;
    this.hasWords ||= text.trim() !== '';
  }

  endLine(): void {
    if (this.length > 0 && !this.pieces.at(-1)!.endsWith('\n')) this.append('\n');
  }

  finish(): string {
    return this.pieces.join('');
  }
}

class BodyReader {
  private readonly leaves: TextLeaf[] = [];
  private readonly salvaged: string[] = [];
  private readonly attachments: Attachment[] = [];

  constructor(
    private readonly raw: Buffer,
    private readonly warnings: Set<string>,
    private readonly withHtml = true,
  ) {}

  collect(part: MimePart, choice: MimePart | null, related: boolean): void {
    if (part.broken) return this.salvage(part);
    if (part.children) {
      const here = part.contentType === 'multipart/alternative' ? part : choice;
      for (const child of part.children) this.collect(child, here, related || part.contentType === 'multipart/related');
      return;
    }
    const inlineText = part.disposition?.value !== 'attachment' && (part.contentType === 'text/plain' || part.contentType === 'text/html');
    if (inlineText) this.leaves.push({ html: part.contentType === 'text/html', content: this.decodeText(part), choice });
    else this.attachments.push(this.toAttachment(part, related));
  }

  finish(): MailBody {
    const html = this.leaves.filter((leaf) => leaf.html && leaf.content !== '');
    const plainChoices = new Set(
      this.leaves.filter((leaf) => !leaf.html && leaf.choice && leaf.content.trim() !== '').map((leaf) => leaf.choice),
    );
    const joined = new JoinedText();
    const size = { depth: 0, tags: 0 };
    const quoted: QuotedRange[] = [];
    for (const leaf of this.leaves) {
      const plain = leaf.html ? toPlainText(leaf.content) : null;
      if (plain) {
        size.depth = Math.max(size.depth, plain.depth);
        size.tags += plain.tags;
      }
      if (plain && (leaf.choice ? plainChoices.has(leaf.choice) : joined.hasWords)) continue;
      joined.endLine();
      for (const range of plain?.quoted ?? [])
        quoted.push({ ...range, start: joined.length + range.start, end: joined.length + range.end });
      joined.append(plain ? plain.text : leaf.content);
    }
    let text = joined.finish();
    if (text.length > MAX_TEXT_CHARS) {
      this.warnings.add('text_cut');
      text = text.slice(0, MAX_TEXT_CHARS);
    }
    return {
      text,
      salvaged: this.salvaged.length > 0 ? this.salvaged.join('\n') : null,
      htmlPresent: html.length > 0,
      html: this.sanitise(html.map((leaf) => leaf.content).join('\n'), size),
      quoted: quoted.filter((range) => range.end <= text.length),
      attachments: this.attachments,
      warnings: this.warnings,
    };
  }

  /** What can be read of a broken multipart: text of guessed parts, else its source. Attachments of guessed parts are attachments. */
  private salvage(part: MimePart): void {
    if (!part.children) {
      const source = this.decodeText(part).trim();
      if (source !== '') this.salvaged.push(source);
      return;
    }
    const guessed = new BodyReader(this.raw, this.warnings, false);
    for (const child of part.children) guessed.collect(child, part.contentType === 'multipart/alternative' ? part : null, false);
    const body = guessed.finish();
    const words = [body.text.trim(), body.salvaged].filter(Boolean).join('\n');
    if (words !== '') this.salvaged.push(words);
    this.attachments.push(...body.attachments);
  }

  private sanitise(html: string, size: { depth: number; tags: number }): string | null {
    if (html === '' || !this.withHtml) return null;
    const clean = sanitiseHtml(html, size);
    if (clean === null) this.warnings.add('html_too_large');
    return clean;
  }

  private decodeText(part: MimePart): string {
    const whole = part.bodyEnd - part.bodyStart <= MAX_TEXT_BYTES;
    if (!whole) this.warnings.add('text_cut');
    const bytes = decodeTransfer(this.raw.subarray(part.bodyStart, whole ? part.bodyEnd : part.bodyStart + MAX_TEXT_BYTES), part.encoding);
    const decoded = decodeCharset(bytes, part.type.params.get('charset') ?? null);
    if (decoded.guessed) this.warnings.add('charset_guessed');
    let text = decoded.text.includes('\r') ? decoded.text.replace(/\r\n?/g, '\n') : decoded.text;
    if (text.charCodeAt(0) === 0xfeff) text = text.slice(1);
    const flowed = part.contentType === 'text/plain' && part.type.params.get('format')?.toLowerCase() === 'flowed';
    return flowed ? unflow(text, part.type.params.get('delsp')?.toLowerCase() === 'yes') : text;
  }

  private toAttachment(part: MimePart, related: boolean): Attachment {
    const content = decodeTransfer(this.raw.subarray(part.bodyStart, part.bodyEnd), part.encoding);
    const contentId = part.headers.first('content-id')?.replace(/^[\s<]+|(?<![>\s])[>\s]+$/g, '') || null;
    const fileName = readTextParam(part.disposition, 'filename') ?? readTextParam(part.type, 'name');
    return {
      fileName,
      contentType: part.contentType,
      inline: part.disposition?.value === 'inline' || (part.disposition === null && related && contentId !== null),
      contentId: contentId && decodeWords(contentId),
      content,
      sha256: hash('sha256', content, 'hex'),
    };
  }
}
