import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Secret, TOTP } from 'otpauth';
import { DATABASE } from '#database';
import { CLOCK } from '#runtime';
import { adminCommands } from '../../../apps/ticketing/src/agents.admin.js';
import { type Answer, type Api, openApi } from '../../support/ticketing-api.js';

const password = 'a good password';
const STEP_MS = 30_000;

interface Made {
  readonly secret: string;
  readonly otpauthUrl: string;
}

let api: Api;
beforeAll(async () => {
  api = await openApi({
    settings: { login: { secondFactorRoles: ['admin'] }, deskSettings: { name: 'Acme' } },
    desk: { roles: { treasurer: { may: ['tickets:read'], secondFactor: true } } },
  });
});
afterAll(() => api.close());

async function makeAgent(role = 'agent'): Promise<{ id: string; email: string }> {
  const email = `${randomUUID()}@desk.test`;
  const { body } = await api.ask<{ id: string }>('POST', '/api/v1/agents', { body: { email, password, role } });
  return { id: body.id, email };
}
const logIn = (email: string, code?: string, secret = password): Promise<Answer<Record<string, unknown>>> =>
  api.ask('POST', '/api/v1/session', { key: null, body: { email, password: secret, ...(code === undefined ? {} : { code }) } });
const cookieOf = ({ headers }: Answer<unknown>) => headers.get('set-cookie')!.split(';')[0]!;
const as = <T = Record<string, unknown>>(cookie: string, method: string, path: string, body?: unknown) =>
  api.ask<T>(method, `/api/v1${path}`, {
    key: null,
    headers: { cookie, 'x-tributary-request': '1' },
    ...(body === undefined ? {} : { body }),
  });
const codeOf = (secret: string, steps = 0) =>
  new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: api.desk.clock.now().getTime() + steps * STEP_MS });
const nextStep = () => api.desk.clock.advance(STEP_MS);

/** An agent who has one, logged in. */
async function enrol(role = 'agent') {
  const agent = await makeAgent(role);
  const cookie = cookieOf(await logIn(agent.email));
  const { secret } = (await as<Made>(cookie, 'POST', '/session/second-factor', { password })).body;
  const confirmed = await as<{ recoveryCodes: string[] }>(cookie, 'POST', '/session/second-factor/confirmation', { code: codeOf(secret) });
  nextStep();
  return { ...agent, cookie, secret, codes: confirmed.body.recoveryCodes };
}

