import { beforeAll, describe, expect, it } from '@jest/globals';
import { PermanentError, Settings } from '#runtime';
import type { AuditLog } from '../audit/audit-log.js';
import type { AgentRepository } from './agent.repository.js';
import type { SecondFactors } from './second-factor/second-factors.js';
import { LoginService } from './login.service.js';
import type { LoginThrottle } from './login-throttle.js';
import { Passwords } from './passwords.js';
import type { SessionRepository } from './session.repository.js';

const passwords = new Passwords();
let passwordHash = '';
beforeAll(async () => {
  passwordHash = await passwords.hash('correct horse battery');
});
const ann = { id: 'ann', email: 'ann@x.test', displayName: 'Ann', role: 'agent', extension: null };

/** A login, with all that it left behind. */
async function logIn(email: string, password: string, isFlooded = false, settings: object = {}) {
  const left: unknown[] = [];
  const agents = {
    findByEmail: (asked: string) => Promise.resolve(asked === ann.email ? { ...ann, passwordHash } : null),
  } as unknown as AgentRepository;
  const sessions = { open: (id: string) => (left.push(['opened', id]), Promise.resolve('token')) } as unknown as SessionRepository;
  const throttle = {
    enter: (...who: string[]) => (
      left.push(['entered', ...who]),
      isFlooded ? Promise.reject(new PermanentError('', { code: 'rate_limited' })) : Promise.resolve()
    ),
    forgive: (...who: string[]) => (left.push(['forgiven', ...who]), Promise.resolve()),
  } as unknown as LoginThrottle;
  const audit = { note: (entry: object) => (left.push(entry), Promise.resolve()) } as unknown as AuditLog;
  const factors = { isConfirmed: () => Promise.resolve(false) } as unknown as SecondFactors;
  const answer = await new LoginService(agents, sessions, passwords, throttle, audit, factors, Settings.parse(settings))
    .logIn({ email, password }, '203.0.113.7')
    .catch((error: { code: string }) => error.code);
  return { answer, left };
}

describe('a login', () => {
  it('is opened for who knows the password, however he writes his address, and says nothing of it', async () => {
    const { answer, left } = await logIn(' Ann@X.test ', 'correct horse battery');
    expect(answer).toEqual({ agent: ann, token: 'token' });
    expect(left).toEqual([
      ['entered', 'ann@x.test', '203.0.113.7'],
      ['forgiven', 'ann@x.test', '203.0.113.7'],
      { actor: { kind: 'agent', id: 'ann' }, action: 'login', from: '203.0.113.7', outcome: 'done' },
      ['opened', 'ann'],
    ]);
  });

  it('is refused alike for a wrong password and for nobody; the audit log knows which', async () => {
    const [wrong, nobody] = [await logIn('ann@x.test', 'wrong'), await logIn('eve@x.test', 'correct horse battery')];
    expect([wrong.answer, nobody.answer]).toEqual(['login_refused', 'login_refused']);
    const refused = { action: 'login', from: '203.0.113.7', outcome: 'refused', reason: 'login_refused' };
    expect(wrong.left).toEqual([['entered', 'ann@x.test', '203.0.113.7'], { ...refused, actor: { kind: 'agent', id: 'ann' } }]);
    expect(nobody.left).toEqual([['entered', 'eve@x.test', '203.0.113.7'], { ...refused, actor: { kind: 'agent' } }]);
  });

  it('is not even looked at after too many tries', async () => {
    const { answer, left } = await logIn('ann@x.test', 'correct horse battery', true);
    expect([answer, left.length]).toEqual(['rate_limited', 1]);
  });

  it('is not tried where passwords are not taken', async () => {
    const settings = {
      oidc: { issuer: 'https://id.example.com', clientId: 'desk', clientSecret: 'secret' },
      login: { passwords: 'nobody' },
    };
    const { answer, left } = await logIn('ann@x.test', 'correct horse battery', false, settings);
    expect([answer, left]).toEqual(['password_login_off', []]);
    const admins = await logIn('ann@x.test', 'correct horse battery', false, { ...settings, login: { passwords: 'admins' } });
    expect(admins.answer).toBe('login_refused');
  });
});
