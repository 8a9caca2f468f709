/** RFC 3676: joins lines that end in a blank, per quote depth; takes space stuffing away. `delSp`: the blank goes too. */
export function unflow(text: string, delSp: boolean): string {
  const out: string[] = [];
  let paragraph = '';
  let depth = 0;
  let open = false;
  const flush = () => {
    if (open) out.push(quoteMarks(depth) + paragraph);
    open = false;
    paragraph = '';
  };
  for (const line of text.split('\n')) {
    const marks = /^>*/.exec(line)![0].length;
    let content = line.slice(marks);
    if (content.startsWith(' ')) content = content.slice(1);
    if (open && (marks !== depth || content === '-- ')) flush();
    depth = marks;
    const soft = content.endsWith(' ') && content !== '-- ';
    paragraph += soft && delSp ? content.slice(0, -1) : content;
    open = true;
    if (!soft) flush();
  }
  flush();
  return out.join('\n');
}

function quoteMarks(depth: number): string {
  return depth > 0 ? `${'>'.repeat(depth)} ` : '';
}
