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

/** What tickets are about: two levels; absent: the desk has no list of them, and names are not looked at. */
export type CategoryTree = Readonly<Record<string, { readonly children?: Readonly<Record<string, unknown>> }>> | undefined;

export function findUnknownCategories(used: readonly { readonly path: Path; readonly key: string }[], tree: CategoryTree): DeskFault[] {
  if (tree === undefined || Object.keys(tree).length === 0) return [];
  const known = Object.entries(tree).flatMap(([key, { children = {} }]) => [key, ...Object.keys(children)]);
  return findUnknownKeys(used, known, 'category');
}
