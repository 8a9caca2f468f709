import { type DeskFault, findUnknownKeys } from './keys.js';

type Path = readonly (string | number)[];

/** Each key of a list with its place. */
export function placed(keys: readonly string[] | undefined, path: Path): { readonly path: Path; readonly key: string }[] {
  return (keys ?? []).map((key, index) => ({ path: [...path, index], key }));
}

/** Faults of one name. */
export function findUnknownKey(key: string | undefined, path: Path, known: Iterable<string>, what: string): DeskFault[] {
  return key === undefined ? [] : findUnknownKeys([{ path, key }], known, what);
}

/** Faults of names of categories, where the desk has a list of them. */
export function findUnknownCategories(
  used: readonly { readonly path: Path; readonly key: string }[],
  known: readonly string[] | undefined,
): DeskFault[] {
  return known === undefined ? [] : findUnknownKeys(used, known, 'category');
}
