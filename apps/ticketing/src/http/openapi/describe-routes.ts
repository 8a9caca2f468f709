import { RequestMethod, type Type } from '@nestjs/common';
import { METHOD_METADATA, PARAMTYPES_METADATA, PATH_METADATA, ROUTE_ARGS_METADATA } from '@nestjs/common/constants.js';
import {
  ApiBody,
  ApiBearerAuth,
  ApiConsumes,
  ApiCookieAuth,
  ApiExtension,
  ApiHeader,
  ApiOperation,
  ApiParam,
  ApiProduces,
  ApiQuery,
  ApiResponse,
  ApiTags,
} from '@nestjs/swagger';
import type { z } from 'zod';
import { SCOPE } from '../../agents/access.guard.js';
import { REQUEST_HEADER } from '../../agents/own-page.js';
import { ROUTE_FACTS, type RouteFacts } from '../answers.js';
import { TAG } from '../api-controller.js';
import { KEY_USE, type KeyUse } from '../idempotency.interceptor.js';
import { ReadsInput } from '../read-input.js';
import { listQueryFields, toSchema } from './schemas.js';

interface Inputs {
  readonly body?: z.ZodType;
  readonly query?: z.ZodType;
}

interface Taken extends Inputs {
  readonly path: readonly string[];
  readonly key: 'none' | 'minded by the route' | 'minded for it';
}

type Handler = (...args: never[]) => unknown;

/** Tells @nestjs/swagger of a controller what its routes say of themselves; once a process. */
export function describeController(controller: Type): void {
  ApiTags(String(Reflect.getMetadata(TAG, controller)))(controller);
  const prototype = controller.prototype as Record<string, Handler>;
  for (const name of Object.getOwnPropertyNames(prototype)) {
    const facts = Reflect.getMetadata(ROUTE_FACTS, prototype[name]!) as RouteFacts | undefined;
    if (facts === undefined) continue;
    // A schema and its type have one name; the compiler takes the schema for a class and notes it as the parameter's.
    const types = (Reflect.getMetadata(PARAMTYPES_METADATA, prototype, name) ?? []) as unknown[];
    const classes = types.map((type) => (typeof type === 'function' ? type : Object));
    Reflect.defineMetadata(PARAMTYPES_METADATA, classes, prototype, name);
    const descriptor = Object.getOwnPropertyDescriptor(prototype, name)!;
    for (const decorate of listDecorators(controller, name, prototype[name]!, facts)) decorate(prototype, name, descriptor);
  }
}

function listDecorators(controller: Type, name: string, handler: Handler, facts: RouteFacts): MethodDecorator[] {
  const { body, query } = findInputs(controller, name);
  const path = listPathParts(controller, handler);
  const isWrite = Reflect.getMetadata(METHOD_METADATA, handler) !== RequestMethod.GET;
  const key = isWrite ? useOfKey(handler) : 'none';
  const scope = String(Reflect.getMetadata(SCOPE, handler));
  const right = { nobody: 'Open to all.', login: 'Needs any key or login.' }[scope] ?? `Needs the right \`${scope}\`.`;
  const description = facts.description === undefined ? right : `${facts.description} ${right}`;
  const operationId = `${controller.name.replace(/Controller$/, '').toLowerCase()}_${name}`;
  return [
    ApiOperation({ summary: facts.summary, description, operationId }),
    ApiExtension('x-permission', scope),
    ...(scope === 'nobody' ? [] : [ApiBearerAuth(), ApiCookieAuth()]),
    ...(query === undefined ? [] : listQueryFields(query)).map((field) => ApiQuery({ ...field, explode: false })),
    ...(body === undefined ? [] : [ApiBody({ schema: toSchema(body), required: true })]),
    ...(facts.consumes === undefined
      ? []
      : [ApiConsumes(facts.consumes), ApiBody({ schema: { type: 'string', format: 'binary' }, required: true })]),
    ...(isWrite ? listWriteHeaders(scope, key) : []),
    describeSuccess(facts),
    ...(facts.produces === undefined ? [] : [ApiProduces(facts.produces)]),
    ...listProblems(scope, facts, { body, query, path, key }),
    ...path.map((part) => ApiParam({ name: part, schema: { type: 'string' } })),
  ];
}

