import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openProcessLogger } from '#runtime';
import { ADMIN, type Api, BOOTSTRAP_KEY, openApi, openApiDatabase } from '../../../support/ticketing-api.js';

let api: Api;
beforeAll(async () => {
  api = await openApi();
});
afterAll(() => api.close());

async function makeKey(...scopes: string[]): Promise<{ id: string; key: string; prefix: string }> {
  const { status, body } = await api.ask<{ id: string; key: string; prefix: string }>('POST', '/api/v1/api-keys', {
    body: { name: scopes.join(' and '), scopes },
  });
  expect(status).toBe(201);
  return body;
}

async function logIn(password = ADMIN.password, headers = {}) {
  const answer = await api.ask('POST', '/api/v1/session', { key: null, headers, body: { email: 'ADMIN@example.com', password } });
  return { ...answer, setCookie: answer.headers.get('set-cookie') ?? '', cookie: (answer.headers.get('set-cookie') ?? '').split(';')[0]! };
}

describe('keys', () => {
  it.each([
    ['nobody', null, 401, 401, 401],
    ['a key nobody made', 'trb_made-up', 401, 401, 401],
    ['a reader', ['tickets:read'], 200, 403, 403],
    ['a writer', ['tickets:read', 'tickets:write'], 200, 404, 403],
    ['an admin', ['admin'], 403, 403, 200],
    ['the bootstrap key', BOOTSTRAP_KEY, 200, 404, 200],
  ])('%s', async (_who, held, read, write, administer) => {
    const key = Array.isArray(held) ? (await makeKey(...held)).key : held;
    const statuses = await Promise.all([
      api.ask('GET', '/api/v1/tickets', { key }),
      api.ask('POST', '/api/v1/tickets/none/notes', { key, body: { text: 'hello' } }),
      api.ask('GET', '/api/v1/api-keys', { key }),
    ]);
    expect(statuses.map(({ status }) => status)).toEqual([read, write, administer]);
  });

  it('are listed by how they begin, and work until they are revoked', async () => {
    const { id, key, prefix } = await makeKey('tickets:read');
    const listed = await api.ask<{ items: { id: string; prefix: string }[] }>('GET', '/api/v1/api-keys');
    expect(listed.body.items.find((item) => item.id === id)).toMatchObject({ prefix, revokedAt: null });
    expect(key.startsWith(prefix)).toBe(true);
    expect(JSON.stringify(listed.body)).not.toContain(key);
    expect((await api.ask('GET', '/api/v1/tickets', { key })).status).toBe(200);
    expect((await api.ask('DELETE', `/api/v1/api-keys/${id}`)).status).toBe(204);
    expect((await api.ask('GET', '/api/v1/tickets', { key })).status).toBe(401);
    expect((await api.ask('DELETE', `/api/v1/api-keys/${id}`)).body).toMatchObject({ code: 'api_key_unknown', status: 404 });
  });

  it('are not stored, nor are passwords or logins', async () => {
    const { key } = await makeKey('tickets:read');
    const { cookie } = await logIn();
    const tables = ['api_keys', 'agents', 'agent_sessions', 'http_idempotency'];
    const rows = await Promise.all(tables.map((table) => api.desk.database.sql.query(`select t::text as row from ${table} t`)));
    const stored = JSON.stringify(rows);
    for (const secret of [key, ADMIN.password, cookie.split('=')[1]!]) expect(stored).not.toContain(secret);
    expect(stored).toContain('$argon2id$');
  });

  it('have a rate, from other machines', async () => {
    const { key } = await makeKey('tickets:read');
    const headers = { 'x-forwarded-for': '203.0.113.9' };
    const asked = Array.from({ length: 301 }, () => api.ask('GET', '/api/v1/session', { key, headers }));
    const refused = (await Promise.all(asked)).filter(({ status }) => status === 429);
    expect(refused).toHaveLength(1);
    expect(refused[0]!.headers.get('retry-after')).toBe('1');
    expect((await api.ask('GET', '/api/v1/session', { headers })).status).toBe(200);
  });
});

