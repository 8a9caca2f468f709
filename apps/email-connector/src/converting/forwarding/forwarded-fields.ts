import { cutAddresses } from '../mime/addresses.js';
import { fieldOf } from '../quoting/marks.js';
import type { FieldName } from '../quoting/words.js';

/** The quoted fields above what was forwarded, as written. */
export type ForwardedFields = Partial<Record<FieldName, string>>;

const OTHER =
  /^[*_]{0,2}\s?(?:reply-?to|répondre à|antwort an|responder a|rispondi a|svar till|svar til|antwoord aan|odpověď|odpovedať|отвечать|ответить|回复|attachments?|anlagen?|allegati|adjuntos|pièces jointes|bilagor|importance|priority|priorität|bcc|cci|cco|resent-\w+|organi[sz]ation|x-[\w-]+|message-id|附件|抄送)\s?[*_]{0,2}\s?[:：]/iu;
const LABEL = /^[*_]{0,2}\s?(\p{L}[\p{L}\p{M} .'’-]{0,28}?)\s?[*_]{0,2}\s?[:：][*_]{0,2}/u;
const DATE = /\d{4}.*\d{1,2}[:.h时時]\s?\d{2}|\d{1,2}[:.h]\d{2}.*\d{4}|\d{1,4}[-/.年]\s?\d{1,2}[-/.月]\s?\d{1,4}/u;
const MAX_GAP = 2;
/** A longer line is no field, nor the rest of one; only people may be so many. */
const MAX_LINE = 2_000;

/**
 * Reads the fields that begin at the first line; `end` is the first line behind them. Labels in words we do not know are told apart by what
 * they hold: an address, a date, or else the subject.
 */
export function readFields(lines: readonly string[]): { fields: ForwardedFields; end: number } {
  const fields: ForwardedFields = {};
  const unknown: string[] = [];
  let last: FieldName | null = null;
  /** Blank lines stand between the fields themselves. */
  let apart = false;
  let at = 0;
  while (at < lines.length) {
    const line = cutAddresses(lines[at]!, MAX_LINE);
    if (line.trim() === '') {
      const next = skipBlank(lines, at, Object.keys(fields).length === 0 ? MAX_GAP + 1 : MAX_GAP);
      const some = Object.keys(fields).length > 0;
      if (next === null || (isComplete(fields) && !apart) || !continuesBlock(lines[next]!, fields)) break;
      apart ||= some;
      at = next;
      continue;
    }
    const name = fieldOf(line);
    if (line.length < lines[at]!.length && name !== 'to' && name !== 'cc') break;
    if (name !== null && fields[name] === undefined) {
      fields[name] = line.replace(/^[^:：]*[:：][*_]{0,2}/, '').trim();
      last = name;
    } else if (OTHER.test(line)) last = null;
    else if (name === null && last !== null && continuesField(lines, at, last, fields))
      fields[last] = `${fields[last] ?? ''} ${line.trim()}`;
    else if (name === null && fields.subject === undefined && LABEL.test(line)) {
      unknown.push(line.replace(LABEL, '').trim());
      last = null;
    } else break;
    at++;
  }
  assignUnknown(fields, unknown);
  return { fields, end: at };
}

function skipBlank(lines: readonly string[], from: number, most: number): number | null {
  for (let at = from; at < lines.length && at <= from + most; at++) if (lines[at]!.trim() !== '') return at;
  return null;
}

/** Nothing is missed any more: what follows a blank line is the body, also when it begins like a field. */
function isComplete({ from, subject, sent, to }: ForwardedFields): boolean {
  return from !== undefined && subject !== undefined && (sent !== undefined || to !== undefined);
}

function continuesBlock(line: string, fields: ForwardedFields): boolean {
  const name = fieldOf(line);
  if (name !== null) return fields[name] === undefined;
  return OTHER.test(line) || (Object.keys(fields).length === 0 && LABEL.test(line));
}

/** The rest of a folded field: indented, or the next of several people, or between a subject and a further field. */
function continuesField(lines: readonly string[], at: number, last: FieldName, fields: ForwardedFields): boolean {
  const line = lines[at]!;
  if (/^[\t ]{2,}|^\t/.test(line)) return last !== 'subject' || !isComplete(fields) || fieldFollows(lines, at);
  if (last === 'from' || last === 'to' || last === 'cc')
    return /[,;]\s*$/.test(fields[last] ?? '') || /^["<]?[^\s:]*@/.test(line) || fieldFollows(lines, at);
  return fieldFollows(lines, at);
}

function fieldFollows(lines: readonly string[], at: number): boolean {
  const next = lines[at + 1] ?? '';
  return fieldOf(next) !== null && LABEL.test(next);
}

function assignUnknown(fields: ForwardedFields, values: readonly string[]): void {
  for (const value of values) {
    if (value.includes('@')) {
      const name = (['from', 'to', 'cc'] as const).find((each) => fields[each] === undefined);
      if (name !== undefined) fields[name] = value;
    } else if (fields.sent === undefined && DATE.test(value)) fields.sent = value;
    else if (fields.subject === undefined && value !== '') fields.subject = value;
  }
}
