import type { DeskField, FieldCondition } from '../../desk/schema/fields.js';
import { type CategoryPaths, isNamed } from '../category-paths.js';
import type { FieldValues } from './read-fields.js';

/** What decides whether a field must be filled. */
export interface FieldSituation {
  readonly requestType: string | null;
  readonly category: string | null;
  readonly stage: string | null;
  readonly values: FieldValues;
}

/** Keys of fields that must be filled in this situation, of all or of those named, in their order. */
export function findRequiredFields(
  fields: Readonly<Record<string, DeskField>>,
  situation: FieldSituation,
  pathOf: CategoryPaths,
  among: readonly string[] = Object.keys(fields),
): string[] {
  return among.filter((key) => {
    const required = fields[key]?.required ?? false;
    return typeof required === 'boolean' ? required : required.some((condition) => holds(condition, situation, pathOf));
  });
}

export function findMissingFields(required: readonly string[], values: FieldValues): string[] {
  return required.filter((key) => !isFilled(values[key]));
}

export function isFilled(value: unknown): boolean {
  if (value === undefined || value === null || value === false) return false;
  return typeof value === 'string' || Array.isArray(value) ? value.length > 0 : true;
}

function holds(condition: FieldCondition, { requestType, category, stage, values }: FieldSituation, pathOf: CategoryPaths): boolean {
  const { requestTypes, categories, stages, field, is } = condition;
  if (requestTypes !== undefined && (requestType === null || !requestTypes.includes(requestType))) return false;
  if (categories !== undefined && !isNamed(category, categories, pathOf)) return false;
  if (stages !== undefined && (stage === null || !stages.includes(stage))) return false;
  if (field === undefined) return true;
  const value = values[field];
  return is === undefined ? isFilled(value) : [value].flat().some((each) => each !== undefined && is.includes(String(each)));
}
