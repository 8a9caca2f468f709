/** What an agent types: `**bold**`, `_italic_`, `[words](https://…)`, and lines that begin as lists do. */
const MARK =
  /\*\*([^\s*](?:[^\n]*?[^\s*])?)\*\*|(^|[^\p{L}\p{N}_])_([^\s_](?:[^_\n]*[^\s_])?)_(?![\p{L}\p{N}_])|\[([^\]\n]+)\]\(((?:https?:\/\/|mailto:)[^\s)]+)\)/gu;
const STEP = /^ {0,3}(\d{1,3})(?:[.)] +|[、．）] *)(?=\S)/;
const POINT = /^ {0,3}[-*•] +(?=\S)/;

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

function write(text: string, writer: Writer): string {
  let at = 0;
  let out = '';
  for (const found of text.matchAll(MARK)) {
    const [whole, bold, before = '', italic, words, url] = found;
    out += writer.words(text.slice(at, found.index) + before);
    if (bold !== undefined) out += writer.bold(write(bold, writer));
    else if (italic !== undefined) out += writer.italic(write(italic, writer));
    else out += writer.link(write(words!, writer), url!);
    at = found.index + whole.length;
  }
  return out + writer.words(text.slice(at));
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
