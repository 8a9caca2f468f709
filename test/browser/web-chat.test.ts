import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import type { Browser, BrowserContext, FrameLocator, Page } from 'playwright-core';
import { findFreePorts } from '../support/services/ports.js';
import { describeWithService, launchChromium } from '../support/services/index.js';
import { eventually, startProduct, type StartedProduct } from '../support/started-product.js';

interface Listed<T> {
  readonly items: readonly T[];
}

/** A site with a strict policy: its own script and the desk's, frames of the desk, nothing inline. */
function openSite(port: number, desk: () => string): Promise<Server> {
  const site = createServer((request, response) => {
    if (request.url === '/site.js') {
      response.setHeader('content-type', 'text/javascript');
      return response.end(`window.tributary = window.tributary || function () { (tributary.q = tributary.q || []).push(arguments); };
        window.heard = [];
        tributary('boot', { locale: new URLSearchParams(location.search).get('locale') || 'en' });
        for (const name of ['ready', 'unread', 'status', 'open', 'close']) tributary('on', name, (value) => heard.push([name, value]));`);
    }
    response.setHeader('content-type', 'text/html');
    response.setHeader('content-security-policy', `default-src 'none'; script-src 'self' ${desk()}; frame-src ${desk()}; img-src data:`);
    response.end(`<!doctype html><html lang=en><link rel=icon href="data:,"><title>Shop</title><script src="/site.js"></script>
      <script async src="${desk()}/in/shop/widget.js"></script><body><h1>Shop</h1></body></html>`);
  });
  return new Promise((resolve) => site.listen(port, '127.0.0.1', () => resolve(site)));
}

describeWithService('chromium', 'a chat on somebody’s site', () => {
  let folder: string;
  let product: StartedProduct;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  let servers: Server[];
  let siteUrl: string;
  let foreignUrl: string;
  let complaints: string[];

  beforeAll(async () => {
    const [port, foreign] = (await findFreePorts(2)) as [number, number];
    [siteUrl, foreignUrl] = [`http://127.0.0.1:${port}`, `http://127.0.0.1:${foreign}`];
    folder = await mkdtemp(join(tmpdir(), 'tributary-widget-'));
    const config = join(folder, 'config.json');
    await writeFile(config, JSON.stringify({ inboxes: [{ id: 'shop', channel: 'webchat', title: 'Shop help', origins: [siteUrl] }] }));
    product = await startProduct({ TRIBUTARY_CONFIG: config });
    servers = [await openSite(port, () => product.apiUrl), await openSite(foreign, () => product.apiUrl)];
    browser = await launchChromium();
  }, 180_000);
  beforeEach(async () => {
    await context?.close();
    context = await browser.newContext();
    page = await context.newPage();
    complaints = [];
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(String(error)));
  });
  afterAll(async () => {
    await browser?.close();
    for (const server of servers ?? []) server.close();
    await product?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const openPanel = async (): Promise<FrameLocator> => {
    await page.getByRole('button', { name: /Open chat|打开聊天/ }).click();
    return page.frameLocator('iframe');
  };
  const answer = async (subject: string, text: string) => {
    const ticket = await eventually(async () => {
      const { body } = await product.api<Listed<{ id: string; subject: string }>>('/tickets');
      return body.items.find((each) => each.subject === subject);
    }, `the ticket ${subject}`);
    await product.api(`/tickets/${ticket.id}/replies`, { method: 'POST', body: { text } });
    return ticket.id;
  };

  it('sends a message, shows the answer, and the history after a reload', async () => {
    await page.goto(siteUrl);
    let panel = await openPanel();
    await panel.getByPlaceholder('Write a message').fill('Where is my order?');
    await page.keyboard.press('Enter');
    await panel.locator('.log').getByText('Where is my order?').waitFor();
    const ticketId = await answer('Where is my order?', 'On its way <b>today</b>.');
    // Text is text, whatever is in it.
    await panel.locator('.log').getByText('On its way <b>today</b>.').waitFor();
    await eventually(async () => {
      const { body } = await product.api<Listed<{ delivery: { status: string } | null }>>(`/tickets/${ticketId}/entries`);
      return body.items.some(({ delivery }) => delivery?.status === 'read');
    }, 'that the answer was read');

    await page.reload();
    panel = await openPanel();
    await panel.locator('.log').getByText('On its way <b>today</b>.').waitFor();
    expect(await panel.locator('.line .text').allTextContents()).toEqual(['Where is my order?', 'On its way <b>today</b>.']);
    expect(complaints).toEqual([]);

    // A shared computer: nothing is left.
    await page.evaluate("tributary('logout')");
    await panel.locator('.line').first().waitFor({ state: 'detached' });
    await page.reload();
    panel = await openPanel();
    await panel.getByPlaceholder('Write a message').waitFor();
    expect(await panel.locator('.line').count()).toBe(0);
  });

  it('counts what came while it was closed, and is operated by the keyboard alone', async () => {
    await page.goto(`${siteUrl}/?locale=zh-CN`);
    await page.getByRole('button', { name: 'Open chat' }).focus();
    await page.keyboard.press('Enter');
    const panel = page.frameLocator('iframe');
    await panel.getByPlaceholder('请输入消息').waitFor();
    await eventually(() => panel.getByPlaceholder('请输入消息').evaluate((box) => box.ownerDocument.activeElement === box), 'the focus');
    await page.keyboard.type('你好，我的订单呢？');
    await page.keyboard.press('Enter');
    await panel.locator('.line:not(.unsent)').getByText('你好，我的订单呢？').waitFor();
    await page.keyboard.press('Escape');
    await page.locator('iframe').waitFor({ state: 'hidden' });
    await answer('你好，我的订单呢？', '已发货');
    await page.getByRole('button', { name: 'Open chat, 1 new' }).waitFor();
    expect(await page.evaluate('heard')).toContainEqual(['unread', 1]);
    await page.keyboard.press('Enter');
    await panel.getByText('已发货').waitFor();
    await page.getByRole('button', { name: 'Close chat', exact: true }).waitFor();
  });

  it('goes on by itself when the network was away, and sends what was written meanwhile', async () => {
    await page.goto(siteUrl);
    const panel = await openPanel();
    await panel.getByPlaceholder('Write a message').fill('before');
    await page.keyboard.press('Enter');
    await panel.locator('.line:not(.unsent)').getByText('before').waitFor();
    // What a laptop's lid does to a socket: Chromium's offline mode cuts no open ones.
    const panelFrame = page.frames().find((frame) => frame.url().includes('/panel'))!;
    await context.setOffline(true);
    await panelFrame.evaluate('dispatchEvent(new Event("offline"))');
    await panel.getByPlaceholder('Write a message').fill('while away');
    await page.keyboard.press('Enter');
    await context.setOffline(false);
    await panel.locator('.line:not(.unsent)').getByText('while away').waitFor({ timeout: 30_000 });
    expect(await panel.locator('.line .text').allTextContents()).toEqual(['before', 'while away']);
  });

  it('is held in no frame of a site that the inbox does not name', async () => {
    await page.goto(foreignUrl);
    await openPanel();
    await eventually(() => Promise.resolve(complaints.some((text) => text.includes('frame-ancestors'))), 'the refusal of the browser');
  });
});
