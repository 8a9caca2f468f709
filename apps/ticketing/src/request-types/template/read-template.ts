import type { DeskField } from '../../desk/schema/fields.js';
import type { IntakeForm } from '../../desk/schema/forms.js';
import { fold } from '../fields/read-field.js';
import { findTicked } from './ticked-choices.js';

type Fields = Readonly<Record<string, DeskField>>;

export interface FilledTemplate {
  readonly form: string;
  /** As they were written, by key of the field; empty ones are left out. */
  readonly values: Readonly<Record<string, string>>;
}

/** So many lines of a template must be filled before a mail is taken for one: two may stand in any letter. */
export const LEAST_FILLED = 3;
const DECORATION = /^(?:[#>*•·▪■●○◆]+|[-–—]\s|\d{1,2}\s*[.、)）]|[（(]\d{1,2}[)）]|[一二三四五六七八九十]{1,3}、)\s*/u;
const LABELLED = /^(?:\*\*|__|【|\[|「)?\s*([^:：\n]{1,60}?)\s*(?:\*\*|__|】|\]|」)?\s*[:：]\s*(?:\*\*|__)?\s*(.*)$/u;
const HEADING = /^(?:\*\*|__|【|\[|「)?\s*([^:：\n]{1,60}?)\s*(?:\*\*|__|】|\]|」)?$/u;
const ASIDE = /\s*[（(][^（()）]*[)）]\s*/gu;

/** Reads a mail that follows one of the desk's templates: lines of `label: value`, in any of its languages, a value going on until the next label. Null: it follows none. */
export function readTemplate(text: string, forms: Readonly<Record<string, IntakeForm>>, fields: Fields): FilledTemplate | null {
  let best: FilledTemplate | null = null;
  for (const [form, { fields: keys }] of Object.entries(forms)) {
    const values = readLines(text, keys, fields);
    const filled = Object.keys(values).length;
    if (filled >= Math.min(LEAST_FILLED, keys.length) && filled > Object.keys(best?.values ?? {}).length) best = { form, values };
  }
  return best;
}

function readLines(text: string, keys: readonly string[], fields: Fields): Record<string, string> {
  const labels = labelsOf(keys, fields);
  const headings = headingsOf(keys, fields);
  const lines = new Map<string, string[]>();
  let current: string[] | null = null;
  for (const line of toLines(text)) {
    const { key, rest, heading } = readLine(line, labels, headings);
    if (key !== null && !lines.has(key)) lines.set(key, (current = rest === null ? [] : [rest]));
    else if (heading) current = null;
    else current?.push(line.trimEnd());
  }
  const values: Record<string, string> = {};
  for (const [key, written] of lines) {
    const value = valueOf(fields[key]!, written.join('\n').trim());
    if (value !== '') values[key] = value;
  }
  return values;
}

export function toLines(text: string): string[] {
  return text.normalize('NFC').split(/\r\n?|\n/);
}

/** A line of a template: the field whose label it begins with, what stands behind it (null: the label stands alone), or the heading of a section. */
export function readLine(
  line: string,
  labels: ReadonlyMap<string, string>,
  headings: ReadonlySet<string>,
): { readonly key: string | null; readonly rest: string | null; readonly heading: boolean } {
  const bare = strip(line);
  const [, label, rest] = LABELLED.exec(bare) ?? [];
  const named = label === undefined ? undefined : labels.get(plain(label));
  const headed = HEADING.exec(bare)?.[1];
  const alone = headed === undefined ? undefined : labels.get(plain(headed));
  return {
    key: named ?? alone ?? null,
    rest: named === undefined ? null : rest!,
    heading: headed !== undefined && headings.has(plain(headed)),
  };
}

/** A choice may be ticked in a list of all of them; the list as it was sent is no answer. */
function valueOf(field: DeskField, written: string): string {
  return field.choices.length === 0 ? written : findTicked(field, written);
}

/** Titles of the sections that fields stand under. */
export function headingsOf(keys: readonly string[], fields: Fields): ReadonlySet<string> {
  return new Set(keys.flatMap((key) => namesOf(fields[key]?.section)).map(plain));
}

/** Keys of fields by all that they are called. */
export function labelsOf(keys: readonly string[], fields: Fields): ReadonlyMap<string, string> {
  return new Map(
    keys.flatMap((key) => [...namesOf(fields[key]?.name), ...(fields[key]?.aliases ?? []), key].map((name) => [plain(name), key])),
  );
}

function namesOf(texts: DeskField['name'] | undefined): string[] {
  return texts === undefined ? [] : typeof texts === 'string' ? [texts] : Object.values(texts);
}

/** A label without what is said aside: `注册时间（大致）` is `注册时间`. */
function plain(label: string): string {
  return fold(label.replaceAll(ASIDE, ' ').replaceAll(/[*＊]+$/g, ''));
}

function strip(line: string): string {
  let bare = line.trim();
  for (let round = 0; round < 3 && DECORATION.test(bare) && !/^\*\*/.test(bare); round += 1) bare = bare.replace(DECORATION, '');
  return bare;
}
