import { type CallHandler, type ExecutionContext, Inject, Injectable, type NestInterceptor, SetMetadata } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Request, Response } from 'express';
import { defer, lastValueFrom, type Observable } from 'rxjs';
import { CLOCK, type Clock, SECRET_KEY, type SecretKey, TributaryError } from '#runtime';
import { clientAddress } from '../agents/client-address.js';
import { findPrincipal, type Principal } from '../agents/principal.js';
import { AuditLog } from '../audit/audit-log.js';
import type { AuditFacts } from '../audit/audit-record.js';
import { findTargets, toAction, toAuditActor } from '../audit/audit-request.js';
import { trail } from '../audit/audit-trail.js';

const AUDITED = Symbol('audited');
/** For reads that are evidence themselves, and writes that are none (`false`: who types, what was looked at). */
export const Audited = (audited: boolean) => SetMetadata(AUDITED, audited);

/** Every write of the API, and every read that says so, in the audit log: in the transaction of the change where it has one. */
@Injectable()
export class AuditInterceptor implements NestInterceptor {
  constructor(
    private readonly log: AuditLog,
    private readonly reflector: Reflector,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(SECRET_KEY) private readonly secret: SecretKey,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const request = context.switchToHttp().getRequest<Request>();
    const isWrite = request.method !== 'GET' && request.method !== 'HEAD';
    const principal = findPrincipal(request);
    if (principal === null || !(this.reflector.get<boolean | undefined>(AUDITED, context.getHandler()) ?? isWrite)) return next.handle();
    const facts = this.describe(request, principal);
    return defer(async () => {
      try {
        const {
          result,
          written,
          facts: told,
        } = await trail(this.clock.now(), facts, () => lastValueFrom(next.handle(), { defaultValue: null }));
        const again = context.switchToHttp().getResponse<Response>().getHeader('Idempotency-Replayed') !== undefined;
        if (!written && !again) await this.log.note({ ...told, outcome: 'done' });
        return result;
      } catch (error) {
        if (error instanceof TributaryError && error.code !== 'rate_limited')
          await this.log.note({ ...facts, outcome: 'refused', reason: error.code });
        throw error;
      }
    });
  }

  private describe(request: Request, principal: Principal): Omit<AuditFacts, 'outcome'> {
    const body: unknown = request.body;
    const given = typeof body === 'object' && body !== null && !Buffer.isBuffer(body) ? Object.keys(body) : [];
    const { targets, ticketId } = findTargets(request);
    return {
      actor: toAuditActor(principal),
      action: toAction(request),
      ...(ticketId === undefined ? {} : { ticketId }),
      ...(Object.keys(targets).length === 0 ? {} : { targets }),
      ...(given.length === 0
        ? {}
        : { fields: given.slice(0, 50), content: this.secret.sign('audit-content', JSON.stringify(body)).toString('hex') }),
      from: clientAddress(request),
    };
  }
}