function describeSuccess({ status, shape, produces, summary }: RouteFacts): MethodDecorator {
  const schema = shape === undefined ? undefined : toSchema(shape);
  if (schema !== undefined) return ApiResponse({ status, description: summary, content: { 'application/json': { schema } } });
  if (produces === undefined) return ApiResponse({ status, description: summary });
  return ApiResponse({ status, description: summary, content: { [produces]: { schema: { type: 'string', format: 'binary' } } } });
}

/** What the parser of JSON answers before a route is asked; 415: a charset or an encoding that it cannot read. */
const BODY_PROBLEMS = { malformed_request: 400, body_too_large: 413, unsupported_media_type: 415, invalid_request: 422 };

/** What a key may be answered with: it is none, of another request, or of one that is under way. */
const KEY_PROBLEMS = { invalid_request: 422, idempotency_conflict: 422, idempotency_in_progress: 409 };

function listProblems(scope: string, facts: RouteFacts, { body, query, path, key }: Taken): MethodDecorator[] {
  const byStatus = new Map<number, Set<string>>();
  const add = (status: number, code: string) => byStatus.set(status, (byStatus.get(status) ?? new Set()).add(code));
  if (scope !== 'nobody') {
    add(401, 'unauthenticated');
    add(403, 'forbidden');
  }
  if (query !== undefined) add(400, 'invalid_query');
  // A `%` in a path that encodes nothing; where there is a body it is the parser's.
  if (path.length > 0 && body === undefined) add(400, 'malformed_request');
  if (key === 'minded by the route') add(422, 'invalid_request');
  const ofKey = key === 'minded for it' ? KEY_PROBLEMS : {};
  for (const [code, status] of Object.entries({ ...(body === undefined ? {} : BODY_PROBLEMS), ...ofKey, ...facts.problems }))
    add(status, code);
  const schema = { $ref: '#/components/schemas/Problem' };
  return [...byStatus]
    .sort(([one], [other]) => one - other)
    .map(([status, codes]) =>
      ApiResponse({ status, description: [...codes].join(', '), content: { 'application/problem+json': { schema } } }),
    );
}

function useOfKey(handler: Handler): Taken['key'] {
  const use = Reflect.getMetadata(KEY_USE, handler) as KeyUse | undefined;
  if (use === 'nothing') return 'none';
  return use === 'itself' ? 'minded by the route' : 'minded for it';
}

function listWriteHeaders(scope: string, use: Taken['key']): MethodDecorator[] {
  const key = { name: 'Idempotency-Key', required: false, description: 'The same key and request: one effect, one answer, for 7 days.' };
  const own = { name: REQUEST_HEADER, required: false, description: 'Any value; required with a cookie.' };
  return [...(use === 'none' ? [] : [ApiHeader(key)]), ...(scope === 'nobody' ? [] : [ApiHeader(own)])];
}

function listPathParts(controller: Type, handler: Handler): string[] {
  const path = [controller, handler].map((owner) => String(Reflect.getMetadata(PATH_METADATA, owner))).join('/');
  return [...path.matchAll(/:(\w+)/g)].map(([, name]) => name!);
}

/** The schemas by which a route reads its body and its query. */
function findInputs(controller: Type, name: string): Inputs {
  const found = (Reflect.getMetadata(ROUTE_ARGS_METADATA, controller, name) ?? {}) as Record<string, { pipes?: unknown[] }>;
  const schemaOf = (kind: number) =>
    Object.entries(found)
      .filter(([key]) => key.startsWith(`${kind}:`))
      .flatMap(([, { pipes = [] }]) => pipes)
      .find((pipe) => pipe instanceof ReadsInput)?.schema;
  const [body, query] = [schemaOf(3), schemaOf(4)];
  return { ...(body === undefined ? {} : { body }), ...(query === undefined ? {} : { query }) };
}
