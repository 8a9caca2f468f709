import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import type { Browser, BrowserContext, Frame, Page } from 'playwright-core';
import type { InboundMessage } from '#contracts';
import { parseMail } from '../../apps/email-connector/src/converting/parse-mail.js';
import { toInboundMessage } from '../../apps/email-connector/src/converting/to-inbound-message.js';
import { type ImageServer, makePng, startImageServer } from '../support/image-server.js';
import { describeWithService, launchChromium } from '../support/services/index.js';
import { ADMIN, type Api, openApi } from '../support/ticketing-api.js';
import { mail } from '../support/ticketing-desk.js';
import { HOSTILE_HTML } from './hostile-html.js';

const INLINE = makePng(30, 20, [0, 128, 0]);
const REMOTE = makePng(50, 40, [200, 0, 0]);

describeWithService('chromium', "an entry in an agent's browser", () => {
  let api: Api;
  let server: ImageServer;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  let asked: string[];

  beforeAll(async () => {
    server = await startImageServer((_request, response) => response.setHeader('set-cookie', 'spy=1').end(REMOTE));
    api = await openApi({ settings: { remoteImages: { privateHosts: [server.host] } } });
    browser = await launchChromium();
    context = await browser.newContext({ viewport: { width: 900, height: 700 } });
    const session = await api.ask('POST', '/api/v1/session', { key: null, body: ADMIN });
    const [name, value] = session.headers.get('set-cookie')!.split(';')[0]!.split('=') as [string, string];
    await context.addCookies([{ name, value, url: api.url, httpOnly: true, sameSite: 'Lax' }]);
    context.on('request', (request) => asked.push(request.url()));
    // What the policy or the lack of an origin held back is told as a request, too, and never leaves.
    context.on('requestfailed', (request) => {
      if (['csp', 'origin'].includes(request.failure()?.errorText ?? '')) asked = asked.filter((url) => url !== request.url());
    });
    page = await context.newPage();
  });
  beforeEach(() => {
    server.asked.length = 0;
    asked = [];
  });
  afterAll(async () => {
    await browser.close();
    await api.close();
    await server.close();
  });

  const elsewhere = () => asked.filter((url) => !url.startsWith(`${api.url}/`) && !/^(?:data|cid|about):/.test(url));
  /** As the connector hands it in; returns the entry's id. */
  const receive = async (message: InboundMessage) => {
    await api.desk.take(message);
    return message.id;
  };
  const receiveMail = async (html: string) => {
    const lines = [
      'From: ann@example.com\r\nTo: support@example.com\r\nSubject: Pictures\r\nMIME-Version: 1.0',
      'Content-Type: multipart/related; boundary=b\r\n\r\n--b\r\nContent-Type: text/html; charset=utf-8\r\n',
      `${html}\r\n--b\r\nContent-Type: application/octet-stream; name=logo.png\r\nContent-ID: <logo@1>`,
      `Content-Transfer-Encoding: base64\r\n\r\n${INLINE.toString('base64')}\r\n--b--\r\n`,
    ];
    const raw = Buffer.from(lines.join('\r\n'));
    const envelope = { inboxId: 'support', provider: 'mail', address: 'support@example.com', rcptTo: [] };
    const { event, blobs } = toInboundMessage(raw, parseMail(raw), {
      ...envelope,
      receivedAt: '2026-03-02T09:00:00.000Z',
      deliveryId: html,
    });
    for (const blob of blobs) await api.ask('POST', '/api/v1/uploads', { raw: blob });
    return receive(event);
  };
  /** The entry in an iframe of a page of ours. */
  const show = async (entryId: string, query = '', origin = api.url): Promise<Frame> => {
    const console = `${origin}/a-page-of-the-console`;
    await page.route(console, (route) =>
      route.fulfill({
        contentType: 'text/html',
        body: `<!doctype html><link rel=icon href="data:,"><body style="margin:0;background:#fff"><iframe src="${api.url}/api/v1/entries/${entryId}/html${query}" style="position:absolute;left:200px;top:100px;width:500px;height:400px;border:0"></iframe>`,
      }),
    );
    await page.goto(console);
    return page.frames()[1]!;
  };
  const widths = (frame: Frame) =>
    frame.evaluate<number[]>('[...document.images].map((image) => image.complete ? image.naturalWidth : -1)');

  it('shows the images that the mail brought, and asks nobody else', async () => {
    const remote = `<img src="${server.url}/a.png"><p style="background:url(${server.url}/b.png)">x</p>`;
    const frame = await show(await receiveMail(`<p>Hello</p><img src="cid:logo@1">${remote}<img src="cid:none">`));
    expect(await widths(frame)).toEqual([30, 0, 0]);
    expect(await frame.evaluate('document.body.innerText')).toContain('Hello');
    expect(server.asked).toEqual([]);
    expect(elsewhere()).toEqual([]);
  });

  it('shows images from elsewhere through our proxy when somebody asks for it', async () => {
    const remote = `<img src="${server.url}/a.png?x=1&amp;y=2"><p style="background:url(${server.url}/b.png)">x</p>`;
    const id = await receiveMail(`${remote}<img src="${server.url}/seen.gif" width=1 height=1><img src="cid:logo@1">`);
    const { body } = await api.ask<{ parts: { type: string; remoteContents?: number }[] }>('GET', `/api/v1/entries/${id}`);
    expect(body.parts.find(({ type }) => type === 'html')?.remoteContents).toBe(3);
    const frame = await show(id, '?remote=proxy');
    expect(await widths(frame)).toEqual([50, 0, 30]);
    expect(server.asked.map(({ path }) => path).sort()).toEqual(['/a.png?x=1&y=2', '/b.png']);
    expect(server.asked.flatMap(({ headers }) => [headers.cookie, headers.referer])).toEqual([undefined, undefined, undefined, undefined]);
    expect(elsewhere()).toEqual([]);
  });

  it('runs, sends and loads nothing, even of HTML that nobody sanitised', async () => {
    const blank = await show(await receive(mail({ text: 'word' }))).then(() => page.screenshot({ mask: [page.locator('iframe')] }));
    const spied = Object.values(HOSTILE_HTML)
      .flat()
      .map((html) => html.replaceAll('https://spy.example', server.url).replaceAll('alert(1)', "top.owned=1,parent.postMessage('x','*')"));
    for (let at = 0; at < spied.length; at += 25) {
      const html = spied.slice(at, at + 25).join('\n');
      const id = await receive(mail({}, { parts: [{ partId: '1', type: 'html', html, fallback: '' }] }));
      asked = [];
      // As the console shows it, which may measure it: with less of a wall, and still no scripts.
      await show(id, '?remote=proxy&measured=true');
      expect([at, server.asked, elsewhere()]).toEqual([at, [], []]);
      expect(await page.evaluate('typeof window.owned')).toBe('undefined');
      expect(page.url()).toBe(`${api.url}/a-page-of-the-console`);
      expect((await page.screenshot({ mask: [page.locator('iframe')] })).equals(blank)).toBe(true);
    }
    expect(context.pages()).toHaveLength(1);
  });

  it('opens links elsewhere, without a way back, and says whither', async () => {
    const frame = await show(await receiveMail(`<a href="${server.url}/page">https://bank.example</a>`));
    expect(await frame.evaluate('document.body.innerText')).toContain(`https://bank.example [127.0.0.1]`);
    const [opened] = await Promise.all([context.waitForEvent('page'), frame.click('a')]);
    await opened.waitForLoadState();
    expect(opened.url()).toBe(`${server.url}/page`);
    expect(await opened.evaluate('window.opener')).toBeNull();
    expect(server.asked[0]!.headers.referer).toBeUndefined();
    await opened.close();
    expect(page.url()).toBe(`${api.url}/a-page-of-the-console`);
  });

  it('is framed by no page of others', async () => {
    const frame = await show(await receive(mail({ text: 'secret words' })), '', api.url.replace('127.0.0.1', 'localhost'));
    expect(await frame.evaluate('document.body?.innerText ?? ""').catch(() => '')).not.toContain('secret words');
  });

  it('is a text where there is no HTML, to the letter', async () => {
    const frame = await show(await receive(mail({ text: 'a <b>\n  &amp; c' })));
    expect(await frame.evaluate('document.querySelector("pre").textContent')).toBe('a <b>\n  &amp; c');
  });
});
