import type { z } from 'zod';
import { describeAllowed, findNode, type SettingsFault, showValue, suggestName, toSchemaTree } from '#runtime';
import { Desk, findReferenceFaults } from './desk-schema.js';

export type ReadDesk =
  | { readonly desk: Desk; readonly faults: readonly [] }
  | { readonly desk: null; readonly faults: readonly SettingsFault[] };

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
  return [{ ...at(issue.path), found: showValue(issue.path, valueAt(values, issue.path)), allowed: describeAsked(issue, node) }];
}

function describeAsked(issue: z.core.$ZodIssue, node: ReturnType<typeof findNode>): string {
  if (issue.code === 'invalid_union') return describeUnion(issue);
  if (issue.code === 'too_small') return `at least ${issue.minimum}${UNITS[issue.origin] ?? ''}`;
  if (issue.code === 'too_big') return `at most ${issue.maximum}${UNITS[issue.origin] ?? ''}`;
  return issue.code === 'invalid_type' && node !== undefined ? describeAllowed(node) : issue.message;
}

const UNITS: Readonly<Record<string, string>> = { array: ' of them', string: ' characters' };

const KINDS: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  boolean: 'true or false',
  array: 'a list',
  record: 'texts by language or name',
  object: 'settings by name',
};

/** What is wrong by the one shape that it was meant to have; where that is unclear, what it might be. */
function describeUnion({ errors, message }: z.core.$ZodIssueInvalidUnion): string {
  const meant = errors.filter(([first]) => first !== undefined && !(first.code === 'invalid_type' && first.path.length === 0));
  if (meant.length === 1) return meant[0]!.map((each) => [...each.path.map(String), messageOf(each)].join(': ')).join('; ');
  const kinds = errors.flatMap(([first]) => (first?.code === 'invalid_type' ? [KINDS[first.expected] ?? first.expected] : []));
  return kinds.length > 0 ? kinds.join(', or ') : message;
}

let TREE: ReturnType<typeof toSchemaTree>;

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (at, step) => (typeof at === 'object' && at !== null ? (at as Record<PropertyKey, unknown>)[step] : undefined),
    value,
  );
}

/** A name that is wrong is told by what is wrong with it. */
function messageOf(issue: z.core.$ZodIssue): string {
  return (issue.code === 'invalid_key' ? issue.issues[0]?.message : undefined) ?? issue.message;
}
