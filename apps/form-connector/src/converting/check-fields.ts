import { toClaimedEmail, toClaimedPhone } from './identities.js';
import type { FormField } from './form-template.js';

export type FieldValue = string | number | boolean | string[];

export interface FilledField {
  readonly field: FormField;
  readonly value: FieldValue;
}

/** What is wrong with a field, as a word of the page's. */
export type FieldFault = 'required' | 'too_long' | 'no_email' | 'no_phone' | 'no_date' | 'no_number' | 'no_choice';

export interface CheckedForm {
  /** In the order of the form; empty ones and those that were not asked are left out. */
  readonly filled: readonly FilledField[];
  readonly faults: Readonly<Record<string, FieldFault>>;
}

const DEFAULT_LENGTH = 500;
const TEXTAREA_LENGTH = 10_000;

/** Reads what was posted by the form's template. `posted` has all values of each name, as they came; names the form does not have are left out. */
export function checkFields(fields: readonly FormField[], posted: ReadonlyMap<string, readonly string[]>, country: string): CheckedForm {
  const values = new Map<string, FieldValue>();
  const filled: FilledField[] = [];
  const faults: Record<string, FieldFault> = {};
  for (const field of fields) {
    if (!isAsked(field, values)) continue;
    const given = (posted.get(field.name) ?? []).map((value) => value.replace(/\r\n?/g, '\n').trim()).filter((value) => value !== '');
    if (given.length === 0) {
      if (field.required) faults[field.name] = 'required';
      continue;
    }
    const read = readValue(field, given, country);
    if ('fault' in read) {
      faults[field.name] = read.fault;
      continue;
    }
    if (field.required && read.value === false) {
      faults[field.name] = 'required';
      continue;
    }
    values.set(field.name, read.value);
    filled.push({ field, value: read.value });
  }
  return { filled, faults };
}

function isAsked({ when }: FormField, values: ReadonlyMap<string, FieldValue>): boolean {
  if (when === undefined) return true;
  const value = values.get(when.field);
  return value !== undefined && [value].flat().some((each) => when.is.includes(String(each)));
}

type Read = { readonly value: FieldValue } | { readonly fault: FieldFault };

function readValue({ kind, choices, maxLength }: FormField, given: readonly string[], country: string): Read {
  const [first] = given as [string];
  if (first.length > (maxLength ?? (kind === 'textarea' ? TEXTAREA_LENGTH : DEFAULT_LENGTH))) return { fault: 'too_long' };
  switch (kind) {
    case 'email':
      return toClaimedEmail(first) === null ? { fault: 'no_email' } : { value: first };
    case 'phone':
      return toClaimedPhone(first, country) === null ? { fault: 'no_phone' } : { value: first };
    case 'number':
      return Number.isFinite(Number(first))
        ? { value: Number.isSafeInteger(Number(first)) || first.includes('.') ? Number(first) : first }
        : { fault: 'no_number' };
    case 'date':
      return isTime(first, /^\d{4}-\d{2}-\d{2}$/) ? { value: first } : { fault: 'no_date' };
    case 'datetime':
      return isTime(first, /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})?$/)
        ? { value: first }
        : { fault: 'no_date' };
    case 'checkbox':
      return { value: !['false', '0', 'off', 'no'].includes(first.toLowerCase()) };
    case 'choice':
      return choices.some(({ value }) => value === first) ? { value: first } : { fault: 'no_choice' };
    case 'choices':
      return given.every((each) => choices.some(({ value }) => value === each)) ? { value: [...new Set(given)] } : { fault: 'no_choice' };
    default:
      return { value: first };
  }
}

function isTime(text: string, shape: RegExp): boolean {
  if (!shape.test(text)) return false;
  const [year, month, day] = text.slice(0, 10).split('-').map(Number) as [number, number, number];
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day && !Number.isNaN(Date.parse(text.replace(' ', 'T')));
}
