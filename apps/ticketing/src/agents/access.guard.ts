import { type CanActivate, type ExecutionContext, Inject, Injectable, SetMetadata } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Request } from 'express';
import { PermanentError, SETTINGS, type Settings } from '#runtime';
import { AuditLog } from '../audit/audit-log.js';
import { findTargets, toAction, toAuditActor } from '../audit/audit-request.js';
import { Authenticator } from './authenticator.js';
import { clientAddress, isLoopbackAddress } from './client-address.js';
import { refuseCrossSite } from './own-page.js';
import { type Principal, setPrincipal } from './principal.js';
import { RequestRate } from './request-rate.js';
import type { Scope } from './roles.js';

export const SCOPE = Symbol('scope');
/** The right a route asks for; `login`: any valid key or login; `nobody`: open to all. A route without it is open to nobody. */
export const Needs = (scope: Scope | 'login' | 'nobody') => SetMetadata(SCOPE, scope);

/** Lets in who shows a key or a login with the right a route asks for. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly authenticator: Authenticator,
    private readonly rate: RequestRate,
    private readonly audit: AuditLog,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<Request>();
    const needed = this.reflector.getAllAndOverride<Scope | 'login' | 'nobody' | undefined>(SCOPE, [
      context.getHandler(),
      context.getClass(),
    ]);
    if (needed === 'nobody') return true;
    const principal = await this.authenticator.identify(request);
    if (principal === null) throw nobody();
    if (principal.by === 'cookie') refuseCrossSite(request, this.settings);
    if (isLimited(principal, request)) this.rate.take(principal.subject);
    if (principal.lacksFactor && needed !== 'login') throw factorMissing();
    if (needed === undefined || (needed !== 'login' && !principal.scopes.has(needed))) {
      await this.noteRefusal(principal, request);
      throw forbidden(needed);
    }
    setPrincipal(request, principal);
    return true;
  }

  private async noteRefusal(principal: Principal, request: Request): Promise<void> {
    const facts = { actor: toAuditActor(principal), action: toAction(request), ...findTargets(request), from: clientAddress(request) };
    await this.audit.note({ ...facts, outcome: 'refused', reason: 'forbidden' });
  }
}

export function nobody(): PermanentError {
  return new PermanentError('no valid key or login', {
    code: 'unauthenticated',
    hint: 'send Authorization: Bearer <key>, or log in with POST /api/v1/session',
  });
}

export function forbidden(needed: string | undefined): PermanentError {
  return new PermanentError(`this needs the right ${needed ?? 'of nobody'}`, { code: 'forbidden' });
}

function factorMissing(): PermanentError {
  return new PermanentError('your role needs a second factor, and you have none', {
    code: 'second_factor_missing',
    hint: 'set one up: POST /api/v1/session/second-factor',
  });
}

function isLimited(principal: Principal, request: Request): boolean {
  return principal.by !== 'bootstrap-key' && !isLoopbackAddress(clientAddress(request));
}
