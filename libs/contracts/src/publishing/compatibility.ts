import type { JsonSchema } from './json-schema.js';

const isSchema = (value: unknown): value is JsonSchema => typeof value === 'object' && value !== null && !Array.isArray(value);
const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : value === undefined ? [] : [value]);

/**
 * What in `next` would break a reader of `published` (or an event already on the log): a field gone or of another type, a field that became
 * required, an allowed value or alternative taken away, a bound made narrower. Additions are fine. Empty means compatible.
 */
export function findBreakingChanges(published: JsonSchema, next: JsonSchema, path = '$'): string[] {
  const faults: string[] = [];
  const oldTypes = list(published['type']);
  const newTypes = list(next['type']);
  if (oldTypes.length > 0 && newTypes.length > 0 && oldTypes.some((type) => !newTypes.includes(type)))
    faults.push(`${path}: type was ${oldTypes.join('|')}, is ${newTypes.join('|')}`);
  if ('const' in published && 'const' in next && published['const'] !== next['const'])
    faults.push(`${path}: constant was ${String(published['const'])}, is ${String(next['const'])}`);
  for (const value of list(published['enum']))
    if ('enum' in next && !list(next['enum']).includes(value)) faults.push(`${path}: value ${String(value)} is no longer allowed`);
  faults.push(
    ...compareBounds(published, next, path),
    ...compareProperties(published, next, path),
    ...compareAlternatives(published, next, path),
  );
  if (isSchema(published['items']) && isSchema(next['items']))
    faults.push(...findBreakingChanges(published['items'], next['items'], `${path}[]`));
  return faults;
}

function compareBounds(published: JsonSchema, next: JsonSchema, path: string): string[] {
  const faults: string[] = [];
  for (const [bound, narrower] of [
    ['maxLength', (a: number, b: number) => b < a],
    ['maximum', (a: number, b: number) => b < a],
    ['maxItems', (a: number, b: number) => b < a],
    ['minLength', (a: number, b: number) => b > a],
    ['minimum', (a: number, b: number) => b > a],
    ['minItems', (a: number, b: number) => b > a],
  ] as const) {
    const before = published[bound];
    const after = next[bound];
    if (typeof after !== 'number') continue;
    if (typeof before !== 'number' ? bound.startsWith('max') || after > 0 : narrower(before, after))
      faults.push(`${path}: ${bound} was ${String(before ?? 'open')}, is ${after}`);
  }
  if (typeof next['pattern'] === 'string' && next['pattern'] !== published['pattern']) faults.push(`${path}: pattern changed`);
  return faults;
}

function compareProperties(published: JsonSchema, next: JsonSchema, path: string): string[] {
  const faults: string[] = [];
  const before = isSchema(published['properties']) ? published['properties'] : {};
  const after = isSchema(next['properties']) ? next['properties'] : {};
  for (const [name, schema] of Object.entries(before)) {
    const now = after[name];
    if (now === undefined) faults.push(`${path}.${name}: gone`);
    else if (isSchema(schema) && isSchema(now)) faults.push(...findBreakingChanges(schema, now, `${path}.${name}`));
  }
  const required = list(published['required']);
  for (const name of list(next['required'])) if (!required.includes(name)) faults.push(`${path}.${String(name)}: became required`);
  for (const name of required) if (!list(next['required']).includes(name)) faults.push(`${path}.${String(name)}: no longer always there`);
  return faults;
}

/** Alternatives are matched by their discriminating `type` constant where they have one, else by place. */
function compareAlternatives(published: JsonSchema, next: JsonSchema, path: string): string[] {
  const faults: string[] = [];
  for (const word of ['anyOf', 'oneOf'] as const) {
    const after = list(next[word]).filter(isSchema);
    list(published[word])
      .filter(isSchema)
      .forEach((before, index) => {
        const name = discriminatorOf(before);
        const now = name === undefined ? after[index] : after.find((alternative) => discriminatorOf(alternative) === name);
        if (now === undefined) faults.push(`${path}: alternative ${name ?? index} is gone`);
        else faults.push(...findBreakingChanges(before, now, `${path}<${name ?? index}>`));
      });
  }
  return faults;
}

function discriminatorOf(schema: JsonSchema): string | undefined {
  const properties = isSchema(schema['properties']) ? schema['properties'] : {};
  const type = isSchema(properties['type']) ? properties['type']['const'] : undefined;
  return typeof type === 'string' ? type : undefined;
}
