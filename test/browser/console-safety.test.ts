import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CONSOLE_ENVIRONMENT, CONSOLE_LOGIN } from '../support/console/console-page.js';
import { SmtpClient } from '../support/smtp-client.js';
import { API_KEY, eventually, startProduct, type StartedProduct } from '../support/started-product.js';

const SECRET = 'a-secret-key-of-32-letters-at-least-x';
const OUT_PASSWORD = 'password-of-the-outgoing-server';

/** What a browser is told, and what it is never told. */
describe('the console against who means it ill', () => {
  let folder: string;
  let product: StartedProduct;
  let cookie: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tributary-safety-'));
    product = await startProduct({
      ...CONSOLE_ENVIRONMENT,
      TRIBUTARY_HTTP_PUBLIC_URL: 'https://desk.example.com',
      TRIBUTARY_SECRET_KEY: SECRET,
      TRIBUTARY_SMTP_OUT: `smtp://desk:${OUT_PASSWORD}@127.0.0.1:1`,
    });
    const answer = await ask('POST', '/api/v1/session', { body: CONSOLE_LOGIN, headers: { 'x-tributary-request': '1' } });
    expect(answer.status).toBe(201);
    cookie = answer.headers.get('set-cookie')!;
  }, 120_000);
  afterAll(async () => {
    await product?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const ask = (method: string, path: string, { body, headers = {} }: { body?: unknown; headers?: Record<string, string> } = {}) =>
    fetch(`${product.apiUrl}${path}`, {
      method,
      redirect: 'manual',
      headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  const session = () => ({ cookie: cookie.split(';')[0]! });

  it.each(['/console/', '/console/tickets/x', '/help/'])(
    'serves %s under a policy that lets nothing inline and nothing foreign run',
    async (path) => {
      const answer = await ask('GET', path);
      expect(answer.status).toBe(200);
      const policy = new Map(
        answer.headers
          .get('content-security-policy')!
          .split(';')
          .map((part) => part.trim().split(/ (.*)/s) as [string, string]),
      );
      expect(policy.get('default-src')).toBe("'none'");
      for (const kind of ['script-src', 'style-src', 'connect-src']) expect(policy.get(kind)).toBe("'self'");
      for (const kind of ['object-src', 'base-uri', 'frame-ancestors']) expect(policy.get(kind)).toBe("'none'");
      expect([...policy.values()].join(' ')).not.toMatch(/unsafe|\*|https?:/);
      expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
      const html = await answer.text();
      expect(html).not.toMatch(/<script(?![^>]*\bsrc=)[^>]*>|<style|\son\w+=|javascript:/i);
    },
  );

  it('sets a cookie that no script reads, that no other site sends along, and that goes over https only', () => {
    expect(cookie).toMatch(/; HttpOnly/);
    expect(cookie).toMatch(/; SameSite=(Lax|Strict)/);
    expect(cookie).toMatch(/; Secure/);
  });

  it('refuses a change that a page of another site makes a browser send', async () => {
    const desk = { method: 'PUT', path: '/api/v1/desk', body: { desk: {} } };
    const foreign = { ...session(), origin: 'https://evil.example', 'x-tributary-request': '1' };
    for (const headers of [foreign, { ...session() }, { ...session(), origin: 'https://evil.example' }, { ...session(), origin: 'null' }]) {
      const answer = await ask(desk.method, desk.path, { body: desk.body, headers });
      expect([headers, answer.status]).toEqual([headers, 403]);
      expect(((await answer.json()) as { code: string }).code).toBe('cross_site');
    }
    const login = await ask('POST', '/api/v1/session', { body: CONSOLE_LOGIN, headers: { origin: 'https://evil.example' } });
    expect(login.status).toBe(403);
    const own = { ...session(), origin: 'https://desk.example.com', 'x-tributary-request': '1' };
    expect((await ask('POST', '/api/v1/desk/checks', { body: { desk: {} }, headers: own })).status).toBe(200);
    // Whom it allows, it would say here; it allows nobody.
    expect((await ask('OPTIONS', desk.path, { headers: foreign })).headers.get('access-control-allow-origin')).toBeNull();
  });

  it('lets nobody guess passwords, at the login or of who is in', async () => {
    const login = (password: string) =>
      ask('POST', '/api/v1/session', { body: { email: 'guess@example.com', password }, headers: { 'x-tributary-request': '1' } });
    const change = () =>
      ask('PUT', '/api/v1/session/password', {
        body: { old: 'guessed', new: 'a sentence of theirs' },
        headers: { ...session(), 'x-tributary-request': '1' },
      });
    for (const guess of [() => login('guessed'), change]) {
      const statuses: number[] = [];
      for (let tries = 0; tries < 12; tries += 1) statuses.push((await guess()).status);
      expect([...new Set(statuses)]).toEqual([401, 429]);
    }
  }, 60_000);

  it('has no secret in a page, its files or the lists of the API', async () => {
    const made = (
      await product.api<{ id: string }>('/webhooks', { method: 'POST', body: { name: 'h', url: 'https://hooks.example.com/' } })
    ).body;
    const { secret } = (await product.api<{ secret: string }>(`/webhooks/${made.id}/secret`)).body;
    const key = (await product.api<{ key: string }>('/api-keys', { method: 'POST', body: { name: 'k', scopes: ['tickets:read'] } })).body
      .key;
    const html = await (await ask('GET', '/console/')).text();
    const assets = [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, path]) => new URL(path!, `${product.apiUrl}/console/`).pathname);
    const lists = [
      'inboxes',
      'webhooks',
      'api-keys',
      'agents',
      'session',
      'desk',
      'desk?defaults=true',
      'audit',
      'first-run',
      'agents/work',
    ];
    const texts = await Promise.all([
      ...assets.map(async (path) => (await ask('GET', path)).text()),
      ...lists.map(async (path) => (await ask('GET', `/api/v1/${path}`, { headers: { authorization: `Bearer ${API_KEY}` } })).text()),
      ...['/health/ready', '/metrics', '/api/v1/session/methods'].map(async (path) => (await ask('GET', path)).text()),
    ]);
    for (const kept of [secret, key, API_KEY, SECRET, OUT_PASSWORD, CONSOLE_LOGIN.password, '$argon2id'])
      expect([kept, [html, ...texts].filter((text) => text.includes(kept)).length]).toEqual([kept, 0]);
  });

  it('shows a mail and its files where they can run nothing of ours', async () => {
    const door = new SmtpClient(product.smtpPort);
    const html = '<script>parent.stolen = 1</script><p onclick="x()">Hello</p>';
    const mail = [
      ...['From: eve@evil.example', 'To: support@example.com', 'Subject: Script', 'Message-ID: <script@evil.example>', 'MIME-Version: 1.0'],
      ...['Content-Type: multipart/mixed; boundary=b', '', '--b', 'Content-Type: text/html', '', html],
      ...['--b', 'Content-Type: text/html; name=page.html', 'Content-Disposition: attachment; filename=page.html', '', html],
      ...['--b', 'Content-Type: image/svg+xml; name=a.svg', 'Content-Disposition: attachment; filename=a.svg', ''],
      ...['<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', '--b--', ''],
    ];
    expect(await door.send('eve@evil.example', ['support@example.com'], mail.join('\r\n'))).toMatch(/^250 /);
    door.close();
    const entry = await eventually(async () => {
      const { body } = await product.api<{ items: { entryId: string | null }[] }>('/ledger?remoteMessageId=script@evil.example');
      return body.items[0]?.entryId;
    }, 'the entry');
    const { parts } = (await product.api<{ parts: { partId: string; type: string; media?: unknown }[] }>(`/entries/${entry}`)).body;
    const files = parts.filter(({ media }) => media !== undefined);
    expect(files.length).toBe(2);
    const headers = session();
    const shown = await ask('GET', `/api/v1/entries/${entry}/html`, { headers });
    expect(await shown.text()).not.toMatch(/<script|onclick/i);
    const answers = [shown, await ask('GET', `/api/v1/entries/${entry}/raw`, { headers })];
    for (const { partId } of files) answers.push(await ask('GET', `/api/v1/entries/${entry}/attachments/${partId}`, { headers }));
    for (const answer of answers) {
      expect(answer.status).toBe(200);
      expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
      const isFile = /^attachment/.test(answer.headers.get('content-disposition') ?? '');
      const policy = answer.headers.get('content-security-policy') ?? '';
      expect([answer.url, isFile || /(^|;)\s*sandbox(?![^;]*allow-(scripts|same-origin))/.test(policy)]).toEqual([answer.url, true]);
      if (/html|svg/.test(answer.headers.get('content-type') ?? '')) expect(policy).toContain('sandbox');
    }
  });
});
