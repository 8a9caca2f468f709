import type { ReplyRequested } from '#contracts';
import { escapeHtml, toParagraphs } from './plain-html.js';

type Quoted = NonNullable<ReplyRequested['quoted']>;

const lineOf = (attribution: string): string => attribution.replace(/\s+/gu, ' ').trim();
const linesOf = (text: string): string[] =>
  text
    .replace(/\r\n?|[\u2028\u2029\u0085]/g, '\n')
    .trimEnd()
    .split('\n');

/** Newest first, each one quote deeper than the one before, below its attribution: as every mail program writes it and ours reads it. */
export function quoteAsText(quoted: Quoted): string {
  return quoted
    .flatMap(({ attribution, text }, depth) => {
      const mark = '>'.repeat(depth);
      const head = `${depth === 0 ? '' : `${mark} `}${lineOf(attribution)}`;
      return [head, ...linesOf(text).map((line) => (line === '' || line.startsWith('>') ? `${mark}>${line}` : `${mark}> ${line}`))];
    })
    .join('\n');
}

export function quoteAsHtml([first, ...older]: Quoted): string {
  if (first === undefined) return '';
  const below = older.length === 0 ? '' : `\n${quoteAsHtml(older)}`;
  return `<div class="moz-cite-prefix">${escapeHtml(lineOf(first.attribution))}</div>
<blockquote type="cite">
${toParagraphs(linesOf(first.text).join('\n'))}${below}
</blockquote>`;
}
