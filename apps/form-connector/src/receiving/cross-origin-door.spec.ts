import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { RequestUnderTest } from '#connector-sdk/testing';
import { ManualClock } from '#runtime';
import { WebFormFactory } from '../form.connector.js';
import { openInbox, type InboxUnderTest } from '../testing/open-inbox.js';

const SHOP = 'https://www.shop.example';

describe('a form that is posted by script from a page of another site', () => {
  let inbox: InboxUnderTest;
  const clock = new ManualClock();
  beforeEach(async () => {
    inbox = await openInbox(
      WebFormFactory,
      { origins: [SHOP], fields: [{ name: 'summary', label: 'What', kind: 'text', required: true }] },
      { clock },
    );
  });
  afterEach(() => inbox.close());

  const ask = (request: RequestUnderTest & { origin?: string }) => {
    const { origin = SHOP, headers, ...rest } = request;
    return inbox.ask({ ...rest, headers: { accept: 'application/json', origin, ...headers } });
  };
  const load = async () => JSON.parse(String((await ask({ method: 'GET' })).body)) as { token: string };
  const post = (body: object, origin = SHOP) =>
    ask({ method: 'POST', origin, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  const preflight = (origin: string) => ({ method: 'OPTIONS', headers: { origin, 'access-control-request-method': 'POST' } });

  it('is taken from a site that may, preflight and all', async () => {
    const allowed = await inbox.ask(preflight(SHOP));
    expect(allowed).toMatchObject({ status: 204, headers: { 'access-control-allow-origin': SHOP, vary: 'origin' } });
    expect(allowed.headers!['access-control-allow-headers']).toContain('content-type');
    const { token } = await load();
    clock.advance(5_000);
    const answer = await post({ token, summary: 'It hangs' });
    expect(answer).toMatchObject({ status: 202, headers: { 'access-control-allow-origin': SHOP } });
    expect(inbox.context.emitted).toHaveLength(1);
  });

  it('tells that page what is wrong, in words it can read', async () => {
    const { token } = await load();
    clock.advance(5_000);
    expect(await post({ token })).toMatchObject({ status: 422, headers: { 'access-control-allow-origin': SHOP } });
    const forged = await post({ token: 'forged', summary: 'x' });
    expect(forged).toMatchObject({ status: 403, headers: { 'access-control-allow-origin': SHOP } });
    expect(JSON.parse(String(forged.body))).toMatchObject({ code: 'bad_form_token' });
    inbox.context.setEmits('refuse');
    expect(await post({ token, summary: 'x' })).toMatchObject({
      status: 503,
      headers: { 'access-control-allow-origin': SHOP, 'retry-after': '5' },
    });
  });

  it('is refused from any other', async () => {
    for (const origin of ['https://shop.example', `${SHOP}.evil.example`, 'http://www.shop.example', `${SHOP}:8443`]) {
      expect(await inbox.refusalOf(preflight(origin))).toBe('403 origin_not_allowed');
      await expect(post({ token: 'x', summary: 'x' }, origin)).rejects.toMatchObject({ status: 403, code: 'origin_not_allowed' });
    }
    expect(await inbox.refusalOf(preflight('null'))).toBe('403 origin_not_allowed');
    expect(inbox.context.emitted).toEqual([]);
  });

  it('is our own page as before, which sends null, nothing, or our own origin', async () => {
    const { token } = await load();
    clock.advance(5_000);
    for (const origin of ['null', new URL((await import('#connector-sdk/testing')).createInboxRequest({}).url).origin]) {
      const answer = await post({ token, summary: 'It hangs' }, origin);
      expect(answer.status).toBe(202);
      expect(answer.headers).not.toHaveProperty('access-control-allow-origin');
    }
  });
});
