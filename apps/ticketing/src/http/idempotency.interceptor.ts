import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor, SetMetadata } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Request, Response } from 'express';
import { defer, lastValueFrom, type Observable } from 'rxjs';
import { principalOf } from '../agents/principal.js';
import { hashRequest, Idempotency, readIdempotencyKey } from './idempotency.js';

const FORGETFUL = Symbol('forgetful');
/** For routes whose answer must not be kept (it holds a secret) or whose body is no JSON. */
export const KeepsNoAnswer = () => SetMetadata(FORGETFUL, true);

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
    const key = isWrite ? readIdempotencyKey(request.header('idempotency-key')) : null;
    if (key === null || this.reflector.get<boolean | undefined>(FORGETFUL, context.getHandler()) === true) return next.handle();
    const hash = hashRequest(request.method, request.originalUrl, JSON.stringify(request.body ?? null));
    const keyed = { principal: principalOf(request).subject, key, hash };
    return defer(async () => {
      const { answer, again } = await this.idempotency.run(keyed, () => lastValueFrom(next.handle(), { defaultValue: null }));
      if (again) context.switchToHttp().getResponse<Response>().setHeader('Idempotency-Replayed', 'true');
      return answer;
    });
  }
}
