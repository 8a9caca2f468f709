import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { type Document, isMap, isNode, isScalar, isSeq, LineCounter, parseDocument, visit } from 'yaml';
import type { SettingsFault } from './faults.js';
import { isPlainObject, type SettingsLayer } from './layer.js';

const EMPTY: SettingsLayer = { values: {}, locate: () => undefined };

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads one YAML file of settings. What is no YAML is a fault with its line; the other sources are still checked. `${NAME}` and `${NAME:-default}` in a
 * value are taken from the environment, so that a file which is shown to others holds no secret.
 */
export function readSettingsFile(
  path: string,
  namedBy: string,
  environment: Environment = process.env,
): { layer: SettingsLayer; faults: SettingsFault[] } {
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
  const missing = fillFromEnvironment(document, environment).map(({ name: wanted, offset }) => ({
    path: '',
    where: `${name}:${lines.linePos(offset).line}`,
    found: `\${${wanted}}, which the environment has not`,
    allowed: `a variable that is set, or \${${wanted}:-default}`,
  }));
  const values: unknown = document.toJS() ?? {};
  if (!isPlainObject(values)) {
    return { layer: EMPTY, faults: [{ path: '', where: `${name}:1`, found: describeKind(values), allowed: 'settings by name' }] };
  }
  const locate = (steps: readonly PropertyKey[]): string | undefined => {
    const offset = findOffset(document.contents, steps);
    return offset === undefined ? undefined : `${name}:${lines.linePos(offset).line}`;
  };
  return { layer: { values, locate }, faults: missing };
}

const VARIABLE = /(?<!\$)\$\{([A-Za-z_][A-Za-z0-9_]*)(?::-([^}]*))?\}/g;

/**
 * A value that is one variable with a number, true or false as its default is such a value; all else is text, for a password may be digits. `$${` is a
 * plain `${`. Returns the variables that are nowhere set.
 */
function fillFromEnvironment(document: Document, environment: Environment): { name: string; offset: number }[] {
  const missing: { name: string; offset: number }[] = [];
  visit(document, {
    Scalar(at, scalar) {
      const { value } = scalar;
      if (at === 'key' || typeof value !== 'string' || !value.includes('${')) return;
      const filled = value.replace(VARIABLE, (whole, name: string, otherwise: string | undefined) => {
        const found = environment[name] || otherwise;
        if (found === undefined) missing.push({ name, offset: scalar.range?.[0] ?? 0 });
        return found ?? whole;
      });
      scalar.value = isTyped(scalar.type, value) ? toScalar(filled) : filled.replaceAll('$${', '${');
    },
  });
  return missing;
}

const TYPED = /^(?:true|false|-?(?:0|[1-9]\d{0,14}))$/;

function isTyped(style: unknown, value: string): boolean {
  const otherwise = style === 'PLAIN' ? /^\$\{\w+:-([^}]*)\}$/.exec(value)?.[1] : undefined;
  return otherwise !== undefined && TYPED.test(otherwise);
}

function toScalar(text: string): unknown {
  return TYPED.test(text) ? (JSON.parse(text) as unknown) : text;
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
