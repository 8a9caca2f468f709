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
const takenOf = (passwordsOf: 'admins' | 'nobody') => ({
  oidc: { issuer: 'https://id.example.com', clientId: 'desk', clientSecret: 'secret' },
  login: { passwords: passwordsOf },
});
const ann = { id: 'ann', email: 'ann@x.test', displayName: 'Ann', role: 'agent', extension: null };

interface Given {
  readonly isFlooded?: boolean;
  readonly settings?: object;
  readonly role?: string;
  /** What becomes of a code; absent: she has no second factor. */
  readonly check?: (code: string) => 'totp' | 'recovery_code';
}

/** Logins of Ann's desk, with all that they leave behind. */
function open({ isFlooded = false, settings = {}, role = ann.role, check }: Given = {}) {
  const left: unknown[] = [];
  const leave =
    (what: string) =>
    (...who: unknown[]) => (left.push([what, ...who]), Promise.resolve());
  const agents = {
    findByEmail: (asked: string) => Promise.resolve(asked === ann.email ? { ...ann, role, passwordHash } : null),
    changePassword: (id: string, hash: string) => ((passwordHash = hash), leave('changed')(id)),
  } as unknown as AgentRepository;
  const sessions = { open: (id: string) => leave('opened')(id).then(() => 'token') } as unknown as SessionRepository;
  const throttle = {
    enter: (...who: string[]) =>
      leave('entered')(...who).then(() => {
        if (isFlooded) throw new PermanentError('', { code: 'rate_limited' });
      }),
    forgive: leave('forgiven'),
    leave: leave('left'),
  } as unknown as LoginThrottle;
  const audit = { note: (entry: object) => (left.push(entry), Promise.resolve()) } as unknown as AuditLog;
  const factors = {
    isConfirmed: (id: string) => Promise.resolve(id === ann.id && check !== undefined),
    check: async (id: string, code: string) => leave('checked')(id, code).then(() => check!(code)),
  } as unknown as SecondFactors;
  return { service: new LoginService(agents, sessions, passwords, throttle, audit, factors, Settings.parse(settings)), left };
}

const codeOf = (error: { code?: string }) => error.code;
const from = '203.0.113.7';

async function logIn(email: string, password: string, given: Given & { readonly code?: string } = {}) {
  const { service, left } = open(given);
  const answer = await service
    .logIn({ email, password, code: given.code }, from)
    .catch((error: { code?: string; message: string }) => error.code ?? error.message);
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
    const { answer, left } = await logIn('ann@x.test', 'correct horse battery', { isFlooded: true });
    expect([answer, left.length]).toEqual(['rate_limited', 1]);
  });

  it('is not tried where passwords are not taken', async () => {
    const { answer, left } = await logIn('ann@x.test', 'correct horse battery', { settings: takenOf('nobody') });
    expect([answer, left]).toEqual(['password_login_off', []]);
  });

  it('is an admin’s alone where passwords are taken of admins only, and the others are told so', async () => {
    const settings = takenOf('admins');
    expect((await logIn('ann@x.test', 'correct horse battery', { settings })).answer).toBe('login_refused');
    const admin = await logIn('ann@x.test', 'correct horse battery', { settings, role: 'admin' });
    expect(admin.answer).toMatchObject({ token: 'token' });
    const refusalOf = (given: Given) => open(given).service.logIn({ email: 'ann@x.test', password: 'wrong' }, from);
    await expect(refusalOf({ settings })).rejects.toMatchObject({ hint: expect.stringMatching('admins only') as unknown });
    await expect(refusalOf({})).rejects.toMatchObject({ hint: undefined });
  });

  it('is anybody’s where no provider is set up, whatever is said of passwords', async () => {
    const settings = { login: { passwords: 'nobody' } };
    expect(open({ settings }).service.passwordsOf).toBe('all');
    expect(open({ settings: takenOf('admins') }).service.passwordsOf).toBe('admins');
  });
});

