/** Settings as one source wrote them, before they are checked. */
export interface SettingsLayer {
  readonly values: Readonly<Record<string, unknown>>;
  /** Where this layer sets the path (or the nearest part of it that it has); undefined when it does not. */
  locate(path: readonly PropertyKey[]): string | undefined;
}

export function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Later layers win; groups are merged, and lists of things with an id (inboxes) by that; other lists are replaced, a null means "not set here".
 */
export function mergeLayers(layers: readonly SettingsLayer[]): Record<string, unknown> {
  return layers.reduce<Record<string, unknown>>((merged, layer) => mergeObjects(merged, layer.values), {});
}

function mergeObjects(below: Record<string, unknown>, above: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const merged = { ...below };
  for (const [name, value] of Object.entries(above)) {
    if (value === null || value === undefined) continue;
    const under = merged[name];
    merged[name] = mergeValues(under, value);
  }
  return merged;
}

function mergeValues(under: unknown, value: unknown): unknown {
  if (isPlainObject(value)) return mergeObjects(isPlainObject(under) ? under : {}, value);
  const [known, added] = [byId(under), byId(value)];
  if (known === null || added === null) return value;
  return [...new Set([...known.keys(), ...added.keys()])].map((id) => mergeValues(known.get(id), added.get(id) ?? known.get(id)));
}

/** Items of a list by their ids; null where not each has one of its own. */
export function byId(value: unknown): Map<string, Record<string, unknown>> | null {
  if (!Array.isArray(value) || value.length === 0) return null;
  const items = value.filter(
    (item): item is Record<string, unknown> & { id: string } => isPlainObject(item) && typeof item['id'] === 'string',
  );
  const map = new Map(items.map((item) => [item.id, item]));
  return map.size === value.length ? map : null;
}

export function setAtPath(target: Record<string, unknown>, path: readonly string[], value: unknown): void {
  const [name = '', ...rest] = path;
  if (rest.length === 0) {
    target[name] = value;
    return;
  }
  const below = target[name];
  const group = isPlainObject(below) ? below : {};
  target[name] = group;
  setAtPath(group, rest, value);
}

export function getAtPath(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (at, step) => (typeof at === 'object' && at !== null ? (at as Record<PropertyKey, unknown>)[step] : undefined),
    value,
  );
}
