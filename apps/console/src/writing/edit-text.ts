/** A change of a text field: `insert` in the place of what lies between, then what is selected. */
export interface Edit {
  readonly from: number;
  readonly to: number;
  readonly insert: string;
  readonly select: readonly [number, number];
}

const ITEM = /^( {0,3})(?:(\d{1,3})([.)] |[、．])|([-*•] ))/;

/** Enter in a list: the next item, or its end where the item is empty. Null: an ordinary line end. */
export function continueList(text: string, at: number): Edit | null {
  const from = text.lastIndexOf('\n', at - 1) + 1;
  const line = text.slice(from, at);
  const found = ITEM.exec(line);
  if (found === null) return null;
  const [mark, indent, number, sign, point] = found;
  if (line.slice(mark.length).trim() === '') return { from, to: at, insert: '', select: [from, from] };
  const next = `\n${indent}${number === undefined ? point : `${Number(number) + 1}${sign}`}`;
  return { from: at, to: at, insert: next, select: [at + next.length, at + next.length] };
}

/** Puts a mark around what is selected, or takes it away. */
export function toggleMark(text: string, from: number, to: number, mark: string): Edit {
  const chosen = text.slice(from, to);
  const size = mark.length;
  if (text.slice(from - size, from) === mark && text.slice(to, to + size) === mark)
    return { from: from - size, to: to + size, insert: chosen, select: [from - size, to - size] };
  return { from, to, insert: `${mark}${chosen}${mark}`, select: [from + size, to + size] };
}

/** Makes items of the lines that are touched, or lines of items. */
export function toggleList(text: string, from: number, to: number, kind: 'numbers' | 'points'): Edit {
  const start = text.lastIndexOf('\n', from - 1) + 1;
  const after = text.indexOf('\n', to);
  const end = after === -1 ? text.length : after;
  const lines = text.slice(start, end).split('\n');
  const isKind = (line: string) => {
    const found = ITEM.exec(line);
    return found !== null && (found[2] !== undefined) === (kind === 'numbers');
  };
  const bare = lines.map((line) => line.replace(ITEM, ''));
  const insert = lines.every(isKind)
    ? bare.join('\n')
    : bare.map((line, index) => (kind === 'numbers' ? `${index + 1}. ${line}` : `- ${line}`)).join('\n');
  return { from: start, to: end, insert, select: [start + insert.length, start + insert.length] };
}

/** `[words](https://…)`, with the address selected so that it can be pasted over. */
export function makeLink(text: string, from: number, to: number, url = 'https://'): Edit {
  const words = text.slice(from, to);
  const isUrl = /^https?:\/\/\S+$/.test(words);
  const insert = isUrl ? `[](${words})` : `[${words}](${url})`;
  const at = isUrl ? from + 1 : from + words.length + 3;
  return { from, to, insert, select: [at, isUrl ? at : at + url.length] };
}
