import { isObject, type Json } from '../json-values.js';

/** Value at `data.call.id` or `legs.0.number` of an object; own properties only. */
export function readPath(object: unknown, path: string): unknown {
  let value: unknown = object;
  for (const step of path.split('.')) {
    if (Array.isArray(value)) value = /^\d+$/.test(step) ? (value as unknown[])[Number(step)] : undefined;
    else if (isObject(value)) value = Object.hasOwn(value, step) ? value[step] : undefined;
    else return undefined;
  }
  return value;
}

/** An object with our names, out of one that has others. Names that the mapping leaves out stay as they are. */
export function applyMapping(object: Json, mapping: Readonly<Record<string, string>> | undefined): Json {
  if (mapping === undefined) return object;
  const mapped = Object.entries(mapping).map(([name, path]) => [name, readPath(object, path)] as const);
  return { ...object, ...Object.fromEntries(mapped.filter(([, value]) => value !== undefined)) };
}
