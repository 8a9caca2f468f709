import { applyDecorators, HttpCode, SetMetadata } from '@nestjs/common';
import type { z } from 'zod';

export interface RouteFacts {
  readonly summary: string;
  readonly description?: string;
  /** Of success. */
  readonly status: number;
  /** Shape of what is answered with success; absent: no JSON. */
  readonly shape?: z.ZodType;
  /** Content type of an answer or a body that is no JSON. */
  readonly produces?: string;
  readonly consumes?: string;
  /** Codes of problems a client should know about, beside those of every route: code → status. */
  readonly problems: Readonly<Record<string, number>>;
}

export const ROUTE_FACTS = Symbol('route facts');

/** What a route does and answers, for its status and for the document of the API. */
export function Answers(facts: Partial<RouteFacts> & { readonly summary: string }): MethodDecorator {
  const whole: RouteFacts = { status: 200, problems: {}, ...facts };
  return applyDecorators(SetMetadata(ROUTE_FACTS, whole), HttpCode(whole.status));
}
