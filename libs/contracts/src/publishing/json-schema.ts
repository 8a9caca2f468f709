import { z } from 'zod';
import { Envelope } from '../envelope.js';
import { EventSchemas } from '../events/index.js';

export type JsonSchema = { [key: string]: unknown };

/** JSON Schema 2020-12 of each event's `data` and of the envelope, by event type. */
export function toJsonSchemas(): Record<string, JsonSchema> {
  const schemas: Record<string, JsonSchema> = { envelope: z.toJSONSchema(Envelope) as JsonSchema };
  // Readers ignore unknown fields, so the published schema must not forbid them.
  for (const [type, schema] of Object.entries(EventSchemas)) schemas[type] = z.toJSONSchema(schema, { io: 'input' }) as JsonSchema;
  return schemas;
}
