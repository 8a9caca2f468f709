import type { DeskField } from '../../desk/schema/fields.js';
import { saysPriority } from '../../desk/schema/fields.js';
import { headingsOf, labelsOf, LEAST_FILLED, readLine, toLines } from './read-template.js';
import { readTicks } from './ticked-choices.js';

type Fields = Readonly<Record<string, DeskField>>;

const NAMES = new WeakMap<Fields, { readonly labels: ReadonlyMap<string, string>; readonly headings: ReadonlySet<string> }>();

/**
 * What a customer said himself where he filled a form or a template: without labels and headings, of choices the ticked ones. How urgent it is,
 * where a field says that, is no word of his. Of a letter that is no template only lines of choices are read so.
 */
export function toOwnWords(text: string, fields: Fields): string {
  if (!/[:：]/.test(text) || Object.keys(fields).length === 0) return text;
  const { labels, headings } = namesIn(fields);
  const lines = toLines(text).map((line) => ({ line, ...readLine(line, labels, headings) }));
  const isTemplate = lines.filter(({ rest }) => rest !== null).length >= LEAST_FILLED;
  const said = lines.flatMap(({ line, key, rest, heading }) => {
    const choices = key === null ? [] : fields[key]!.choices;
    if (rest !== null && choices.some(saysPriority)) return [];
    if (rest !== null && choices.length > 0) return keep(readTicks(rest) ?? (isTemplate ? rest : line));
    if (!isTemplate) return [line];
    return rest !== null ? keep(rest) : key !== null || heading ? [] : [line];
  });
  return said.join('\n').trim();
}

function keep(words: string): string[] {
  return words.trim() === '' ? [] : [words];
}

function namesIn(fields: Fields) {
  const keys = Object.keys(fields);
  let names = NAMES.get(fields);
  if (names === undefined) NAMES.set(fields, (names = { labels: labelsOf(keys, fields), headings: headingsOf(keys, fields) }));
  return names;
}
