export function escapeHtml(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');
}

interface Item {
  readonly kind: 'ol' | 'ul';
  /** As the writer counts. */
  readonly number: number;
  readonly text: string;
}

/** Steps and points as people type them: `1. `, `2) `, `3、`, `- `, `• `. A number needs a blank behind it where it could be a decimal. */
const STEP = /^ {0,3}(\d{1,3})(?:[.)] +|[、．）] *)(?=\S)/;
const POINT = /^ {0,3}[-*•·] +(?=\S)/;

/** Plain text as simple HTML, for clients that show nothing else; lines that are steps or points of a list are one. */
export function toParagraphs(text: string): string {
  return text
    .split(/\n{2,}/)
    .map(toBlocks)
    .join('\n');
}

function toBlocks(paragraph: string): string {
  const blocks: string[] = [];
  let words: string[] = [];
  let items: Item[] = [];
  const flushWords = () => {
    if (words.length > 0) blocks.push(`<p>${words.map(toLine).join('<br>\n')}</p>`);
    words = [];
  };
  const flushItems = () => {
    if (items.length > 0) blocks.push(toList(items));
    items = [];
  };
  const lines = paragraph.split('\n');
  lines.forEach((line, index) => {
    const item = readItem(line);
    if (item === null) {
      // A line that is set in goes on with the item above it.
      const last = items.at(-1);
      if (last !== undefined && /^ {2,}\S/.test(line)) {
        items[items.length - 1] = { ...last, text: `${last.text}\n${line.trim()}` };
        return;
      }
      flushItems();
      words.push(line);
      return;
    }
    const begins = items.length === 0;
    const alone = begins && !lines.slice(index + 1).some((other) => readItem(other)?.kind === 'ol');
    if (alone && item.kind === 'ol') {
      // One numbered line is a heading or a date rather than a list.
      words.push(line);
      return;
    }
    flushWords();
    if (!begins && items[0]!.kind !== item.kind) flushItems();
    items.push(item);
  });
  flushItems();
  flushWords();
  return blocks.join('\n');
}

function readItem(line: string): Item | null {
  const step = STEP.exec(line);
  if (step !== null) return { kind: 'ol', number: Number(step[1]), text: line.slice(step[0].length) };
  const point = POINT.exec(line);
  return point === null ? null : { kind: 'ul', number: 0, text: line.slice(point[0].length) };
}

function toList(items: readonly Item[]): string {
  const [{ kind, number }] = items as [Item];
  const start = kind === 'ol' && number !== 1 ? ` start="${number}"` : '';
  // As many as count on; a number of its own is kept where the writer left one out.
  const lines = items.map((item, index) => {
    const value = kind === 'ol' && item.number !== number + index ? ` value="${item.number}"` : '';
    return `<li${value}>${item.text.split('\n').map(toLine).join('<br>\n')}</li>`;
  });
  return `<${kind}${start}>\n${lines.join('\n')}\n</${kind}>`;
}

function toLine(line: string): string {
  return escapeHtml(line).replace(/ {2}/g, ' &nbsp;');
}
