import type { DeskField } from '../../desk/schema/fields.js';
import { pickText } from '../../desk/schema/texts.js';
import { type FieldProblem, type FieldValue, fold, readField } from './read-field.js';

export type FieldValues = Readonly<Record<string, FieldValue>>;

export interface FieldFault {
  readonly field: string;
  readonly problem: FieldProblem | 'unknown_field';
  readonly allowed: string;
}

export interface ReadFields {
  /** What was read; null takes a value away. */
  readonly values: Readonly<Record<string, FieldValue | null>>;
  /** All of them, for the person who has to put them right. */
  readonly faults: readonly FieldFault[];
}

/** Reads values given by key. */
export function readFields(fields: Readonly<Record<string, DeskField>>, given: Readonly<Record<string, unknown>>): ReadFields {
  const values: Record<string, FieldValue | null> = {};
  const faults: FieldFault[] = [];
  for (const [key, value] of Object.entries(given)) {
    const field = Object.hasOwn(fields, key) ? fields[key] : undefined;
    if (field === undefined) {
      faults.push({ field: key, problem: 'unknown_field', allowed: Object.keys(fields).join(', ') || 'the desk has no fields' });
      continue;
    }
    const read = readField(field, value);
    if ('problem' in read) faults.push({ field: key, problem: read.problem, allowed: read.allowed });
    else values[key] = read.value;
  }
  return { values, faults };
}

/** What a customer's message fills: what can be read, however the rest was written. His words stay in the thread. */
export function readKnownFields(fields: Readonly<Record<string, DeskField>>, given: Readonly<Record<string, unknown>>): FieldValues {
  const known = Object.fromEntries(
    Object.entries(given).filter(([key]) => Object.hasOwn(fields, key) && fields[key]!.seenBy === 'everyone'),
  );
  const { values } = readFields(fields, known);
  return Object.fromEntries(Object.entries(values).filter((entry): entry is [string, FieldValue] => entry[1] !== null));
}

/** A value as people read it: the names of choices, yes and no, in their language. */
export function showFieldValue(field: DeskField, value: FieldValue, language: string): string {
  if (typeof value === 'boolean') return language.startsWith('zh') ? (value ? '是' : '否') : value ? 'yes' : 'no';
  const nameOf = (chosen: string) => {
    const found = field.choices.find((choice) => fold(choice.value) === fold(chosen));
    return found === undefined ? chosen : pickText(found.name, language);
  };
  return [value]
    .flat()
    .map((each) => nameOf(String(each)))
    .join(language.startsWith('zh') ? '、' : ', ');
}
