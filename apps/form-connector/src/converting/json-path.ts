import type { Json } from '../receiving/parse-json.js';

type Step = { readonly name: string } | { readonly index: number } | 'all';

/** Part of RFC 9535 that a mapping needs: `$.a.b`, `$['a b']`, `$.items[0].name`, `$.items[*].url`. */
export interface JsonPath {
  readonly written: string;
  readonly steps: readonly Step[];
}

const STEP = /\.([A-Za-z_\u0080-\uffff][\w\u0080-\uffff-]*)|\[(\d{1,6}|\*)\]|\['((?:[^'\\]|\\.)*)'\]|\["((?:[^"\\]|\\.)*)"\]/y;

/** Null for what is none. */
export function readJsonPath(written: string): JsonPath | null {
  if (!written.startsWith('$')) return null;
  const steps: Step[] = [];
  STEP.lastIndex = 1;
  while (STEP.lastIndex < written.length) {
    const match = STEP.exec(written);
    if (match === null) return null;
    const [, dotted, index, single, double] = match;
    const quoted = single ?? double;
    if (index !== undefined) steps.push(index === '*' ? 'all' : { index: Number(index) });
    else steps.push({ name: dotted ?? quoted!.replace(/\\(.)/g, '$1') });
  }
  return { written, steps };
}

/** All values at the path, own names only. */
export function findAll(root: Json, path: JsonPath): Json[] {
  let found: Json[] = [root];
  for (const step of path.steps) found = found.flatMap((value) => follow(value, step)).slice(0, 1_000);
  return found;
}

function follow(value: Json, step: Step): Json[] {
  if (value === null || typeof value !== 'object') return [];
  if (step === 'all') return Array.isArray(value) ? value : Object.values(value);
  if ('index' in step) return Array.isArray(value) && step.index < value.length ? [value[step.index]!] : [];
  return !Array.isArray(value) && Object.hasOwn(value, step.name) ? [value[step.name]!] : [];
}

/** The first value at the path as text; null where there is none, or only an empty one. */
export function findText(root: Json, path: JsonPath | undefined): string | null {
  if (path === undefined) return null;
  for (const value of findAll(root, path)) {
    if (value === null || value === '') continue;
    return typeof value === 'object' ? JSON.stringify(value) : String(value);
  }
  return null;
}
