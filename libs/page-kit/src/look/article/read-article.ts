/** What an article is made of: paragraphs, headings and lists, as its plain text has them. */
export type Block =
  | { readonly kind: 'heading'; readonly text: string }
  | { readonly kind: 'paragraph'; readonly text: string }
  | { readonly kind: 'steps' | 'points'; readonly items: readonly string[] };

const STEP = /^\s*\d{1,2}[.)、．]\s*(.+)$/;
const POINT = /^\s*[-*•·]\s+(.+)$/;
const HEADING = /^#{1,4}\s+(.+)$/;

export function readArticle(body: string): Block[] {
  const blocks: Block[] = [];
  const add = (kind: 'steps' | 'points', text: string) => {
    const last = blocks[blocks.length - 1];
    if (last?.kind === kind) (last.items as string[]).push(text);
    else blocks.push({ kind, items: [text] });
  };
  for (const line of body.split(/\r?\n/)) {
    const [step, point, heading] = [STEP, POINT, HEADING].map((shape) => shape.exec(line)?.[1]);
    if (step !== undefined) add('steps', step);
    else if (point !== undefined) add('points', point);
    else if (heading !== undefined) blocks.push({ kind: 'heading', text: heading });
    else if (line.trim() !== '') blocks.push({ kind: 'paragraph', text: line.trim() });
  }
  return blocks;
}
