import { byId, mergeLayers, type SettingsLayer } from './layer.js';

/** Where a setting was written: in the layer that says most of it, of equals the last, which wins. Lists of things with an id are followed by that. */
export function locateInLayers(layers: readonly SettingsLayer[], path: readonly PropertyKey[]): string {
  const merged = mergeLayers(layers);
  let best: { readonly place: string; readonly depth: number } | undefined;
  for (const layer of [...layers].reverse()) {
    const own = toOwnPath(layer.values, merged, path);
    const place = own === null ? undefined : layer.locate(own.path);
    if (own !== null && place !== undefined && own.depth > (best?.depth ?? -1)) best = { place, depth: own.depth };
    // A list without ids stands in place of what is below it.
    if (own?.replaces === true) break;
  }
  return best?.place ?? 'defaults';
}

interface OwnPath {
  readonly path: PropertyKey[];
  /** Steps that the layer has. */
  readonly depth: number;
  readonly replaces: boolean;
}

/** A path of the merged settings as the layer has it; null where it has nothing of the thing that a list names there. */
function toOwnPath(values: unknown, merged: unknown, path: readonly PropertyKey[]): OwnPath | null {
  const own: PropertyKey[] = [];
  let [mine, whole] = [values, merged];
  let depth = 0;
  let replaces = false;
  for (const step of path) {
    let at = step;
    if (Array.isArray(mine) && Array.isArray(whole)) {
      if (byId(mine) === null) replaces = true;
      else {
        const id = idOf(below(whole, step));
        at = mine.findIndex((item) => idOf(item) === id);
        if (at < 0) return null;
      }
    }
    own.push(at);
    [mine, whole] = [below(mine, at), below(whole, step)];
    if (mine !== undefined && mine !== null) depth += 1;
  }
  return { path: own, depth, replaces };
}

function below(value: unknown, step: PropertyKey): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<PropertyKey, unknown>)[step] : undefined;
}

function idOf(value: unknown): unknown {
  return below(value, 'id');
}