describe('a login with a second factor', () => {
  const withCode = (check: Given['check'], code?: string) =>
    logIn('ann@x.test', 'correct horse battery', { ...(check === undefined ? {} : { check }), ...(code === undefined ? {} : { code }) });
  const entered = ['entered', 'ann@x.test', from];
  const facts = { actor: { kind: 'agent', id: 'ann' }, action: 'login', from };

  it('asks for a code after the right password, and neither counts that as a failure nor forgives one', async () => {
    const { answer, left } = await withCode(() => 'totp');
    expect(answer).toBe('second_factor_needed');
    expect(left).toEqual([entered, ['left', 'ann@x.test', from]]);
  });

  it('is not asked for a code by who does not know the password', async () => {
    const { answer, left } = await logIn('ann@x.test', 'wrong', { check: () => 'totp', code: '123456' });
    expect([answer, left]).toEqual(['login_refused', [entered, { ...facts, outcome: 'refused', reason: 'login_refused' }]]);
  });

  it('is opened by a code; the audit log says where it was one of those kept for a lost app', async () => {
    const ends = async (check: Given['check']) => (await withCode(check, '123456')).left;
    const opened = (more: object) => [
      ...[entered, ['checked', 'ann', '123456'], ['forgiven', 'ann@x.test', from]],
      ...[{ ...facts, outcome: 'done', ...more }, ['opened', 'ann']],
    ];
    expect(await ends(() => 'totp')).toEqual(opened({}));
    expect(await ends(() => 'recovery_code')).toEqual(opened({ reason: 'recovery_code', cause: { code: 'recovery_code' } }));
  });

  it('is refused for a wrong code, which counts and is kept', async () => {
    const { answer, left } = await withCode(() => {
      throw new PermanentError('', { code: 'second_factor_refused' });
    }, '000000');
    expect(answer).toBe('second_factor_refused');
    expect(left).toEqual([entered, ['checked', 'ann', '000000'], { ...facts, outcome: 'refused', reason: 'second_factor_refused' }]);
  });

  it('is no failure of hers where the code could not be looked at', async () => {
    const { answer, left } = await withCode(() => {
      throw new Error('the database is away');
    }, '123456');
    expect([answer, left]).toEqual(['the database is away', [entered, ['checked', 'ann', '123456']]]);
  });
});

describe('who is logged in and changes how she logs in', () => {
  const proof = ['password:ann', from];

  it('proves that she is the one, counted as a login is', async () => {
    const { service, left } = open();
    await service.prove(ann, 'correct horse battery', from);
    expect(left.splice(0)).toEqual([
      ['entered', ...proof],
      ['forgiven', ...proof],
    ]);
    expect(await service.prove(ann, 'wrong', from).catch(codeOf)).toBe('login_refused');
    expect(left).toEqual([['entered', ...proof]]);
  });

  it('is refused once she was taken out meanwhile', async () => {
    expect(
      await open()
        .service.prove({ ...ann, email: 'gone@x.test' }, 'correct horse battery', from)
        .catch(codeOf),
    ).toBe('login_refused');
  });

  it('is not even looked at after too many tries', async () => {
    const { service, left } = open({ isFlooded: true });
    expect(await service.prove(ann, 'correct horse battery', from).catch(codeOf)).toBe('rate_limited');
    expect(left).toEqual([['entered', ...proof]]);
  });

  it('has a new password by the old one', async () => {
    const [{ service, left }, before] = [open(), passwordHash];
    await service.changePassword(ann, { old: 'correct horse battery', new: 'a better horse battery' }, from);
    expect(left.at(-1)).toEqual(['changed', 'ann']);
    expect(await passwords.verify(passwordHash, 'a better horse battery')).toBe(true);
    expect(await passwords.verify(passwordHash, 'correct horse battery')).toBe(false);
    passwordHash = before;
  });

  it.each([
    ['the old one is wrong', 'wrong', 'a better horse battery', 'login_refused'],
    ['it is the old one', 'correct horse battery', 'correct horse battery', 'password_weak'],
    ['it is her address, however she writes it', 'correct horse battery', 'Ann@X.test', 'password_weak'],
  ])('keeps hers where %s', async (_, old, fresh, refused) => {
    const { service, left } = open();
    expect(await service.changePassword(ann, { old, new: fresh }, from).catch(codeOf)).toBe(refused);
    expect(left).not.toContainEqual(['changed', 'ann']);
  });
});
