import { NestFactory, Reflector } from '@nestjs/core';
import { type InjectionToken, Module } from '@nestjs/common';
import { PARAMTYPES_METADATA, SELF_DECLARED_DEPS_METADATA } from '@nestjs/common/constants.js';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { z } from 'zod';
import { AccessGuard } from '../../agents/access.guard.js';
import { API_CONTROLLERS } from '../api-controllers.js';
import { AuditInterceptor } from '../audit.interceptor.js';
import { IdempotencyInterceptor } from '../idempotency.interceptor.js';
import { ProblemFilter } from '../problem.filter.js';
import { VisibilityGuard } from '../visibility.guard.js';
import { shape } from '../shapes/shape.js';
import { describeController } from './describe-routes.js';
import { listNamedSchemas } from './schemas.js';

const DESCRIPTION = `Errors are problem+json (RFC 9457) with a stable \`code\`; lists are \`{items, nextCursor}\`, paged by \`cursor\`; every answer has
an \`x-request-id\`. Send \`Authorization: Bearer <key>\`, or log in and let the cookie do it.`;

shape(
  'Problem',
  z.looseObject({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    code: z.string().describe('stable, for programs'),
    detail: z.string().describe('for people'),
    hint: z.string().optional().describe('what to do about it'),
    instance: z.string(),
    requestId: z.string(),
    errors: z
      .array(z.object({ path: z.string(), message: z.string(), code: z.string() }))
      .optional()
      .describe('all faults of the input'),
  }),
);

let made: Promise<OpenAPIObject> | undefined;

/**
 * The document of the API, made from its controllers and their schemas. Nest looks at them without making anything, so neither database nor
 * log is needed. Made once a process, when first asked for.
 */
export function makeDocument(): Promise<OpenAPIObject> {
  made ??= makeAnew();
  return made;
}

type Made = abstract new (...args: never[]) => unknown;

/** Even where it only looks, Nest wants to know where everything would come from. */
const UNUSED = [...API_CONTROLLERS, AccessGuard, AuditInterceptor, VisibilityGuard, IdempotencyInterceptor, ProblemFilter]
  .flatMap((type) => listDependencies(type))
  .map((provide) => ({ provide, useValue: {} }));

function listDependencies(type: Made): InjectionToken[] {
  const types = (Reflect.getMetadata(PARAMTYPES_METADATA, type) ?? []) as InjectionToken[];
  const named = (Reflect.getMetadata(SELF_DECLARED_DEPS_METADATA, type) ?? []) as { index: number; param: InjectionToken }[];
  return types.map((token, index) => named.find((each) => each.index === index)?.param ?? token).filter((token) => token !== Reflector);
}

@Module({ controllers: [...API_CONTROLLERS], providers: UNUSED })
class DocumentedModule {}

async function makeAnew(): Promise<OpenAPIObject> {
  for (const controller of API_CONTROLLERS) describeController(controller);
  const application = await NestFactory.create(DocumentedModule, { preview: true, logger: false, abortOnError: false });
  const config = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Tributary')
    .setDescription(DESCRIPTION.replaceAll('\n', ' '))
    .setVersion('1')
    .addBearerAuth({ type: 'http', scheme: 'bearer', description: 'an API key' })
    .addCookieAuth('tributary_session')
    .build();
  const document = SwaggerModule.createDocument(application, config, { autoTagControllers: false });
  return { ...document, components: { ...document.components, schemas: listNamedSchemas() } } as OpenAPIObject;
}
