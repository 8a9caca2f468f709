/** JSON Schema as our documents use it. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | Schema;
}

const SIMPLE: Readonly<Record<string, string>> = {
  string: 'string',
  integer: 'number',
  number: 'number',
  boolean: 'boolean',
  null: 'null',
};

/** A schema as a TypeScript type; `prefix` stands before the names of others. */
export function toType(schema: Schema, prefix = ''): string {
  const { $ref, anyOf, oneOf, allOf, type } = schema;
  if ($ref !== undefined) return `${prefix}${$ref.split('/').at(-1)!}`;
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum !== undefined) return union(schema.enum.map((value) => JSON.stringify(value)));
  const others = anyOf ?? oneOf;
  if (others !== undefined) return union(others.map((each) => toType(each, prefix)));
  if (allOf !== undefined) return allOf.map((each) => toType(each, prefix)).join(' & ');
  if (Array.isArray(type)) return union((type as string[]).map((each) => toType({ ...schema, type: each }, prefix)));
  if (type === 'array') return `${wrap(toType(schema.items ?? {}, prefix))}[]`;
  if (type === 'object' || schema.properties !== undefined) return toObject(schema, prefix);
  return SIMPLE[String(type)] ?? 'unknown';
}

function toObject({ properties = {}, required = [], additionalProperties }: Schema, prefix: string): string {
  const fields = Object.entries(properties).map(
    ([name, schema]) =>
      `${/^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name)}${required.includes(name) ? '' : '?'}: ${toType(schema, prefix)}`,
  );
  if (fields.length > 0) return `{ ${fields.join('; ')} }`;
  const values =
    typeof additionalProperties === 'object' && Object.keys(additionalProperties).length > 0
      ? toType(additionalProperties, prefix)
      : 'unknown';
  return `Record<string, ${values}>`;
}

function union(types: readonly string[]): string {
  const distinct = [...new Set(types)];
  return distinct.includes('unknown') ? 'unknown' : distinct.join(' | ');
}

function wrap(type: string): string {
  return / [|&] /.test(type) ? `(${type})` : type;
}
