import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { isMap, isNode, isScalar, isSeq, LineCounter, parseDocument } from 'yaml';
import type { SettingsFault } from './faults.js';
import { isPlainObject, type SettingsLayer } from './layer.js';

const EMPTY: SettingsLayer = { values: {}, locate: () => undefined };

/** Reads one YAML file of settings. What is no YAML is a fault with its line; the other sources are still checked. */
export function readSettingsFile(path: string, namedBy: string): { layer: SettingsLayer; faults: SettingsFault[] } {
  const name = showPath(path);
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? String(error);
    return { layer: EMPTY, faults: [{ path: '', where: namedBy, found: `${name} (${code})`, allowed: 'a YAML file that can be read' }] };
  }
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  if (document.errors.length > 0) {
    const faults = document.errors.map((error) => ({
      path: '',
      where: `${name}:${lines.linePos(error.pos[0]).line}`,
      found: error.message,
      allowed: 'YAML 1.2',
    }));
    return { layer: EMPTY, faults };
  }
  const values: unknown = document.toJS() ?? {};
  if (!isPlainObject(values)) {
    return { layer: EMPTY, faults: [{ path: '', where: `${name}:1`, found: describeKind(values), allowed: 'settings by name' }] };
  }
  const locate = (steps: readonly PropertyKey[]): string | undefined => {
    const offset = findOffset(document.contents, steps);
    return offset === undefined ? undefined : `${name}:${lines.linePos(offset).line}`;
  };
  return { layer: { values, locate }, faults: [] };
}

function describeKind(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'string' ? 'a text' : String(value);
}

/** Offset of the key at the path, or of the deepest part of it that is there; undefined when not even its first step is. */
function findOffset(contents: unknown, steps: readonly PropertyKey[]): number | undefined {
  let node = contents;
  let offset: number | undefined;
  for (const step of steps) {
    if (isMap(node)) {
      const pair = node.items.find((item) => isScalar(item.key) && String(item.key.value) === String(step));
      if (pair === undefined) break;
      offset = isNode(pair.key) ? pair.key.range?.[0] : offset;
      node = pair.value;
    } else if (isSeq(node)) {
      node = node.items[Number(step)];
      if (isNode(node)) offset = node.range?.[0] ?? offset;
    } else break;
  }
  return offset;
}

function showPath(path: string): string {
  const short = relative(process.cwd(), path);
  return short === '' || short.startsWith('..') ? path : short;
}