describe('a second factor', () => {
  it('is begun with the password, shown once, and counts when a code has confirmed it', async () => {
    const { email } = await makeAgent();
    const [cookie, elsewhere] = [cookieOf(await logIn(email)), cookieOf(await logIn(email))];
    expect((await as(cookie, 'POST', '/session/second-factor', { password: 'wrong password' })).body).toMatchObject({
      code: 'login_refused',
    });
    const first = await as<Made>(cookie, 'POST', '/session/second-factor', { password });
    expect(first.body.otpauthUrl).toBe(
      `otpauth://totp/Acme:${encodeURIComponent(email)}?issuer=Acme&secret=${first.body.secret}&algorithm=SHA1&digits=6&period=30`,
    );
    expect((await as(cookie, 'GET', '/session/second-factor')).body).toEqual({
      ...{ state: 'begun', confirmedAt: null, required: false, recoveryCodesLeft: 0 },
    });
    // Not confirmed, so not asked for; begun again, the first one is worth nothing.
    expect((await logIn(email)).status).toBe(201);
    const { secret } = (await as<Made>(cookie, 'POST', '/session/second-factor', { password })).body;
    const confirm = (code: string) => as<{ recoveryCodes: string[] }>(cookie, 'POST', '/session/second-factor/confirmation', { code });
    expect((await confirm(codeOf(first.body.secret))).body).toMatchObject({ status: 401, code: 'second_factor_refused' });
    const { status, body } = await confirm(codeOf(secret));
    expect([status, new Set(body.recoveryCodes).size]).toEqual([201, 10]);
    expect(body.recoveryCodes[0]).toMatch(/^\w{4}-\w{4}-\w{4}-\w{4}$/);
    expect((await as(cookie, 'GET', '/session/second-factor')).body).toMatchObject({ state: 'confirmed', recoveryCodesLeft: 10 });
    expect((await as(elsewhere, 'GET', '/session')).status).toBe(401);
    expect((await as(cookie, 'POST', '/session/second-factor', { password })).body).toMatchObject({ code: 'second_factor_exists' });
    const tables = await Promise.all(
      ['agent_second_factors', 'agent_recovery_codes', 'audit_log', 'http_idempotency'].map((table) =>
        api.desk.database.sql.query(`select t::text as row from ${table} t`),
      ),
    );
    const stored = JSON.stringify(tables);
    for (const shown of [secret, ...body.recoveryCodes, ...body.recoveryCodes.map((code) => code.replaceAll('-', ''))])
      expect(stored).not.toContain(shown);
  });

  it('is asked for after the right password only, takes clocks a step off, and no code twice', async () => {
    const { email, secret } = await enrol();
    expect((await logIn(email, undefined, 'wrong password')).body).toMatchObject({ code: 'login_refused' });
    const needed = await logIn(email);
    expect([needed.status, needed.body['code'], needed.headers.get('set-cookie')]).toEqual([401, 'second_factor_needed', null]);
    expect((await logIn(email, codeOf(secret), 'wrong password')).body).toMatchObject({ code: 'login_refused' });
    nextStep();
    for (const steps of [-2, 2]) expect((await logIn(email, codeOf(secret, steps))).body).toMatchObject({ code: 'second_factor_refused' });
    const before = codeOf(secret, -1);
    const both = await Promise.all([logIn(email, before), logIn(email, before)]);
    expect(both.map(({ status }) => status).sort()).toEqual([201, 401]);
    expect((await logIn(email, codeOf(secret, 1))).status).toBe(201);
    // What lies before a code that was used is over too.
    for (const steps of [-1, 0, 1]) expect((await logIn(email, codeOf(secret, steps))).status).toBe(401);
  });

  it('is throttled as passwords are: asking without a code makes nothing good', async () => {
    const { email, secret } = await enrol();
    for (let tries = 0; tries < 10; tries += 1) {
      expect((await logIn(email, '000000')).status).toBe(401);
      if (tries < 9) expect((await logIn(email)).body).toMatchObject({ code: 'second_factor_needed' });
    }
    expect((await logIn(email, codeOf(secret))).body).toMatchObject({ status: 429, code: 'rate_limited' });
    api.desk.clock.advance(16 * 60_000);
    expect((await logIn(email, codeOf(secret))).status).toBe(201);
  });

  it('is replaced by recovery codes, each once, however typed; new ones end the old', async () => {
    const { email, secret, codes, cookie } = await enrol();
    expect((await logIn(email, codes[0]!.toUpperCase().replaceAll('-', ' '))).status).toBe(201);
    expect((await logIn(email, codes[0])).body).toMatchObject({ code: 'second_factor_refused' });
    expect((await as(cookie, 'GET', '/session/second-factor')).body).toMatchObject({ recoveryCodesLeft: 9 });
    const renewed = await as<{ recoveryCodes: string[] }>(cookie, 'POST', '/session/second-factor/recovery-codes', {
      code: codeOf(secret),
    });
    expect((await logIn(email, codes[1])).status).toBe(401);
    expect((await logIn(email, renewed.body.recoveryCodes[1])).status).toBe(201);
    const { body } = await api.ask<{ items: { reason?: string }[] }>('GET', '/api/v1/audit?action=login&limit=200');
    expect(body.items.filter(({ reason }) => reason === 'recovery_code').length).toBeGreaterThanOrEqual(2);
  });

  it.each([['admin'], ['treasurer']])('that the role %s needs is set up before anything else, and stays', async (role) => {
    const { email } = await makeAgent(role);
    const login = await logIn(email);
    expect(login.body).toMatchObject({ scopes: [], secondFactorMissing: true });
    const cookie = cookieOf(login);
    expect((await as(cookie, 'GET', '/tickets')).body).toMatchObject({ status: 403, code: 'second_factor_missing' });
    expect((await as(cookie, 'GET', '/session')).body).toMatchObject({ scopes: [], secondFactorMissing: true, signedInBy: 'password' });
    const { secret } = (await as<Made>(cookie, 'POST', '/session/second-factor', { password })).body;
    expect((await as(cookie, 'GET', '/tickets')).status).toBe(403);
    await as(cookie, 'POST', '/session/second-factor/confirmation', { code: codeOf(secret) });
    expect((await as(cookie, 'GET', '/session')).body).toMatchObject({
      scopes: expect.arrayContaining(['tickets:read']),
      secondFactorMissing: false,
    });
    nextStep();
    const removal = await as(cookie, 'POST', '/session/second-factor/removal', { code: codeOf(secret) });
    expect(removal.body).toMatchObject({ status: 409, code: 'second_factor_required' });
  });

  it('is taken away by its owner with a code, or by an admin, who ends his logins', async () => {
    const mine = await enrol();
    expect((await as(mine.cookie, 'POST', '/session/second-factor/removal', { code: '000000' })).status).toBe(401);
    expect((await as(mine.cookie, 'POST', '/session/second-factor/removal', { code: codeOf(mine.secret) })).status).toBe(204);
    expect((await logIn(mine.email)).status).toBe(201);
    const lost = await enrol();
    expect((await as(lost.cookie, 'DELETE', `/agents/${lost.id}/second-factor`)).status).toBe(403);
    expect((await api.ask('DELETE', `/api/v1/agents/${lost.id}/second-factor`)).status).toBe(204);
    expect((await as(lost.cookie, 'GET', '/session')).status).toBe(401);
    expect((await logIn(lost.email)).status).toBe(201);
    expect((await api.ask('DELETE', `/api/v1/agents/${lost.id}/second-factor`)).body).toMatchObject({ code: 'second_factor_unknown' });
    expect((await api.ask('DELETE', '/api/v1/agents/nobody/second-factor')).body).toMatchObject({ code: 'agent_unknown' });
    const { body } = await api.ask<{ items: { outcome: string; targets: object }[] }>('GET', '/api/v1/audit?limit=200');
    expect(body.items).toContainEqual(
      expect.objectContaining({
        action: 'DELETE agents/:agentId/second-factor',
        outcome: 'done',
        targets: expect.objectContaining({ agentId: lost.id }),
      }),
    );
  });

  it('is taken away by an operator who has nothing but the machine', async () => {
    const { email, id } = await enrol();
    const said: string[] = [];
    const parts = new Map<symbol, unknown>([
      [DATABASE, api.desk.database],
      [CLOCK, api.desk.clock],
    ]);
    const context = { resolve: (token: symbol) => Promise.resolve(parts.get(token)), print: (line: string) => void said.push(line) };
    const command = adminCommands.find(({ name }) => name === 'reset-second-factor')!;
    const run = () => command.run({ words: [], options: { email: email.toUpperCase() } }, context as never);
    await run();
    expect(said).toEqual([expect.stringContaining('has no second factor now')]);
    expect((await logIn(email)).status).toBe(201);
    const { body } = await api.ask<{ items: object[] }>('GET', '/api/v1/audit?action=reset-second-factor');
    expect(body.items).toMatchObject([{ actor: { kind: 'command-line' }, targets: { agent: id } }]);
    await expect(run()).rejects.toMatchObject({ code: 'second_factor_unknown' });
  });

  it('is no matter of keys', async () => {
    expect((await api.ask('GET', '/api/v1/session/second-factor')).body).toMatchObject({ status: 403, code: 'forbidden' });
  });
});
