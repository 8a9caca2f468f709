import { isPossiblePhone } from './phone.js';
import type { DeskField } from '../../desk/schema/fields.js';

export type FieldValue = string | number | boolean | string[];
export type FieldProblem =
  | 'too_long'
  | 'no_text'
  | 'no_email'
  | 'no_phone'
  | 'no_date'
  | 'no_number'
  | 'no_choice'
  | 'no_answer'
  | 'out_of_range'
  | 'not_as_written';
export type ReadField = { readonly value: FieldValue | null } | { readonly problem: FieldProblem; readonly allowed: string };

const DEFAULT_LENGTH = 500;
const TEXTAREA_LENGTH = 10_000;
const MAIL = /^[^\s@<>(),;:"]+@[^\s@<>(),;:"]+\.[^\s@<>(),;:".]+$/u;
const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;
const MOMENT = /^(\d{4}-\d{2}-\d{2})[T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})?$/;
const YES: ReadonlySet<string> = new Set(['true', 'on', 'yes', '1', '是', '✓', '√']);
const NO: ReadonlySet<string> = new Set(['false', 'off', 'no', '0', '否']);

/** Reads what somebody gave for a field, as its kind has it. Null, blank text and empty lists take a value away. Choices are taken by value or by any of their names. */
export function readField(field: DeskField, given: unknown): ReadField {
  const blank = given === null || (typeof given === 'string' && given.trim() === '') || (Array.isArray(given) && given.length === 0);
  if (blank) return { value: null };
  if (field.kind === 'choices') return readChoices(field, given);
  if (field.kind === 'checkbox') return readCheckbox(given);
  if (typeof given !== 'string' && typeof given !== 'number') return { problem: 'no_text', allowed: 'a text' };
  const text = String(given).replace(/\r\n?/g, '\n').trim();
  const longest = field.maxLength ?? (field.kind === 'textarea' ? TEXTAREA_LENGTH : DEFAULT_LENGTH);
  if (text.length > longest) return { problem: 'too_long', allowed: `at most ${longest} characters` };
  const read = readText(field, text);
  if ('problem' in read || field.pattern === undefined || new RegExp(`^(?:${field.pattern})$`, 'u').test(text)) return read;
  return { problem: 'not_as_written', allowed: `something that matches ${field.pattern}` };
}

function readText(field: DeskField, text: string): ReadField {
  switch (field.kind) {
    case 'email':
      return MAIL.test(text) ? { value: text } : { problem: 'no_email', allowed: 'a mail address' };
    case 'phone':
      return isPossiblePhone(text) ? { value: text } : { problem: 'no_phone', allowed: 'a phone number' };
    case 'number':
      return readNumber(field, text);
    case 'date':
      return isDay(text) ? { value: text } : { problem: 'no_date', allowed: 'a day: 2026-03-02' };
    case 'datetime':
      return isDay(MOMENT.exec(text)?.[1] ?? '') && !Number.isNaN(Date.parse(text.replace(' ', 'T')))
        ? { value: text }
        : { problem: 'no_date', allowed: 'a day with its time: 2026-03-02 09:30' };
    case 'choice': {
      const chosen = findChoice(field, text);
      return chosen === null ? { problem: 'no_choice', allowed: allowedChoices(field) } : { value: chosen };
    }
    default:
      return { value: text };
  }
}

function readNumber({ minimum = -Infinity, maximum = Infinity }: DeskField, text: string): ReadField {
  const number = Number(text.replaceAll(/(?<=\d)[,，](?=\d{3}(?:\D|$))/g, ''));
  if (!Number.isFinite(number)) return { problem: 'no_number', allowed: 'a number' };
  if (number < minimum || number > maximum) return { problem: 'out_of_range', allowed: `from ${minimum} to ${maximum}` };
  return { value: number };
}

function readCheckbox(given: unknown): ReadField {
  if (typeof given === 'boolean') return { value: given };
  const word = String(given).trim().toLowerCase();
  if (YES.has(word)) return { value: true };
  return NO.has(word) ? { value: false } : { problem: 'no_answer', allowed: 'true or false' };
}

function readChoices(field: DeskField, given: unknown): ReadField {
  const words = Array.isArray(given) ? given.map(String) : String(given).split(/[、,，;；\n]/);
  const chosen = words
    .map((word) => word.trim())
    .filter((word) => word !== '')
    .map((word) => findChoice(field, word));
  if (chosen.includes(null)) return { problem: 'no_choice', allowed: allowedChoices(field) };
  return { value: [...new Set(chosen as string[])] };
}

function findChoice({ choices }: DeskField, text: string): string | null {
  const plain = fold(text);
  const found = choices.find(({ value, name }) =>
    [value, ...(typeof name === 'string' ? [name] : Object.values(name))].some((word) => fold(word) === plain),
  );
  return found?.value ?? null;
}

const allowedChoices = ({ choices }: DeskField) => choices.map(({ value }) => value).join(', ');

/** The same word whichever width and case it is written in. */
export function fold(text: string): string {
  return text
    .normalize('NFKC')
    .trim()
    .toLowerCase()
    .replaceAll(/[\s_-]+/g, ' ');
}

function isDay(text: string): boolean {
  const match = DATE.exec(text);
  if (match === null) return false;
  const [year, month, day] = match.slice(1).map(Number) as [number, number, number];
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}
