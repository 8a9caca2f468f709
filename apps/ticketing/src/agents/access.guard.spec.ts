import type { ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { describe, expect, it } from '@jest/globals';
import { ManualClock, Settings } from '#runtime';
import type { AuditLog } from '../audit/audit-log.js';
import { AccessGuard, Needs } from './access.guard.js';
import type { Authenticator } from './authenticator.js';
import { findPrincipal, type Principal } from './principal.js';
import { RequestRate } from './request-rate.js';

class Routes {
  open(): void {}
  loggedIn(): void {}
  read(): void {}
  forgotten(): void {}
}
const decorate = (name: keyof Routes, scope: Parameters<typeof Needs>[0]) =>
  Needs(scope)(Routes.prototype, name, Object.getOwnPropertyDescriptor(Routes.prototype, name)!);
decorate('open', 'nobody');
decorate('loggedIn', 'login');
decorate('read', 'tickets:read');

/** A controller whose right holds for all its routes. */
@Needs('audit:read')
class Audit {
  list(): void {}
}

interface Came {
  readonly by?: Principal['by'];
  readonly scopes?: readonly string[];
  readonly from?: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly lacksFactor?: boolean;
}
const clock = new ManualClock();
const notes: object[] = [];
const audit = { note: (entry: object) => (notes.push(entry), Promise.resolve()) } as unknown as AuditLog;

/** One who comes to a route: whether he is let in, or the code of the refusal. */
async function come(route: keyof Routes | 'audit', came: Came | null, rate = new RequestRate(clock)) {
  const { by = 'api-key', scopes = [], from = '203.0.113.7', method = 'GET', headers = {}, lacksFactor = false } = came ?? {};
  const principal =
    came === null
      ? null
      : {
          ...{ by, agent: null, scopes: new Set(scopes), subject: 'key:shop', lacksFactor },
          actor: { kind: 'agent', id: 'shop', displayName: 'Shop' },
        };
  const request = {
    method,
    path: '/api/v1/tickets',
    route: { path: '/api/v1/tickets' },
    headers,
    params: {},
    query: {},
    socket: { remoteAddress: from },
  };
  const context = {
    switchToHttp: () => ({ getRequest: () => request }),
    getHandler: () => (route === 'audit' ? Audit.prototype.list : Routes.prototype[route]),
    getClass: () => (route === 'audit' ? Audit : Routes),
  } as unknown as ExecutionContext;
  const authenticator = { identify: () => Promise.resolve(principal) } as unknown as Authenticator;
  const guard = new AccessGuard(new Reflector(), authenticator, rate, audit, Settings.parse({}));
  const answer = await guard.canActivate(context).catch((error: { code: string }) => error.code);
  return { answer, remembered: findPrincipal(request as never) };
}
const answer = async (...given: Parameters<typeof come>) => (await come(...given)).answer;

describe('a route', () => {
  it('lets in who has the right that it asks for, and remembers him', async () => {
    const { answer: taken, remembered } = await come('read', { scopes: ['tickets:read'] });
    expect([taken, remembered?.subject]).toEqual([true, 'key:shop']);
    expect(await answer('loggedIn', {})).toBe(true);
    expect(await answer('audit', { scopes: ['audit:read'] })).toBe(true);
  });

  it('lets in nobody else, and keeps that in the audit log', async () => {
    notes.length = 0;
    expect(await come('read', { scopes: ['tickets:write', 'admin'] })).toEqual({ answer: 'forbidden', remembered: null });
    expect(notes).toEqual([expect.objectContaining({ outcome: 'refused', reason: 'forbidden', from: '203.0.113.7' })]);
    expect(await answer('audit', { scopes: ['tickets:read'] })).toBe('forbidden');
  });

  it('asks for a key or a login before it says anything', async () => {
    notes.length = 0;
    for (const route of ['read', 'loggedIn', 'forgotten', 'audit'] as const) expect(await answer(route, null)).toBe('unauthenticated');
    expect(notes).toEqual([]);
  });

  it('is open to all only where that is said; one that says nothing is open to nobody', async () => {
    expect(await answer('open', null)).toBe(true);
    expect(await answer('forgotten', { scopes: ['admin', 'tickets:read'], by: 'bootstrap-key' })).toBe('forbidden');
  });

  it('takes no change by a cookie without the header of our pages, but one by a key', async () => {
    const change = { scopes: ['tickets:read'], method: 'POST' };
    expect(await answer('read', { ...change, by: 'cookie' })).toBe('cross_site');
    // Its name is what programs write by the API’s description.
    expect(await answer('read', { ...change, by: 'cookie', headers: { 'x-tributary-request': '1' } })).toBe(true);
    expect(await answer('read', { ...change, by: 'api-key' })).toBe(true);
  });

  it('is closed to who lacks the second factor that his role must have, but for what every login may: to set one up', async () => {
    notes.length = 0;
    const lacking = { by: 'cookie', lacksFactor: true, scopes: ['tickets:read'] } as const;
    expect([await answer('read', lacking), await answer('audit', lacking)]).toEqual(['second_factor_missing', 'second_factor_missing']);
    expect([await answer('loggedIn', lacking), notes]).toEqual([true, []]);
    expect(await answer('read', { ...lacking, lacksFactor: false })).toBe(true);
  });

  it('is asked only so often by one from another machine', async () => {
    const often = async (came: Came) => {
      const rate = new RequestRate(clock);
      for (let count = 0; count < 300; count += 1) rate.take('key:shop');
      return answer('read', { scopes: ['tickets:read'], ...came }, rate);
    };
    expect(await often({})).toBe('rate_limited');
    expect(await often({ from: '127.0.0.1' })).toBe(true);
    expect(await often({ by: 'bootstrap-key' })).toBe(true);
    expect(await often({ by: 'cookie' })).toBe('rate_limited');
  });
});
