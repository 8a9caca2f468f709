import { z } from 'zod';
import { Settings } from './settings.js';

/** The part of JSON Schema that the settings use. */
export interface SchemaNode {
  readonly type?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly enum?: readonly unknown[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly minLength?: number;
  readonly items?: SchemaNode;
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly additionalProperties?: unknown;
}

export interface SettingLeaf {
  readonly path: readonly string[];
  /** `http.port` → `TRIBUTARY_HTTP_PORT`. */
  readonly environmentName: string;
  readonly node: SchemaNode;
}

/** Any schema of settings; undefined when it is one that JSON Schema cannot tell of. */
export function toSchemaTree(schema: z.ZodType): SchemaNode | undefined {
  try {
    return z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as SchemaNode;
  } catch {
    return undefined;
  }
}

export function readSettingsSchema(): SchemaNode {
  return z.toJSONSchema(Settings, { io: 'input' }) as SchemaNode;
}

/** A group has named settings below it; an open map (`http.pages`) or a list is a leaf. */
export function isGroup(node: SchemaNode): boolean {
  return node.properties !== undefined;
}

export function listLeaves(node: SchemaNode, path: readonly string[] = []): SettingLeaf[] {
  if (!isGroup(node)) return [{ path, environmentName: toEnvironmentName(path), node }];
  return Object.entries(node.properties ?? {}).flatMap(([name, child]) => listLeaves(child, [...path, name]));
}

export function toEnvironmentName(path: readonly string[]): string {
  return ['TRIBUTARY', ...path.map((name) => name.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toUpperCase())].join('_');
}

/** The node at a path; steps into lists and open maps stay at their items. */
export function findNode(root: SchemaNode, path: readonly PropertyKey[]): SchemaNode | undefined {
  let node: SchemaNode | undefined = root;
  for (const step of path) {
    if (node === undefined) return undefined;
    if (typeof step === 'number') node = node.items;
    else node = node.properties?.[String(step)] ?? (isNode(node.additionalProperties) ? node.additionalProperties : undefined);
  }
  return node;
}

/** What an operator may write there, in words. */
export function describeAllowed(node: SchemaNode): string {
  if (node.enum !== undefined) return `one of ${node.enum.join(', ')}`;
  switch (node.type) {
    case 'integer':
      return `a whole number${describeRange(node)}`;
    case 'number':
      return `a number${describeRange(node)}`;
    case 'boolean':
      return 'true or false';
    case 'array':
      return node.items === undefined ? 'a list' : `a list, each ${describeAllowed(node.items)}`;
    case 'object':
      return node.properties === undefined ? 'names with a text each' : `settings: ${Object.keys(node.properties).join(', ')}`;
    default:
      return node.minLength !== undefined && node.minLength > 1 ? `a text of at least ${node.minLength} characters` : 'a text';
  }
}

function describeRange(node: SchemaNode): string {
  const maximum = node.maximum === Number.MAX_SAFE_INTEGER ? undefined : node.maximum;
  const minimum = node.minimum === Number.MIN_SAFE_INTEGER ? undefined : node.minimum;
  if (node.exclusiveMinimum !== undefined) return ` above ${node.exclusiveMinimum}`;
  if (minimum !== undefined && maximum !== undefined) return ` from ${minimum} to ${maximum}`;
  if (minimum !== undefined) return ` of at least ${minimum}`;
  return maximum === undefined ? '' : ` of at most ${maximum}`;
}

function isNode(value: unknown): value is SchemaNode {
  return typeof value === 'object' && value !== null && 'type' in value;
}
