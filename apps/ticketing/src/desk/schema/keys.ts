import { z } from 'zod';

/** Stable name of something that a desk file defines: a group, a category, a calendar. Shown nowhere to customers, so it is never translated. */
export const Key = z.string().regex(/^[a-z0-9][a-z0-9_-]{0,63}$/, 'lower case letters, digits, - and _, at most 64');

/** Something wrong that no single value can tell: a name that is nowhere defined, two that are the same. */
export interface DeskFault {
  /** Below `profile`. */
  readonly path: readonly (string | number)[];
  readonly problem: string;
  readonly allowed?: string;
}

/** Faults of names that must stand in `known`; `what` they name, in words. */
export function findUnknownKeys(
  used: readonly { readonly path: readonly (string | number)[]; readonly key: string }[],
  known: Iterable<string>,
  what: string,
): DeskFault[] {
  const names = new Set(known);
  return used
    .filter(({ key }) => !names.has(key))
    .map(({ path, key }) => ({
      path,
      problem: `there is no ${what} "${key}"`,
      allowed: names.size === 0 ? `no ${what} is defined` : [...names].join(', '),
    }));
}
