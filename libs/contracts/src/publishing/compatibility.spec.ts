import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { MessagePart } from '../index.js';
import { findBreakingChanges } from './compatibility.js';
import { type JsonSchema, toJsonSchemas } from './json-schema.js';

const schemaOf = (type: z.ZodType) => z.toJSONSchema(type) as JsonSchema;
const published = z.object({
  id: z.string().max(10),
  kind: z.enum(['a', 'b']),
  tags: z.array(z.object({ name: z.string() })),
  note: z.string().optional(),
});

describe('compatibility of a published event', () => {
  it('accepts itself and additions', () => {
    for (const schema of Object.values(toJsonSchemas())) expect(findBreakingChanges(schema, schema)).toEqual([]);
    const grown = published.extend({ kind: z.enum(['a', 'b', 'c']), more: z.number().optional(), id: z.string().max(20) });
    expect(findBreakingChanges(schemaOf(published), schemaOf(grown))).toEqual([]);
  });

  it.each([
    ['a field that is gone', published.omit({ note: true }), '$.note: gone'],
    ['a field that became required', published.extend({ note: z.string() }), '$.note: became required'],
    ['a new required field', published.extend({ more: z.string() }), '$.more: became required'],
    ['a field that is no longer always there', published.partial({ id: true }), '$.id: no longer always there'],
    ['another type', published.extend({ id: z.number() }), '$.id: type was string, is number'],
    ['a value taken away', published.extend({ kind: z.enum(['a']) }), '$.kind: value b is no longer allowed'],
    ['a narrower bound', published.extend({ id: z.string().max(5) }), '$.id: maxLength was 10, is 5'],
    [
      'a change deep inside',
      published.extend({ tags: z.array(z.object({ name: z.number() })) }),
      '$.tags[].name: type was string, is number',
    ],
  ])('refuses %s', (_name, next, fault) => {
    expect(findBreakingChanges(schemaOf(published), schemaOf(next))).toContain(fault);
  });

  it('refuses to take a kind of part away', () => {
    const before = schemaOf(MessagePart);
    const after = { ...before, oneOf: (before['oneOf'] as JsonSchema[]).filter((_, index) => index !== 2) };
    expect(findBreakingChanges(before, after)).toEqual([expect.stringContaining('is gone')]);
  });
});
