import { randomUUID } from 'node:crypto';
import { createServer, type Server, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Answer, type Api, openApi } from '../../support/ticketing-api.js';

const password = 'a good password';

let api: Api;
beforeAll(async () => {
  api = await openApi();
});
afterAll(() => api.close());

async function makeAgent(role = 'agent'): Promise<{ id: string; email: string }> {
  const email = `${randomUUID()}@desk.test`;
  const { body } = await api.ask<{ id: string }>('POST', '/api/v1/agents', { body: { email, password, role } });
  return { id: body.id, email };
}
const logIn = (email: string, secret = password): Promise<Answer<Record<string, unknown>>> =>
  api.ask('POST', '/api/v1/session', { key: null, body: { email, password: secret } });
const cookieOf = ({ headers }: Answer<unknown>) => headers.get('set-cookie')!.split(';')[0]!;
const as = <T = Record<string, unknown>>(cookie: string, method: string, path: string, body?: unknown) =>
  api.ask<T>(method, `/api/v1${path}`, {
    key: null,
    headers: { cookie, 'x-tributary-request': '1' },
    ...(body === undefined ? {} : { body }),
  });

describe('one’s own password', () => {
  it('is changed by who knows it, ends the other logins, and is in the audit log without a word of it', async () => {
    const { email } = await makeAgent();
    const [mine, other] = [cookieOf(await logIn(email)), cookieOf(await logIn(email))];
    const change = (old: string, next: string) => as(mine, 'PUT', '/session/password', { old, new: next });
    expect(await change('a wrong password', 'a sentence of my own')).toMatchObject({ status: 401, body: { code: 'login_refused' } });
    expect((await change(password, 'short')).status).toBe(422);
    expect(await change(password, password)).toMatchObject({ status: 422, body: { code: 'password_weak' } });
    expect((await change(password, 'a sentence of my own')).status).toBe(204);
    expect((await as(mine, 'GET', '/session')).status).toBe(200);
    expect((await as(other, 'GET', '/session')).status).toBe(401);
    expect((await logIn(email)).status).toBe(401);
    expect((await logIn(email, 'a sentence of my own')).status).toBe(201);
    const log = JSON.stringify((await api.ask('GET', '/api/v1/audit?action=PUT')).body);
    expect(log).toContain('session/password');
    expect(log).not.toContain('sentence');
  });

  it('is nothing that a key has', async () => {
    expect((await api.ask('PUT', '/api/v1/session/password', { body: { old: 'x', new: 'a sentence of my own' } })).status).toBe(403);
  });
});

describe('a role', () => {
  it('is listed with what it may, and given to an agent from his next request on', async () => {
    const { id, email } = await makeAgent();
    const cookie = cookieOf(await logIn(email));
    const roles = await api.ask<{ items: { key: string; scopes: string[] }[] }>('GET', '/api/v1/agents/roles');
    expect(roles.body.items.find(({ key }) => key === 'supervisor')?.scopes).toContain('supervise');
    expect((await api.ask('PUT', `/api/v1/agents/${id}/role`, { body: { role: 'nobody' } })).body).toMatchObject({ code: 'role_unknown' });
    expect((await as<{ scopes: string[] }>(cookie, 'GET', '/session')).body.scopes).not.toContain('supervise');
    expect((await api.ask('PUT', `/api/v1/agents/${id}/role`, { body: { role: 'supervisor' } })).body).toMatchObject({
      id,
      role: 'supervisor',
    });
    expect((await as<{ scopes: string[] }>(cookie, 'GET', '/session')).body.scopes).toContain('supervise');
    expect((await as(cookie, 'PUT', `/agents/${id}/role`, { role: 'admin' })).status).toBe(403);
  });

  it('of admin stays with somebody', async () => {
    const { body } = await api.ask<{ items: { id: string; role: string }[] }>('GET', '/api/v1/agents');
    const admins = body.items.filter(({ role }) => role === 'admin');
    const answers = [];
    for (const { id } of admins) answers.push(await api.ask('PUT', `/api/v1/agents/${id}/role`, { body: { role: 'agent' } }));
    expect(answers.at(-1)).toMatchObject({ status: 409, body: { code: 'last_admin' } });
  });
});

