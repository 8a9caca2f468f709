import { Injectable, type PipeTransform } from '@nestjs/common';
import type { z } from 'zod';
import { PermanentError } from '#runtime';
import { describeQueryFaults } from './query-faults.js';

/**
 * Reads a body or a query as its schema says: `@Body(reads(Reply)) reply: Reply`. The document of the API is made of the same schemas.
 * Throws `PermanentError` (`invalid_request`) with every fault at once, each with its path.
 */
export function reads<T>(schema: z.ZodType<T>): ReadsInput<T> {
  return new ReadsInput(schema);
}

@Injectable()
export class ReadsInput<T> implements PipeTransform<unknown, T> {
  constructor(readonly schema: z.ZodType<T>) {}

  transform(value: unknown, { type }: { readonly type: string }): T {
    const read = this.schema.safeParse(value ?? {});
    if (read.success) return read.data;
    const errors =
      type === 'query'
        ? describeQueryFaults(this.schema, value, read.error.issues)
        : read.error.issues.map(({ path, message, code }) => ({ path: path.join('.'), message, code }));
    throw new PermanentError(`the ${type} is not as it should be: ${errors.map(describeFault).join('; ')}`, {
      code: type === 'query' ? 'invalid_query' : 'invalid_request',
      hint:
        value === undefined && type === 'body'
          ? 'send a body as application/json'
          : 'errors says what each field must be; /api/docs describes them all',
      fields: { errors },
    });
  }
}

function describeFault({ path, message }: { path: string; message: string }): string {
  return path === '' ? message : `${path}: ${message}`;
}
