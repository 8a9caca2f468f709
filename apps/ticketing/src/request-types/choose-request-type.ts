import type { RequestType } from '../desk/schema/request-types.js';
import { type CategoryPaths } from './category-paths.js';

export interface TypeHints {
  /** What the customer chose in a form, or the form is for. */
  readonly form: string | null;
  readonly category: string | null;
}

export type TypeChosenBy = 'form' | 'category' | 'default';

/** What a ticket is: as its form says, else by the nearest category that belongs to a type, else the desk's default. */
export function chooseRequestType(
  types: Readonly<Record<string, RequestType>>,
  byDefault: string | undefined,
  { form, category }: TypeHints,
  pathOf: CategoryPaths,
): { readonly key: string; readonly by: TypeChosenBy } | null {
  if (form !== null && Object.hasOwn(types, form)) return { key: form, by: 'form' };
  for (const each of category === null ? [] : pathOf(category)) {
    const found = Object.entries(types).find(([, type]) => type.categories.includes(each));
    if (found !== undefined) return { key: found[0], by: 'category' };
  }
  return byDefault === undefined ? null : { key: byDefault, by: 'default' };
}