describe('the first run', () => {
  it('keeps what was skipped, and is offered until somebody ends it', async () => {
    const show = async () =>
      (await api.ask<{ offered: boolean; steps: { key: string; skipped: boolean }[] }>('GET', '/api/v1/first-run')).body;
    expect(await show()).toMatchObject({ offered: true });
    expect((await api.ask('PUT', '/api/v1/first-run/marks/inbox')).status).toBe(204);
    expect((await show()).steps.find(({ key }) => key === 'inbox')).toMatchObject({ skipped: true });
    expect((await api.ask('DELETE', '/api/v1/first-run/marks/inbox')).status).toBe(204);
    expect((await show()).steps.find(({ key }) => key === 'inbox')).toMatchObject({ skipped: false });
    expect((await api.ask('PUT', '/api/v1/first-run/marks/nothing')).status).toBe(404);
    expect((await api.ask('PUT', '/api/v1/first-run/marks/end')).status).toBe(204);
    expect(await show()).toMatchObject({ offered: false });
  });

  it('lists desks that ship, each without a fault', async () => {
    const { items } = (await api.ask<{ items: { key: string; brings: Record<string, number> }[] }>('GET', '/api/v1/first-run/desks')).body;
    expect(items.map(({ key }) => key)).toContain('smartcv');
    for (const { key, brings } of items) {
      expect(brings['groups']).toBeGreaterThan(0);
      const { desk } = (await api.ask<{ desk: object }>('GET', `/api/v1/first-run/desks/${key}`)).body;
      expect([key, (await api.ask<{ faults: unknown[] }>('POST', '/api/v1/desk/checks', { body: { desk } })).body.faults]).toEqual([
        key,
        [],
      ]);
    }
    expect((await api.ask('GET', '/api/v1/first-run/desks/..%2Freference')).status).toBe(404);
  });
});

describe('the test of an inbox', () => {
  const servers: Server[] = [];
  afterAll(() => servers.forEach((server) => server.close()));
  /** A server that greets and then answers each line as `answer` says. */
  const serve = (greeting: string, answer: (line: string) => string): Promise<number> =>
    new Promise((resolve) => {
      const server = createServer((socket: Socket) => {
        socket.on('error', () => undefined);
        socket.write(`${greeting}\r\n`);
        socket.on('data', (data) => socket.write(answer(data.toString().trim())));
      });
      servers.push(server);
      server.listen(0, '127.0.0.1', () => resolve((server.address() as { port: number }).port));
    });
  const test = async (part: 'imap' | 'smtp', given: object) => {
    const body = {
      channel: 'email',
      [part]: { host: '127.0.0.1', security: 'none', user: 'u', password: 'a "quoted" \\ secret', ...given },
    };
    const answer = await api.ask<{ ok: boolean; steps: { step: string; fault: string | null }[] }>('POST', '/api/v1/inbox-tests', { body });
    expect(JSON.stringify(answer.body)).not.toContain('secret');
    return { ok: answer.body.ok, last: answer.body.steps.at(-1) };
  };

  it('names the step that fails and why', async () => {
    expect(await test('imap', { host: 'no-such-host.invalid', port: 993 })).toMatchObject({
      last: { step: 'name', fault: 'name_unknown' },
    });
    expect(await test('imap', { port: 1 })).toMatchObject({ last: { step: 'connection', fault: 'refused' } });
    const web = await serve('HTTP/1.1 400 Bad Request', () => '');
    expect(await test('imap', { port: web })).toMatchObject({ last: { step: 'greeting', fault: 'not_mail' } });
    expect(await test('imap', { port: web, security: 'tls' })).toMatchObject({ last: { step: 'tls', fault: 'tls_failed' } });
    const lines: string[] = [];
    const imap = await serve('* OK ready', (line) => {
      lines.push(line);
      const [tag, command] = line.split(' ');
      return `${tag} ${command === 'EXAMINE' && line.includes('Nowhere') ? 'NO no such mailbox' : command === 'STARTTLS' ? 'BAD what' : 'OK done'}\r\n`;
    });
    expect(await test('imap', { port: imap, security: 'starttls' })).toMatchObject({ last: { step: 'tls', fault: 'starttls_missing' } });
    expect(await test('imap', { port: imap, folder: 'Nowhere' })).toMatchObject({ last: { step: 'folder', fault: 'folder_missing' } });
    expect(await test('imap', { port: imap })).toMatchObject({ ok: true, last: { step: 'folder', fault: null } });
    expect(lines.find((line) => line.includes('LOGIN'))).toContain(String.raw`"a \"quoted\" \\ secret"`);
    const smtp = await serve('220 mx', (line) => (line.startsWith('AUTH') ? '535 5.7.8 no\r\n' : '250-mx\r\n250 AUTH PLAIN\r\n'));
    expect(await test('smtp', { port: smtp })).toMatchObject({ ok: false, last: { step: 'login', fault: 'password_wrong' } });
    expect(await test('smtp', { port: smtp, user: '' })).toMatchObject({ ok: true, last: { step: 'greeting', fault: null } });
  });

  it('is no tool to look through a network with', async () => {
    const tries = [];
    for (let count = 0; count < 11; count += 1)
      tries.push(
        await api.ask('POST', '/api/v1/inbox-tests', {
          body: { channel: 'email', smtp: { host: '127.0.0.1', port: 1, security: 'none' } },
        }),
      );
    expect(tries.at(-1)?.status).toBe(429);
    const { email } = await makeAgent('supervisor');
    expect((await as(cookieOf(await logIn(email)), 'POST', '/inbox-tests', { channel: 'email' })).status).toBe(403);
  });
});