describe('a login', () => {
  it('is a cookie scripts cannot read, good for what the role may', async () => {
    const { status, body, setCookie, cookie } = await logIn();
    expect(status).toBe(201);
    expect(body).toMatchObject({ agent: { email: ADMIN.email, role: 'admin' }, scopes: expect.arrayContaining(['tickets:read', 'admin']) });
    expect(setCookie).toMatch(/HttpOnly/);
    expect(setCookie).toMatch(/SameSite=Lax/);
    expect(setCookie).not.toMatch(/Secure/);
    expect((await api.ask('GET', '/api/v1/session', { key: null, headers: { cookie } })).body).toMatchObject({
      agent: { email: ADMIN.email },
    });
  });

  it('changes nothing without the header of our pages, or from another site', async () => {
    const { cookie } = await logIn();
    const post = (headers: Record<string, string>) =>
      api.ask('POST', '/api/v1/tickets/none/notes', { key: null, headers: { cookie, ...headers }, body: { text: 'hello' } });
    expect((await post({})).body).toMatchObject({ status: 403, code: 'cross_site' });
    expect((await post({ 'x-tributary-request': '1', origin: 'https://evil.example' })).body).toMatchObject({ code: 'cross_site' });
    expect((await post({ 'x-tributary-request': '1', origin: 'null' })).body).toMatchObject({ code: 'cross_site' });
    expect((await post({ 'x-tributary-request': '1', origin: api.url })).body).toMatchObject({ code: 'ticket_unknown' });
    expect((await logIn(ADMIN.password, { origin: 'https://evil.example' })).body).toMatchObject({ code: 'cross_site' });
  });

  it('ends when asked, and when it was not used for 12 hours', async () => {
    const show = (cookie: string) => api.ask('GET', '/api/v1/session', { key: null, headers: { cookie } });
    const one = await logIn();
    const other = await logIn();
    const out = { key: null, headers: { cookie: one.cookie, 'x-tributary-request': '1' } };
    expect((await api.ask('DELETE', '/api/v1/session', out)).status).toBe(204);
    expect((await show(one.cookie)).status).toBe(401);
    api.desk.clock.advance(11 * 3_600_000);
    expect((await show(other.cookie)).status).toBe(200);
    api.desk.clock.advance(11 * 3_600_000);
    expect((await show(other.cookie)).status).toBe(200);
    api.desk.clock.advance(12 * 3_600_000 + 1);
    expect((await show(other.cookie)).status).toBe(401);
  });

  it('is refused alike for a wrong password and an unknown agent, and after many tries', async () => {
    const tryAs = (email: string, password = 'wrong') => api.ask('POST', '/api/v1/session', { key: null, body: { email, password } });
    const [wrong, unknown] = [await tryAs(ADMIN.email), await tryAs('nobody@example.com')];
    const { instance: _a, requestId: _b, ...said } = wrong.body;
    expect(unknown.body).toMatchObject(said);
    expect(wrong.status).toBe(401);
    for (let tries = 1; tries < 10; tries += 1) expect((await tryAs(ADMIN.email)).status).toBe(401);
    const late = await tryAs(ADMIN.email, ADMIN.password);
    expect(late.body).toMatchObject({ status: 429, code: 'rate_limited' });
    expect(Number(late.headers.get('retry-after'))).toBeGreaterThan(0);
    api.desk.clock.advance(16 * 60_000);
    expect((await tryAs(ADMIN.email, ADMIN.password)).status).toBe(201);
  });
});

describe('the first admin', () => {
  it('is made once by processes that start together, its password shown by one of them and logged in with', async () => {
    const database = await openApiDatabase();
    const apis = await Promise.all([1, 2].map(() => openApi({ database, settings: { admin: {} } })));
    try {
      const notes = apis.flatMap((each) => each.notes.list()).filter(({ label }) => label === 'First login');
      expect(notes).toHaveLength(1);
      const password = /password: (\S+)/.exec(notes[0]!.text)![1]!;
      const body = { email: 'admin@example.com', password };
      for (const each of apis) expect((await each.ask('POST', '/api/v1/session', { key: null, body })).status).toBe(201);
    } finally {
      for (const each of apis) await each.close();
      await database.close();
    }
  });

  it('has its password from the setting once; a later start says what of the setting does not count, and shows no password', async () => {
    const database = await openApiDatabase();
    const startWith = async (admin: { email?: string; password?: string }) => {
      const lines: string[] = [];
      const logger = openProcessLogger({ format: 'text', level: 'warn', to: { write: (line) => lines.push(line) } });
      const started = await openApi({ database, logger, settings: { admin } });
      const login = { ...ADMIN, ...admin };
      const { status } = await started.ask('POST', '/api/v1/session', { key: null, body: login });
      await started.close();
      return { lines, status };
    };
    try {
      expect(await startWith(ADMIN)).toEqual({ lines: [], status: 201 });
      expect(await startWith(ADMIN)).toEqual({ lines: [], status: 201 });
      expect(await startWith({})).toEqual({ lines: [], status: 201 });
      const [wrong, unknown] = [
        await startWith({ ...ADMIN, password: 'quite another one' }),
        await startWith({ ...ADMIN, email: 'b@x.org' }),
      ];
      expect([wrong.status, unknown.status, wrong.lines.length, unknown.lines.length]).toEqual([401, 401, 1, 1]);
      expect(wrong.lines[0]).toMatch(/warn .*TRIBUTARY_ADMIN_PASSWORD.* first start only .*another password.* email=admin@example\.com /);
      expect(wrong.lines[0]).toContain('npm run --silent admin -- reset-password --email admin@example.com');
      expect(unknown.lines[0]).toMatch(/no such login.*create-user --email b@x\.org --role admin/);
      expect(wrong.lines[0] + unknown.lines[0]!).not.toMatch(/quite another|of the tests/);
    } finally {
      await database.close();
    }
  });
});
