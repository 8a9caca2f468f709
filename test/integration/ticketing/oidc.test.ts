import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Browser } from '../../support/openid-provider.js';
import { CALLBACK, codeOf, MINUTE, openSso, type Sso } from '../../support/sso-desk.js';
import { ADMIN, type Answer, type Api } from '../../support/ticketing-api.js';

const anna = { sub: 'anna-1', email: 'Anna@acme.test', email_verified: true, name: 'Anna' };

describe('single sign-on', () => {
  let sso: Sso;
  let api: Api;
  beforeAll(async () => {
    sso = await openSso();
    api = sso.api;
  });
  afterAll(() => sso.close());
  const logIn = (): Promise<Answer> => api.ask('POST', '/api/v1/session', { key: null, body: ADMIN });

  it('needs no provider to start: one that is down is said, and passwords go on', async () => {
    const { body } = await api.ask('GET', '/api/v1/session/methods', { key: null });
    expect(body).toEqual({ passwords: 'all', oidc: { name: 'Single sign-on', href: '/api/v1/session/oidc' } });
    const { status, code, response } = await sso.signIn(anna);
    expect([status, code, response.headers.get('retry-after')]).toEqual([503, 'oidc_unavailable', '2']);
    expect((await logIn()).status).toBe(201);
    expect(await sso.audit('login-oidc')).toMatchObject([{ outcome: 'refused', reason: 'oidc_unavailable' }]);
  });

  it('logs in the agent of a proved address, and knows him again by what the provider calls him', async () => {
    await sso.start();
    const { id } = await sso.makeAgent('anna@acme.test', 'supervisor');
    const { browser, status, response } = await sso.signIn(anna, '/tickets?box=mine');
    expect([status, response.headers.get('location')]).toEqual([303, '/tickets?box=mine']);
    const cookie = response.headers.getSetCookie().find((each) => each.startsWith('tributary_session='));
    expect(cookie).toMatch(/HttpOnly; SameSite=Lax/);
    expect(await sso.whoIs(browser)).toMatchObject({
      status: 200,
      body: { agent: { id, role: 'supervisor' }, signedInBy: 'oidc', scopes: expect.arrayContaining(['supervise']) },
    });
    const renamed = await sso.signIn({ ...anna, email: 'anna.b@acme.test', email_verified: false });
    expect(renamed).toMatchObject({ status: 303 });
    expect((await sso.whoIs(renamed.browser)).body).toMatchObject({ agent: { id } });
    expect(await sso.audit('link-login')).toMatchObject([{ actor: { id } }]);
    expect((await sso.audit('login-oidc')).filter(({ outcome }) => outcome === 'done')).toHaveLength(2);
    const stored = await api.desk.database.sql.query('select provider_hint from agent_sessions where provider_hint is not null');
    expect(JSON.stringify(stored)).not.toContain('eyJ');
  });

  it('ends here and at the provider', async () => {
    const { browser } = await sso.signIn(anna);
    const headers = { cookie: browser.cookies(api.url), 'x-tributary-request': '1' };
    const { status, body } = await api.ask<{ endSessionUrl: string }>('DELETE', '/api/v1/session/oidc', { key: null, headers });
    expect(status).toBe(200);
    expect((await sso.whoIs(browser)).status).toBe(401);
    const page = await browser.get(body.endSessionUrl);
    expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('logout')]);
    const { headers: kept } = await logIn();
    const cookie = kept.get('set-cookie')!.split(';')[0]!;
    const byPassword = await api.ask('DELETE', '/api/v1/session/oidc', { key: null, headers: { cookie, 'x-tributary-request': '1' } });
    expect(byPassword.body).toEqual({ endSessionUrl: null });
  });

  it.each([
    ['nobody whom the desk knows', { sub: 'x', email: 'nobody@acme.test', email_verified: true }, 'oidc_agent_unknown'],
    ['an address that nobody proved', { sub: 'y', email: ADMIN.email, email_verified: false }, 'oidc_mail_unverified'],
    ['no address', { sub: 'z' }, 'oidc_mail_unverified'],
    ['another person with an address that was linked', { ...anna, sub: 'anna-2' }, 'oidc_other_account'],
  ])('refuses %s', async (_who, person, code) => {
    const { browser, ...answer } = await sso.signIn(person);
    expect([answer.status, answer.code]).toEqual([403, code]);
    expect((await sso.whoIs(browser)).status).toBe(401);
    expect(await sso.refusal(code)).toBeDefined();
  });

  it('refuses an agent whose login was ended, and ends what he has', async () => {
    const person = { sub: 'dora', email: 'dora@acme.test', email_verified: true };
    const { id } = await sso.makeAgent('dora@acme.test');
    const before = await sso.signIn(person);
    expect((await sso.whoIs(before.browser)).status).toBe(200);
    expect((await api.ask('DELETE', `/api/v1/agents/${id}`)).status).toBe(204);
    expect((await sso.whoIs(before.browser)).status).toBe(401);
    expect(await sso.signIn(person)).toMatchObject({ status: 403, code: 'agent_disabled' });
    expect(await sso.refusal('agent_disabled')).toMatchObject({ actor: { id } });
  });

  it('goes to pages of this installation only', async () => {
    for (const to of [
      'https://evil.example',
      '//evil.example',
      '/\\evil.example',
      '/\t/evil.example',
      'tickets',
      'javascript:alert(1)',
      '/a b',
    ])
      expect([to, await codeOf(await new Browser(anna).get(sso.begin(to)))]).toEqual([to, 'redirect_refused']);
    expect(await sso.refusal('redirect_refused')).toBeDefined();
  });

  it('takes each answer of the provider once, in the browser that asked, in time', async () => {
    const browser = new Browser(anna);
    const url = await sso.reach(browser);
    const cookies = browser.cookies(api.url);
    expect(await codeOf(await new Browser(anna).get(url))).toBe('oidc_state_unknown');
    expect(await codeOf(await browser.get(url.replace(/state=[^&]+/, 'state=other')))).toBe('oidc_state_unknown');
    expect((await browser.get(url)).status).toBe(303);
    expect(await codeOf(await new Browser(anna).get(url, { cookie: cookies }))).toBe('oidc_state_used');
    const late = await sso.reach(browser);
    api.desk.clock.advance(11 * MINUTE);
    expect(await codeOf(await browser.get(late))).toBe('oidc_state_expired');
    // A code of his own that he puts into another sign-in is bound to that one's verifier.
    const [mine, other] = [new Browser(anna), new Browser(anna)];
    const [first, second] = [new URL(await sso.reach(mine)), new URL(await sso.reach(other))];
    second.searchParams.set('code', first.searchParams.get('code')!);
    expect(await codeOf(await other.get(second.href))).toBe('oidc_code_refused');
    for (const code of ['oidc_state_unknown', 'oidc_state_used', 'oidc_state_expired', 'oidc_code_refused'])
      expect([code, await sso.refusal(code)]).toEqual([code, expect.objectContaining({ outcome: 'refused' })]);
  });

  it('shows a browser what the provider said, as a page', async () => {
    const browser = new Browser(anna);
    const url = new URL(await sso.reach(browser));
    url.searchParams.delete('code');
    url.searchParams.set('error', 'access_denied');
    url.searchParams.set('error_description', '<b>no</b>');
    const page = await browser.get(url.href, { accept: 'text/html,application/xhtml+xml' });
    expect([page.status, page.headers.get('content-type')]).toEqual([401, 'text/html; charset=utf-8']);
    expect(await page.text()).toMatch(/access_denied: &lt;b&gt;no.*oidc_refused/s);
  });

  it('is tried so often only, from one address', async () => {
    const statuses = [];
    for (let tries = 0; tries < 51; tries += 1) statuses.push((await fetch(`${api.url}${CALLBACK}?state=x`)).status);
    expect(statuses.at(-1)).toBe(429);
    api.desk.clock.advance(16 * MINUTE);
    expect((await sso.signIn(anna)).status).toBe(303);
  });

  describe('when the provider changes', () => {
    afterEach(() => sso.stop());

    it('its keys, goes on', async () => {
      await sso.start();
      expect((await sso.signIn(anna)).status).toBe(303);
      await sso.start();
      expect((await sso.signIn(anna)).status).toBe(303);
    });

    it('to one that signs with keys it does not publish, is refused', async () => {
      await sso.start({ hidesItsKeys: true });
      expect(await sso.signIn(anna)).toMatchObject({ status: 401, code: 'oidc_token_invalid' });
    });

    it('its name, is refused: an operator must say that it is the same', async () => {
      await sso.start({ issuer: 'https://else.example' });
      expect(await sso.signIn(anna)).toMatchObject({ status: 502, code: 'oidc_issuer_changed' });
    });

    it.each([
      ['hours behind', { clockOffsetMs: -2 * 60 * MINUTE }, 'oidc_clock'],
      ['minutes ahead', { clockOffsetMs: 10 * MINUTE }, 'oidc_clock'],
      ['seconds behind', { clockOffsetMs: -80_000, idTokenSeconds: 60 }, undefined],
    ])('its clock to %s, says so beyond what is borne', async (_how, facts, code) => {
      await sso.start(facts);
      expect((await sso.signIn(anna)).code).toBe(code);
    });

    it('and goes away in the middle, says so', async () => {
      await sso.start();
      const browser = new Browser(anna);
      const url = await sso.reach(browser);
      await sso.stop();
      expect(await codeOf(await browser.get(url))).toBe('oidc_unavailable');
    });
  });
});
