import { showValue, suggestName, type SettingsFault } from './faults.js';
import { setAtPath, type SettingsLayer } from './layer.js';
import { describeAllowed, listLeaves, type SchemaNode, type SettingLeaf } from './schema-tree.js';

/** Names that operators know from elsewhere. The name by the path rule wins when both are set. */
const ALIASES: Readonly<Record<string, string>> = {
  DATABASE_URL: 'TRIBUTARY_DATABASE_URL',
  KAFKA_BROKERS: 'TRIBUTARY_KAFKA_BROKERS',
};

/** Names that are read here but are no setting. */
const OWN_NAMES = ['TRIBUTARY_CONFIG'];
/** What the tests tell their own processes; children inherit it. */
const TEST_NAMES = 'TRIBUTARY_TEST_';

type Environment = Readonly<Record<string, string | undefined>>;

/** Reads the settings that stand in the environment. An empty value is as good as none: compose files pass those. */
export function readEnvironment(environment: Environment, schema: SchemaNode): { layer: SettingsLayer; faults: SettingsFault[] } {
  const leaves = new Map(listLeaves(schema).map((leaf) => [leaf.environmentName, leaf]));
  const values: Record<string, unknown> = {};
  const origins = new Map<string, string>();
  const faults: SettingsFault[] = [];
  const take = (leaf: SettingLeaf, name: string, text: string): void => {
    const value = parseValue(text, leaf.node);
    if (value === undefined) {
      faults.push({ path: leaf.path.join('.'), where: name, found: showValue(leaf.path, text), allowed: describeAllowed(leaf.node) });
      return;
    }
    setAtPath(values, leaf.path, value);
    origins.set(leaf.path.join('.'), name);
  };

  for (const [alias, name] of Object.entries(ALIASES)) {
    const leaf = leaves.get(name);
    if (leaf !== undefined && environment[alias] && !environment[name]) take(leaf, alias, environment[alias]);
  }
  for (const [name, text] of Object.entries(environment)) {
    if (!name.startsWith('TRIBUTARY_') || name.startsWith(TEST_NAMES) || OWN_NAMES.includes(name)) continue;
    const leaf = leaves.get(name);
    if (leaf === undefined) faults.push(describeUnknown(name, [...leaves.keys(), ...OWN_NAMES]));
    else if (text) take(leaf, name, text);
  }
  return { layer: { values, locate: (path) => locate(origins, path) }, faults };
}

function parseValue(text: string, node: SchemaNode): unknown {
  switch (node.type) {
    case 'integer':
    case 'number':
      return /^-?\d+(\.\d+)?$/.test(text.trim()) ? Number(text) : undefined;
    case 'boolean':
      return { true: true, yes: true, '1': true, false: false, no: false, '0': false }[text.trim().toLowerCase()];
    case 'array':
      return text.trimStart().startsWith('[') ? parseJson(text) : parseList(text, node.items ?? {});
    case 'object':
      return parseJson(text);
    default:
      return text;
  }
}

function parseList(text: string, items: SchemaNode): unknown[] | undefined {
  if (items.type === 'object') return undefined;
  const values = text.split(',').map((item) => parseValue(item.trim(), items));
  return values.includes(undefined) ? undefined : values;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function locate(origins: ReadonlyMap<string, string>, path: readonly PropertyKey[]): string | undefined {
  for (let length = path.length; length > 0; length -= 1) {
    const origin = origins.get(path.slice(0, length).join('.'));
    if (origin !== undefined) return origin;
  }
  return undefined;
}

function describeUnknown(name: string, known: readonly string[]): SettingsFault {
  const near = suggestName(name, known);
  return {
    path: name,
    where: name,
    found: 'a name that no setting has',
    allowed: near === undefined ? 'the names in config/reference.yaml' : `did you mean ${near}?`,
  };
}
