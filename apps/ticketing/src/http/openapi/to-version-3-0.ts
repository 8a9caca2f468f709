import type { OpenAPIObject } from '@nestjs/swagger';

type Node = Readonly<Record<string, unknown>>;

/**
 * The same document as OpenAPI 3.0 says it, for the page that people read it on: swagger-ui walks the whole of a 3.1 document before it shows anything, which
 * takes ten seconds for this one, and shows a 3.0 document as it is opened. What 3.0 cannot say (names of properties) is left out.
 */
export function toVersion30(document: OpenAPIObject): OpenAPIObject {
  return { ...(convert(document) as OpenAPIObject), openapi: '3.0.3' };
}

function convert(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(convert);
  if (typeof value !== 'object' || value === null) return value;
  const node = Object.fromEntries(Object.entries(value).map(([key, each]) => [key, convert(each)]));
  return [withoutNames, withEnum, withExample, withBound, withOneType, withoutNull].reduce<Node>((made, step) => step(made), node);
}

function withoutNames({ propertyNames: _names, ...node }: Node): Node {
  return node;
}

function withEnum(node: Node): Node {
  if (!('const' in node)) return node;
  const { const: only, ...rest } = node;
  // A property that is called so holds a schema.
  return typeof only === 'object' && only !== null ? node : { ...rest, enum: [only] };
}

function withExample(node: Node): Node {
  const { examples, ...rest } = node;
  return Array.isArray(examples) ? { ...rest, example: examples[0] as unknown } : node;
}

function withBound(node: Node): Node {
  const { exclusiveMinimum, ...rest } = node;
  return typeof exclusiveMinimum === 'number' ? { ...rest, minimum: exclusiveMinimum, exclusiveMinimum: true } : node;
}

function withOneType(node: Node): Node {
  const { type, ...rest } = node;
  if (!Array.isArray(type)) return node;
  const types = type.filter((each) => each !== 'null');
  const nullable = types.length < type.length ? { nullable: true } : {};
  return types.length === 1
    ? { ...rest, type: types[0] as unknown, ...nullable }
    : { ...rest, anyOf: types.map((each) => ({ type: each as unknown })), ...nullable };
}

function withoutNull(node: Node): Node {
  const { anyOf, ...rest } = node;
  if (!Array.isArray(anyOf)) return node;
  const some = (anyOf as Node[]).filter(({ type }) => type !== 'null');
  if (some.length === anyOf.length) return node;
  const [first] = some;
  if (some.length > 1 || first === undefined) return { ...rest, anyOf: some, nullable: true };
  return '$ref' in first ? { ...rest, allOf: [first], nullable: true } : { ...first, ...rest, nullable: true };
}
