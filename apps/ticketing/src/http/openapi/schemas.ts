import { z } from 'zod';
import { SHAPES } from '../shapes/shape.js';

export type JsonSchema = Record<string, unknown>;

/** JSON Schema of every shape with a name, each referring to the others by their names. */
export function listNamedSchemas(): Record<string, JsonSchema> {
  const { schemas } = z.toJSONSchema(SHAPES, { uri: (id) => refOf(id), unrepresentable: 'any', io: 'input' });
  return Object.fromEntries(Object.entries(schemas).map(([id, schema]) => [id, strip(schema as JsonSchema)]));
}

/** A reference to a shape with a name, else the schema itself. */
export function toSchema(schema: z.ZodType): JsonSchema {
  const id = SHAPES.get(schema)?.id;
  return id === undefined ? strip(z.toJSONSchema(schema, { unrepresentable: 'any', io: 'output' }) as JsonSchema) : { $ref: refOf(id) };
}

export interface QueryField {
  readonly name: string;
  readonly required: boolean;
  readonly schema: JsonSchema;
  readonly description?: string;
}

/** A query's fields, as what they are after reading; lists are written with commas. */
export function listQueryFields(schema: z.ZodType): QueryField[] {
  if (!(schema instanceof z.ZodObject)) return [];
  const shape = schema.shape as Record<string, z.ZodType>;
  return Object.entries(shape).map(([name, field]) => {
    const { description, ...rest } = describeField(field);
    return { name, required: false, schema: rest, ...(typeof description === 'string' ? { description } : {}) };
  });
}

function describeField(field: z.ZodType): JsonSchema {
  const inner = field instanceof z.ZodOptional ? (field.unwrap() as z.ZodType) : field;
  const described = strip(
    z.toJSONSchema(inner, {
      unrepresentable: 'any',
      io: 'output',
      override: ({ zodSchema, jsonSchema }) => {
        if (zodSchema._zod.def.type === 'date') Object.assign(jsonSchema, { type: 'string', format: 'date-time' });
      },
    }) as JsonSchema,
  );
  const { description = described['description'] } = field;
  // `none` is read as null: what it becomes says nothing to who writes it.
  const plain =
    Object.keys(described).filter((key) => key !== 'description' && key !== 'examples').length === 0
      ? { ...described, type: 'string' }
      : described;
  return description === undefined ? plain : { ...plain, description };
}

function refOf(id: string): string {
  return `#/components/schemas/${id}`;
}

/** What OpenAPI says elsewhere or has no use for. */
function strip({ $schema: _dialect, $id: _id, ...schema }: JsonSchema): JsonSchema {
  return schema;
}
