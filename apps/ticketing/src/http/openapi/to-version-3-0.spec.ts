import { expect, it } from '@jest/globals';
import type { OpenAPIObject } from '@nestjs/swagger';
import { toVersion30 } from './to-version-3-0.js';

const convert = (schema: object) => {
  const document = { openapi: '3.1.0', paths: {}, components: { schemas: { It: schema } } } as unknown as OpenAPIObject;
  const { openapi, components } = toVersion30(document);
  expect(openapi).toBe('3.0.3');
  return components?.schemas?.['It'];
};

it.each([
  ['what may be null', { type: ['string', 'null'], maxLength: 3 }, { type: 'string', maxLength: 3, nullable: true }],
  ['one of two types', { type: ['string', 'number'] }, { anyOf: [{ type: 'string' }, { type: 'number' }] }],
  ['another schema or null', { anyOf: [{ $ref: '#/a' }, { type: 'null' }] }, { allOf: [{ $ref: '#/a' }], nullable: true }],
  [
    'a type or null',
    { description: 'd', anyOf: [{ type: 'integer' }, { type: 'null' }] },
    { type: 'integer', description: 'd', nullable: true },
  ],
  [
    'two or null',
    { anyOf: [{ type: 'integer' }, { type: 'string' }, { type: 'null' }] },
    { anyOf: [{ type: 'integer' }, { type: 'string' }], nullable: true },
  ],
  ['one value', { const: 'a' }, { enum: ['a'] }],
  ['a property that is called as a keyword', { properties: { const: { const: 1 } } }, { properties: { const: { enum: [1] } } }],
  ['examples', { type: 'string', examples: ['x', 'y'] }, { type: 'string', example: 'x' }],
  ['a bound', { type: 'number', exclusiveMinimum: 0 }, { type: 'number', minimum: 0, exclusiveMinimum: true }],
  ['a map', { type: 'object', propertyNames: { type: 'string' }, additionalProperties: {} }, { type: 'object', additionalProperties: {} }],
])('says %s as OpenAPI 3.0 does', (_what, schema, expected) => {
  expect(convert(schema)).toEqual(expected);
});
