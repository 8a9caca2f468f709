import type { z } from 'zod';
import { showValue, suggestName } from '#runtime';
import { listQueryFields, type QueryField } from './openapi/schemas.js';

export interface InputFault {
  readonly path: string;
  readonly message: string;
  readonly code: string;
}

/** The part of JSON Schema that queries use. */
interface QuerySchema {
  readonly type?: string;
  readonly format?: string;
  readonly enum?: readonly string[];
  readonly items?: { readonly enum?: readonly string[] };
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly examples?: readonly unknown[];
}

/** One fault a parameter, told as settings' faults are: what was found, what is allowed, an example. As people read it who typed the query. */
export function describeQueryFaults(schema: z.ZodType, query: unknown, issues: readonly z.core.$ZodIssue[]): InputFault[] {
  const fields = listQueryFields(schema);
  const faults = new Map<string, InputFault>();
  for (const issue of issues) {
    const names = issue.code === 'unrecognized_keys' ? issue.keys : [String(issue.path[0] ?? '')];
    for (const name of names.filter((each) => !faults.has(each))) {
      const field = fields.find((each) => each.name === name);
      const message = field === undefined ? describeUnknown(name, fields) : describeFault(field, (query as Record<string, unknown>)[name]);
      faults.set(name, { path: name, message, code: issue.code });
    }
  }
  return [...faults.values()];
}

function describeUnknown(name: string, fields: readonly QueryField[]): string {
  const known = fields.map((field) => field.name);
  const near = suggestName(name, known);
  return `is no parameter here; ${near === undefined ? `allowed: ${known.join(', ')}` : `did you mean ${near}?`}`;
}

function describeFault({ name, schema, description }: QueryField, found: unknown): string {
  const known = schema as QuerySchema;
  const example = known.examples?.[0] ?? known.items?.enum?.slice(0, 2).join() ?? known.enum?.[0];
  const told = example === undefined ? '' : `, e.g. ${name}=${String(example)}`;
  return `found ${showValue([name], found)}; allowed: ${describeAllowed(known, description)}${told}`;
}

function describeAllowed(schema: QuerySchema, description = 'a text'): string {
  const { type, format, minimum, maximum, minLength, maxLength } = schema;
  if (schema.items?.enum !== undefined) return `one or several of ${schema.items.enum.join(', ')}, with commas between`;
  if (schema.enum !== undefined) return `one of ${schema.enum.join(', ')}`;
  if (type === 'integer') return `a whole number from ${minimum} to ${maximum}`;
  if (format === 'date-time') return 'a date and time with seconds and zone (RFC 3339; write + as %2B)';
  if (format === 'uuid') return 'a UUID';
  return minLength === undefined ? description : `a text of ${minLength} to ${maxLength} characters`;
}
