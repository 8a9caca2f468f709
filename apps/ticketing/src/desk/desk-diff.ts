import { isDeepStrictEqual } from 'node:util';

/** One place where two desks differ; absent on one side: added or taken away. */
export interface DeskChange {
  /** `groups.billing.name` */
  readonly path: string;
  readonly before?: unknown;
  readonly after?: unknown;
}

/** What a new desk changes, place by place. Lists of things with a key (or an id) of their own are compared by it, others as they stand. */
export function diffDesks(before: unknown, after: unknown, path: readonly string[] = []): DeskChange[] {
  if (isDeepStrictEqual(before, after)) return [];
  if (isObject(before) && isObject(after)) {
    const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
    return names.flatMap((name) => diffDesks(before[name], after[name], [...path, name]));
  }
  const [one, other] = [byKey(before), byKey(after)];
  if (one !== null && other !== null) {
    const inside = diffDesks(one, other, path);
    if (inside.length > 0) return inside;
  }
  return [{ path: path.join('.'), ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }) }];
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function byKey(value: unknown): Record<string, unknown> | null {
  if (!Array.isArray(value) || value.length === 0) return null;
  const entries = value.map((item) => [isObject(item) ? (item['key'] ?? item['id']) : undefined, item] as const);
  if (!entries.every(([key]) => typeof key === 'string') || new Set(entries.map(([key]) => key)).size < entries.length) return null;
  return Object.fromEntries(entries) as Record<string, unknown>;
}
