import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import type { Browser, BrowserContext, FrameLocator, Page } from 'playwright-core';
import { findFreePorts } from '../support/services/ports.js';
import { describeWithService, launchChromium } from '../support/services/index.js';
import { eventually, startProduct, type StartedProduct } from '../support/started-product.js';
import { listFaults, openSite } from './chat-site.js';

interface Listed<T> {
  readonly items: readonly T[];
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
    const inbox = { channel: 'webchat', title: 'Shop help', origins: [siteUrl] };
    const inboxes = [
      { ...inbox, id: 'shop', look: { accent: '#facc15', launcherSide: 'start' } },
      { ...inbox, id: 'helper' },
    ];
    const answers = [{ key: 'hours', question: { en: 'What are your opening hours?' }, answer: { en: 'Daily 8:00 to 24:00.' } }];
    const bot = { inboxes: ['helper'], name: { en: 'Robin' }, answers };
    await writeFile(config, JSON.stringify({ inboxes, profile: { languages: ['en'], bot } }));
    product = await startProduct({ TRIBUTARY_CONFIG: config });
    const desk = () => product.apiUrl;
    servers = [await openSite({ port, desk }), await openSite({ port: foreign, desk })];
    browser = await launchChromium();
  }, 180_000);
  beforeEach(async () => {
    await context?.close();
    context = await browser.newContext();
    await context.route('**/api/v1/public/announcements', (route) => route.fulfill({ json: { items: [] } }));
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

  it('asks for one file until somebody comes near, and has the look of the inbox by then', async () => {
    const asked: string[] = [];
    page.on('request', (request) => request.url().startsWith(product.apiUrl) && asked.push(new URL(request.url()).pathname));
    await page.goto(siteUrl);
    const launcher = page.getByRole('button', { name: 'Open chat' });
    await launcher.waitFor();
    expect(asked).toEqual(['/in/shop/widget.js']);
    const [box, style] = [await launcher.boundingBox(), await launcher.getAttribute('style')];
    expect(box!.x).toBe(20);
    expect(style).toContain('background: rgb(250, 204, 21)');
    // White on yellow is not read.
    expect(style).toContain('color: rgb(0, 0, 0)');
    await launcher.hover();
    await eventually(() => Promise.resolve(asked.includes('/in/shop/words/en.js')), 'the panel');
    expect(asked).not.toContain('/in/shop/socket');
    expect(await page.locator('iframe').isVisible()).toBe(false);
  });

  it('goes from the bot to a person, with the place in the line', async () => {
    await page.goto(`${siteUrl}/?inbox=helper`);
    const panel = await openPanel();
    await panel.getByPlaceholder('Write a message').fill('opening hours');
    await page.keyboard.press('Enter');
    await panel.locator('.log').getByText('Daily 8:00 to 24:00.').waitFor();
    await panel.locator('.with').getByText('Robin').waitFor();
    expect(await listFaults(page)).toEqual([]);
    await panel.getByRole('button', { name: 'Talk to a person' }).click();
    await panel.locator('.waiting').getByText('You are next in line').waitFor();
    expect(await panel.getByRole('button', { name: 'Talk to a person' }).isVisible()).toBe(false);
  });

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
    await page.getByRole('button', { name: '打开聊天' }).focus();
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
    const launcher = page.getByRole('button', { name: '打开聊天, 1 条新消息' });
    await launcher.waitFor();
    // Seen, too, and not read twice.
    expect(await launcher.locator('span').textContent()).toBe('1');
    expect(await launcher.locator('span').isVisible()).toBe(true);
    expect(await page.evaluate('heard')).toContainEqual(['unread', 1]);
    await page.keyboard.press('Enter');
    await panel.locator('.log').getByText('已发货').waitFor();
    await page.getByRole('button', { name: '关闭聊天', exact: true }).waitFor();
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
