/**
 * What people of the desk type in answers and articles: `**bold**`, `_italic_`, `[words](https://…)`, and lines that begin as lists do. A mark reaches 2000
 * characters, so that a text of 200 000 that is full of them is read at once.
 */
const MARK =
  /\*\*([^\s*](?:[^\n]{0,2000}?[^\s*])?)\*\*|(^|[^\p{L}\p{N}_])_([^\s_](?:[^_\n]{0,2000}[^\s_])?)_(?![\p{L}\p{N}_])|\[([^\][\n]{1,500})\]\(((?:https?:\/\/|mailto:)[^\s)]{1,2000})\)/gu;
const STEP = /^ {0,3}(\d{1,3})(?:[.)] +|[、．）] *)(?=\S)/;
const POINT = /^ {0,3}[-*•] +(?=\S)/;

/** What stands between marks, as a page shows it without ever reading markup. */
export type Span =
  | { readonly kind: 'words'; readonly text: string }
  | { readonly kind: 'bold' | 'italic'; readonly spans: readonly Span[] }
  | { readonly kind: 'link'; readonly spans: readonly Span[]; readonly url: string };

interface Writer {
  readonly words: (text: string) => string;
  readonly bold: (inner: string) => string;
  readonly italic: (inner: string) => string;
  readonly link: (inner: string, url: string) => string;
}

const PLAIN: Writer = {
  words: (text) => text,
  bold: (inner) => inner,
  italic: (inner) => inner,
  link: (inner, url) => (inner === url ? url : `${inner} (${url.replace(/^mailto:/, '')})`),
};

const HTML: Writer = {
  words: escapeHtml,
  bold: (inner) => `<strong>${inner}</strong>`,
  italic: (inner) => `<em>${inner}</em>`,
  link: (inner, url) => `<a href="${escapeHtml(url)}">${inner}</a>`,
};

/** Is there anything that plain text cannot say? Lists are plain text already. */
export function isFormatted(text: string): boolean {
  return new RegExp(MARK.source, 'u').test(text);
}

/** For channels that know no markup, and beside the HTML of a mail. */
export function toPlain(text: string): string {
  return write(text, PLAIN);
}

export function toHtml(text: string): string {
  const blocks: string[] = [];
  let open: { kind: 'ol' | 'ul' | 'p'; lines: string[] } | null = null;
  const close = () => {
    if (open !== null) blocks.push(open.kind === 'p' ? `<p>${open.lines.join('<br>\n')}</p>` : toList(open.kind, open.lines));
    open = null;
  };
  const add = (kind: 'ol' | 'ul' | 'p', line: string) => {
    if (open?.kind !== kind) close();
    open ??= { kind, lines: [] };
    open.lines.push(line);
  };
  for (const line of text.split('\n')) {
    const step = STEP.exec(line);
    const point = POINT.exec(line);
    if (line.trim() === '') close();
    else if (step !== null) add('ol', `<li value="${Number(step[1])}">${write(line.slice(step[0].length), HTML)}</li>`);
    else if (point !== null) add('ul', `<li>${write(line.slice(point[0].length), HTML)}</li>`);
    else add('p', write(line, HTML));
  }
  close();
  return blocks.join('\n');
}

function toList(kind: 'ol' | 'ul', items: readonly string[]): string {
  return `<${kind}>\n${items.join('\n')}\n</${kind}>`;
}

/** The marks of one line; a mark that is not closed is words. */
export function readMarks(text: string): readonly Span[] {
  const spans: Span[] = [];
  const add = (words: string) => words !== '' && spans.push({ kind: 'words', text: words });
  let at = 0;
  for (const found of text.matchAll(MARK)) {
    const [whole, bold, before = '', italic, words, url] = found;
    add(text.slice(at, found.index) + before);
    if (bold !== undefined) spans.push({ kind: 'bold', spans: readMarks(bold) });
    else if (italic !== undefined) spans.push({ kind: 'italic', spans: readMarks(italic) });
    else spans.push({ kind: 'link', spans: readMarks(words!), url: url! });
    at = found.index + whole.length;
  }
  add(text.slice(at));
  return spans;
}

function write(text: string, writer: Writer): string {
  return writeSpans(readMarks(text), writer);
}

function writeSpans(spans: readonly Span[], writer: Writer): string {
  return spans
    .map((span) => {
      if (span.kind === 'words') return writer.words(span.text);
      const inner = writeSpans(span.spans, writer);
      return span.kind === 'link' ? writer.link(inner, span.url) : writer[span.kind](inner);
    })
    .join('');
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
