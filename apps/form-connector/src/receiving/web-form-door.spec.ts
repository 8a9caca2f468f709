import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { SignJWT } from 'jose';
import { hash } from 'node:crypto';
import type { EventData } from '#contracts';
import { ManualClock } from '#runtime';
import { WebFormFactory } from '../form.connector.js';
import { openInbox, type InboxUnderTest } from '../testing/open-inbox.js';

const USER_SECRET = 'secret-of-the-site-0123456789abcdef';
const EXAMPLE = {
  email: 'Wang@Example.com',
  plan: 'Pro',
  os: 'windows',
  os_other: 'ignored, for it was not asked',
  browser: 'Chrome 122',
  device: 'computer',
  network: 'wifi',
  summary: '导出 PDF 失败',
  symptom: '点击导出后提示“网络错误”',
  steps: '1. 打开报表\n2. 点击导出 PDF',
  expected: '下载 PDF',
  actual: '提示网络错误',
  impact: '无法提交月报',
};

describe('the ticket form', () => {
  let inbox: InboxUnderTest;
  let clock: ManualClock;
  const open = async (settings: object = {}) => {
    clock = new ManualClock();
    inbox = await openInbox(WebFormFactory, settings, { clock });
  };
  beforeEach(() => open());
  afterEach(() => inbox.close());

  const page = async (query = 'lang=en') => String((await inbox.ask({ method: 'GET', query, headers: { accept: 'text/html' } })).body);
  const tokenOf = (html: string) => /name="token" value="([^"]+)"/.exec(html)![1]!;
  const post = (fields: Record<string, string>, headers: Record<string, string> = {}) => ({
    query: 'lang=en',
    headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'text/html', ...headers },
    body: new URLSearchParams(fields).toString(),
  });
  const fill = async (fields: Record<string, string> = EXAMPLE, headers: Record<string, string> = {}) => {
    const token = tokenOf(await page());
    clock.advance(5_000);
    return inbox.ask(post({ token, ...fields }, headers));
  };
  const messages = () => inbox.context.emitted.map(({ data }) => data as EventData<'message.received.v1'>);

  it("takes the guide's example as one well-formed message", async () => {
    const answer = await fill({ lang: 'zh', ...EXAMPLE }, { 'accept-language': 'zh-CN,zh;q=0.9' });
    expect(answer.status).toBe(200);
    const [message] = messages();
    expect(messages()).toHaveLength(1);
    expect(message!.threading.subject).toBe('导出 PDF 失败');
    expect(message!.sender.identities).toEqual([
      { scheme: 'email', value: 'wang@example.com', raw: 'Wang@Example.com', assurance: 'claimed' },
    ]);
    const form = message!.parts[0]!;
    const names = form.type === 'form' ? form.fields.map(({ name }) => name) : [];
    expect(names).toEqual(Object.keys(EXAMPLE).filter((name) => name !== 'os_other'));
    for (const words of ['Windows', 'Chrome 122', '2. 点击导出 PDF', '无法提交月报']) expect(message!.plainText).toContain(words);
    const receipt = /R-[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}/.exec(String(answer.body))![0];
    expect(message!.plainText).toContain(receipt);
    expect(message!.raw.contentType).toBe('application/x-www-form-urlencoded');
  });

  it('hands on the number of an order that its reference field holds', async () => {
    await open({ referenceField: 'device' });
    await fill();
    const { device: _device, ...without } = EXAMPLE;
    await fill({ ...without, device: 'phone' });
    expect(messages().map(({ handling }) => handling?.reference)).toEqual(['computer', 'phone']);
  });

  it('shows a page without anything that runs in it, in the language of the browser', async () => {
    const answer = await inbox.ask({ method: 'GET', headers: { accept: 'text/html', 'accept-language': 'de, zh-TW;q=0.8, en;q=0.5' } });
    expect(String(answer.body)).toContain('<html lang="zh-CN">');
    expect(String(answer.body)).not.toMatch(/<script|style=|\son\w+=/);
    expect(answer.headers?.['content-security-policy']).toMatch(/^default-src 'none'; style-src 'self'; form-action 'self'/);
    expect((await inbox.ask({ method: 'GET', path: '/form.css' })).status).toBe(200);
    expect(await inbox.refusalOf({ method: 'GET', path: '/../secret' })).toBe('404 no_such_page');
  });

  it('gives a person back what was written, with what is wrong, and nothing of it runs', async () => {
    const answer = await fill({ email: 'nonsense', summary: '"><script>alert(1)</script>', os: 'beos' });
    const html = String(answer.body);
    expect(answer.status).toBe(422);
    expect(html).toContain('This is no email address');
    expect(html).toContain('Choose one of the list');
    expect(html).toContain('id="symptom-fault"');
    expect(html).toContain('&#34;&#62;&#60;script&#62;alert(1)');
    expect(html).not.toContain('<script>');
    expect(messages()).toHaveLength(0);
  });

  it('takes a form once: the same again is the same message, another one needs another page', async () => {
    const token = tokenOf(await page());
    clock.advance(5_000);
    const first = await inbox.ask(post({ token, ...EXAMPLE }));
    const again = await inbox.ask(post({ token, ...EXAMPLE }));
    expect(again.body).toBe(first.body);
    expect(new Set(messages().map(({ id }) => id)).size).toBe(1);
    expect((await inbox.ask(post({ token, ...EXAMPLE, summary: 'Buy pills' }))).status).toBe(409);
  });

  it('tells robots from people', async () => {
    const token = tokenOf(await page());
    clock.advance(1_000);
    expect((await inbox.ask(post({ token, ...EXAMPLE }))).status).toBe(429);
    clock.advance(4_000);
    expect((await inbox.ask(post({ token, ...EXAMPLE, website: 'http://pills.example' }))).status).toBe(400);
    expect((await inbox.ask(post({ ...EXAMPLE }))).status).toBe(403);
    expect((await inbox.ask(post({ token: `${token.slice(0, -2)}AA`, ...EXAMPLE }))).status).toBe(403);
    clock.advance(7 * 3_600_000);
    expect((await inbox.ask(post({ token, ...EXAMPLE }))).status).toBe(403);
    expect(messages()).toHaveLength(0);
  });

  it('bounds what one address may send, an IPv6 customer by the network', async () => {
    await inbox.close();
    await open({ perAddressPerHour: 2 });
    const from = async (remoteAddress: string) => {
      const token = tokenOf(await page());
      clock.advance(5_000);
      return (await inbox.ask({ ...post({ token, ...EXAMPLE }), remoteAddress })).status;
    };
    expect([await from('2001:db8:1:2::1'), await from('2001:db8:1:2:9::7'), await from('2001:db8:1:2::3')]).toEqual([200, 200, 429]);
    expect(await from('2001:db8:1:3::1')).toBe(200);
  });

  it('knows a signed-in user by the token of the site, and believes no other', async () => {
    await inbox.close();
    await open({ jwt: { alg: 'HS256', secret: USER_SECRET } });
    const now = clock.now().getTime() / 1000;
    const sign = (alg: 'HS256' | 'HS512', secret: string, exp = now + 600, sub = 'u-17') =>
      new SignJWT({ sub, name: '王芳', email: 'wang@example.com', email_verified: true, exp })
        .setProtectedHeader({ alg })
        .sign(new TextEncoder().encode(secret));
    const answer = await fill({ user_token: await sign('HS256', USER_SECRET), ...EXAMPLE });
    expect(answer.status).toBe(200);
    expect(messages()[0]!.sender).toMatchObject({
      displayName: '王芳',
      identities: [
        { scheme: 'user', value: 'u-17', assurance: 'verified' },
        { scheme: 'email', value: 'wang@example.com', assurance: 'verified' },
      ],
    });
    const unsigned = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${Buffer.from(JSON.stringify({ sub: 'u-1', exp: now + 60 })).toString('base64url')}.`;
    const wrong = [
      await sign('HS256', `${USER_SECRET}!`),
      await sign('HS512', USER_SECRET),
      unsigned,
      await sign('HS256', USER_SECRET, now - 60),
    ];
    for (const token of [...wrong, await sign('HS256', USER_SECRET, now + 86_400)])
      expect((await fill({ user_token: token, ...EXAMPLE })).status).toBe(401);
    expect(messages()).toHaveLength(1);
  });

  it('asks for a proof of work, or for time from those without JavaScript', async () => {
    await inbox.close();
    await open({ proofOfWork: { bits: 8, secondsWithout: 20 } });
    expect(await page()).toContain('/form.js" defer');
    const token = tokenOf(await page());
    clock.advance(5_000);
    expect((await inbox.ask(post({ token, ...EXAMPLE }))).status).toBe(429);
    let proof = 0;
    while (hash('sha256', `${token}:${proof}`, 'buffer')[0] !== 0) proof += 1;
    expect((await inbox.ask(post({ token, proof: String(proof), ...EXAMPLE }))).status).toBe(200);
    const other = tokenOf(await page());
    clock.advance(20_000);
    expect((await inbox.ask(post({ token: other, ...EXAMPLE }))).status).toBe(200);
  });

  it('keeps what was written when it cannot be stored, and takes the same form later', async () => {
    const token = tokenOf(await page());
    clock.advance(5_000);
    inbox.context.setEmits('refuse');
    const away = await inbox.ask(post({ token, ...EXAMPLE }));
    expect([away.status, away.headers?.['retry-after']]).toEqual([503, '5']);
    expect(String(away.body)).toContain('无法提交月报');
    inbox.context.setEmits('take');
    expect((await inbox.ask(post({ token, ...EXAMPLE }))).status).toBe(200);
    expect(messages()).toHaveLength(1);
  });

  it('serves programs as JSON', async () => {
    const got = await inbox.ask({ method: 'GET', headers: { accept: 'application/json' } });
    const { token } = JSON.parse(String(got.body)) as { token: string };
    clock.advance(5_000);
    const request = (body: object) => ({ headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
    expect((await inbox.ask(request({ token, email: 'x' }))).status).toBe(422);
    const answer = await inbox.ask(request({ token, ...EXAMPLE }));
    expect(answer.status).toBe(202);
    expect(JSON.parse(String(answer.body))).toMatchObject({ receipt: expect.stringMatching(/^R-/), id: messages()[0]!.id });
    expect(await inbox.refusalOf({ headers: { 'content-type': 'application/json' }, body: '{"__proto__":{"a":1}}' })).toBe(
      '400 forbidden_name',
    );
    expect(await inbox.refusalOf({ headers: { 'content-type': 'application/json' }, body: '{"a":' })).toBe('400 bad_json');
  });
});
