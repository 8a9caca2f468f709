import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor, SetMetadata } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Request, Response } from 'express';
import { defer, lastValueFrom, type Observable } from 'rxjs';
import { principalOf } from '../agents/principal.js';
import { hashRequest, Idempotency, readIdempotencyKey } from './idempotency.js';

/** What a route does with the Idempotency-Key. `itself`: reads it and names its problems; `nothing`: takes none. Unset: this interceptor does. */
export type KeyUse = 'itself' | 'nothing';
export const KEY_USE = Symbol('use of the Idempotency-Key');
/** For routes whose answer must not be kept (it holds a secret) or whose body is no JSON; they mind the key themselves. */
export const KeepsNoAnswer = () => SetMetadata(KEY_USE, 'itself' satisfies KeyUse);
/** For logins, which change nothing. */
export const TakesNoKey = () => SetMetadata(KEY_USE, 'nothing' satisfies KeyUse);

/** The same Idempotency-Key: the same answer, one effect. */
@Injectable()
export class IdempotencyInterceptor implements NestInterceptor {
  constructor(
    private readonly idempotency: Idempotency,
    private readonly reflector: Reflector,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const request = context.switchToHttp().getRequest<Request>();
    const isWrite = request.method !== 'GET' && request.method !== 'HEAD';
    if (!isWrite || this.reflector.get<KeyUse | undefined>(KEY_USE, context.getHandler()) !== undefined) return next.handle();
    const key = readIdempotencyKey(request.header('idempotency-key'));
    if (key === null) return next.handle();
    const hash = hashRequest(request.method, request.originalUrl, JSON.stringify(request.body ?? null));
    const keyed = { principal: principalOf(request).subject, key, hash };
    return defer(async () => {
      const { answer, again } = await this.idempotency.run(keyed, () => lastValueFrom(next.handle(), { defaultValue: null }));
      if (again) context.switchToHttp().getResponse<Response>().setHeader('Idempotency-Replayed', 'true');
      return answer;
    });
  }
}
