import type { z } from 'zod';
import { describeAllowed, findNode, type SettingsFault, showValue, suggestName, toSchemaTree } from '#runtime';
import { Desk, findReferenceFaults } from './desk-schema.js';

export type ReadDesk =
  { readonly desk: Desk; readonly faults: readonly [] } | { readonly desk: null; readonly faults: readonly SettingsFault[] };

/** Where something below `profile` was written: `config/desks/smartcv.yaml:12`. */
export type LocateInDesk = (path: readonly PropertyKey[]) => string;

/** What stands below `profile`, with every fault of it: names and values first, and what refers to nothing when those are right. */
export function readDesk(values: unknown, locate: LocateInDesk = () => 'profile'): ReadDesk {
  const parsed = Desk.safeParse(values ?? {});
  if (!parsed.success) return { desk: null, faults: parsed.error.issues.flatMap((issue) => toFaults(issue, values, locate)) };
  const faults = findReferenceFaults(parsed.data).map(({ path, problem, allowed }) => ({
    path: ['profile', ...path].join('.'),
    where: locate(path),
    found: problem,
    allowed: allowed ?? 'see config/desks/schema.json',
  }));
  return faults.length === 0 ? { desk: parsed.data, faults: [] } : { desk: null, faults };
}

function toFaults(issue: z.core.$ZodIssue, values: unknown, locate: LocateInDesk): SettingsFault[] {
  const tree = TREE ?? (TREE = toSchemaTree(Desk));
  const node = tree === undefined ? undefined : findNode(tree, issue.path);
  const at = (path: readonly PropertyKey[]) => ({ path: ['profile', ...path].join('.'), where: locate(path) });
  if (issue.code === 'unrecognized_keys') {
    const known = Object.keys(node?.properties ?? {});
    return issue.keys.map((key) => {
      const near = suggestName(key, known);
      const path = [...issue.path, key];
      return {
        ...at(path),
        found: 'a name that the schema has not',
        allowed: near === undefined ? known.join(', ') : `did you mean ${near}?`,
      };
    });
  }
  const allowed = issue.code === 'invalid_type' && node !== undefined ? describeAllowed(node) : issue.message;
  return [{ ...at(issue.path), found: showValue(issue.path, valueAt(values, issue.path)), allowed }];
}

let TREE: ReturnType<typeof toSchemaTree>;

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (at, step) => (typeof at === 'object' && at !== null ? (at as Record<PropertyKey, unknown>)[step] : undefined),
    value,
  );
}
