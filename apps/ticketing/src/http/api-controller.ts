import { applyDecorators, Controller, SetMetadata, UseFilters, UseGuards, UseInterceptors } from '@nestjs/common';
import { AccessGuard } from '../agents/access.guard.js';
import { AuditInterceptor } from './audit.interceptor.js';
import { IdempotencyInterceptor } from './idempotency.interceptor.js';
import { ProblemFilter } from './problem.filter.js';
import { VisibilityGuard } from './visibility.guard.js';

export const TAG = Symbol('tag');

/** A controller of `/api/v1`: guarded, its errors as problems, its writes remembered by their Idempotency-Key and recorded in the audit log. */
export function ApiController(tag: string, path: string): ClassDecorator {
  return applyDecorators(
    SetMetadata(TAG, tag),
    UseFilters(ProblemFilter),
    UseGuards(AccessGuard, VisibilityGuard),
    UseInterceptors(AuditInterceptor, IdempotencyInterceptor),
    Controller(`api/v1/${path}`),
  );
}
