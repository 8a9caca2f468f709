import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { ChatVisitor } from '../support/chat-visitor.js';
import { findFreePorts } from '../support/services/ports.js';
import { describeWithService, launchChromium } from '../support/services/index.js';
import { API_KEY, eventually, runProduct, type ProductRun } from '../support/started-product.js';
import { listFaults, openSite, visit, type Entry, type SiteVisitor, type VisitorWishes } from './chat-site.js';

describeWithService('chromium', 'the panel of the chat', () => {
  let folder: string;
  let run: ProductRun;
  let environment: Record<string, string>;
  let apiUrl: string;
  let site: Server;
  let siteUrl: string;
  let browser: Browser;
  let visitors: SiteVisitor[] = [];

  beforeAll(async () => {
    const [port, httpPort, smtpPort] = (await findFreePorts(3)) as [number, number, number];
    siteUrl = `http://127.0.0.1:${port}`;
    apiUrl = `http://127.0.0.1:${httpPort}`;
    folder = await mkdtemp(join(tmpdir(), 'tributary-panel-'));
    const config = join(folder, 'config.json');
    const inbox = { channel: 'webchat', title: 'Shop help', origins: [siteUrl] };
    const inboxes = [
      { ...inbox, id: 'shop' },
      { ...inbox, id: 'night', hours: 'night' },
    ];
    const calendars = { never: { zone: 'Asia/Shanghai', dates: { '2031-01-01': ['3:00-3:01'] } } };
    const channels = { night: { name: 'Chat', inboxes: ['night'], hours: 'never' } };
    await writeFile(config, JSON.stringify({ inboxes, deskSettings: { name: 'Help' }, profile: { calendars, channels } }));
    environment = {
      TRIBUTARY_DATA_DIR: join(folder, 'data'),
      TRIBUTARY_HTTP_PORT: String(httpPort),
      TRIBUTARY_SMTP_PORT: String(smtpPort),
      TRIBUTARY_API_KEY: API_KEY,
      TRIBUTARY_LOG_LEVEL: 'warn',
      TRIBUTARY_CONFIG: config,
    };
    run = runProduct(environment);
    [site, browser] = await Promise.all([openSite({ port, desk: () => apiUrl }), launchChromium(), untilReady()]);
  }, 180_000);
  afterEach(async () => {
    await Promise.all(visitors.map(({ context }) => context.close()));
    visitors = [];
  });
  afterAll(async () => {
    await browser?.close();
    site?.close();
    await run?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const untilReady = () =>
    eventually(async () => (await fetch(`${apiUrl}/health/ready`).catch(() => null))?.ok, 'a ready product', 120_000);
  const come = async (query = '', wishes: VisitorWishes = {}) => {
    const visitor = await visit(browser, `${siteUrl}/?${query}`, wishes);
    visitors.push(visitor);
    return visitor;
  };
  const ask = async <T>(path: string, method = 'GET', body?: object) => {
    const headers = { authorization: `Bearer ${API_KEY}`, 'content-type': 'application/json' };
    const answer = await fetch(`${apiUrl}/api/v1${path}`, { method, headers, ...(body ? { body: JSON.stringify(body) } : {}) });
    const text = await answer.text();
    return (text === '' ? null : JSON.parse(text)) as T;
  };
  const findTicket = (subject: string) =>
    eventually(async () => {
      const { items } = await ask<{ items: { id: string; subject: string }[] }>('/tickets');
      return items.find((ticket) => ticket.subject === subject)?.id;
    }, `the ticket ${subject}`);
  const entriesOf = async (id: string) => (await ask<{ items: Entry[] }>(`/tickets/${id}/entries`)).items;
  const reply = (id: string, text: string) => ask(`/tickets/${id}/replies`, 'POST', { text });

  it('shows the place in the line and how long it takes, who comes, and takes a rating by the keyboard', async () => {
    // The pace of the line is what the last three took.
    for (const n of [1, 2, 3]) {
      const before = await ChatVisitor.enter(`${apiUrl.replace('http', 'ws')}/in/shop`);
      await before.say(`quick ${n}`);
      await reply(await findTicket(`quick ${n}`), 'Done.');
      before.cut();
    }
    const first = await ChatVisitor.enter(`${apiUrl.replace('http', 'ws')}/in/shop`);
    await first.say('I was here before');
    const firstId = await findTicket('I was here before');
    const { openPanel, say, page } = await come();
    const panel = await openPanel();
    await say('My parcel is lost');
    await panel.locator('.waiting').getByText('You are number 2 in line').waitFor();
    expect(await panel.locator('.waiting .estimate').textContent()).toBe('about 1 minute');
    expect(await listFaults(page)).toEqual([]);
    await reply(firstId, 'Yes?');
    first.cut();
    await panel.locator('.waiting').getByText('You are next in line').waitFor();
    const ticketId = await findTicket('My parcel is lost');
    await reply(ticketId, 'Found it.');
    await panel.locator('.log').getByText('API has joined.').waitFor();
    expect(await panel.locator('.waiting').isVisible()).toBe(false);
    await panel.locator('[role=status].unseen', { hasText: 'API: Found it.' }).waitFor({ state: 'attached' });
    await ask(`/tickets/${ticketId}`, 'PATCH', { status: 'closed' });
    await panel.getByRole('radio', { name: '1 of 5' }).focus();
    for (let star = 1; star < 4; star += 1) await page.keyboard.press('ArrowRight');
    await panel.getByRole('radio', { name: '4 of 5', checked: true }).waitFor();
    await page.keyboard.press('Tab');
    await page.keyboard.type('Quick');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await panel.locator('.log').getByText('Thank you for your rating.').waitFor();
    const rating = await eventually(async () => (await ask<{ rating?: object }>(`/tickets/${ticketId}`)).rating, 'the rating');
    expect(rating).toMatchObject({ score: 4, comment: 'Quick' });
  });

  it('sends files that are picked, dropped and pasted, and says how far each is', async () => {
    const { openPanel, page, panel, context } = await come();
    await openPanel();
    let open = () => undefined as void;
    const held = new Promise<void>((resolve) => (open = resolve));
    await context.route('**/uploads/*', async (route) => {
      if (route.request().method() === 'PATCH') await held;
      await route.continue();
    });
    await panel
      .locator('input[type=file]')
      .setInputFiles({ name: 'picked.txt', mimeType: 'text/plain', buffer: Buffer.alloc(400_000, 'a') });
    const frame = page.frames().find((each) => each.url().includes('/panel'))!;
    for (const [event, name, target] of [
      ['drop', 'dropped.txt', 'main'],
      ['paste', 'pasted.txt', '.write textarea'],
    ])
      await frame.evaluate(`{
        const data = new DataTransfer();
        data.items.add(new File(['some words'], '${name}', { type: 'text/plain' }));
        const options = { bubbles: true, cancelable: true, dataTransfer: data, clipboardData: data };
        document.querySelector('${target}').dispatchEvent('${event}' === 'drop' ? new DragEvent('drop', options) : new ClipboardEvent('paste', options));
      }`);
    const bars = panel.getByRole('progressbar');
    await eventually(async () => (await bars.count()) === 3, 'three files on their way');
    expect(await bars.first().getAttribute('aria-label')).toMatch(/^picked\.txt, \d+% uploaded$/);
    // Sent when they are whole, not before.
    await panel.locator('.write textarea').fill('Three files');
    await page.keyboard.press('Enter');
    expect(await panel.locator('.line').count()).toBe(0);
    open();
    await panel.locator('.line:not(.unsent) .file').nth(2).waitFor();
    const entries = await entriesOf(await findTicket('Three files'));
    expect(entries[0]!.parts.map(({ type }) => type)).toEqual(['text', 'file', 'file', 'file']);
  });

  it('takes a message where nobody is there, and where there is no connection', async () => {
    const { openPanel, panel, page } = await come('inbox=night');
    await openPanel();
    await panel.getByText(/^Nobody is here right now/).waitFor();
    await panel.getByRole('textbox', { name: 'Email' }).fill('ada@customer.example');
    expect(await listFaults(page)).toEqual([]);
    await panel.locator('[name=message]').fill('Written at night');
    await panel.locator('.form [type=submit]').click();
    await panel.getByText('Thank you. We will write to ada@customer.example.').waitFor();
    const [entry] = await entriesOf(await findTicket('Email: ada@customer.example'));
    expect(entry!.plainText).toContain('Written at night');
    expect(entry!.parts[0]).toMatchObject({ type: 'form', fields: [{ name: 'email', value: 'ada@customer.example' }] });

    const away = await come();
    await away.openPanel();
    await away.panel.locator('.write').waitFor();
    const frame = away.page.frames().find((each) => each.url().includes('/panel'))!;
    await eventually(() => frame.evaluate('document.querySelector(".bar").hidden'), 'the connection');
    await away.context.setOffline(true);
    await frame.evaluate('dispatchEvent(new Event("offline"))');
    await away.panel.locator('.bar').getByRole('button', { name: 'Leave a message' }).click();
    await away.panel.getByRole('textbox', { name: 'Email' }).fill('bob@customer.example');
    await away.panel.locator('[name=message]').fill('Written in a tunnel');
    await away.panel.locator('.form [type=submit]').click();
    await away.panel.getByText('Sent when the connection is back').waitFor();
    await away.context.setOffline(false);
    await findTicket('Email: bob@customer.example');
  });

  it('covers a phone, keeps the keyboard in it, and gives it back to the button', async () => {
    const { page, panel } = await come('', { context: { viewport: { width: 375, height: 667 } } });
    await page.locator('body > button').waitFor();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await panel.locator('.write textarea').waitFor();
    const box = page.getByRole('dialog', { name: 'Chat' });
    expect([await box.boundingBox(), await box.getAttribute('aria-modal')]).toEqual([{ x: 0, y: 0, width: 375, height: 667 }, 'true']);
    const reached = new Set<string>();
    for (let presses = 0; presses < 9; presses += 1) {
      await page.keyboard.press('Tab');
      expect(await page.evaluate('document.activeElement.tagName')).toBe('IFRAME');
      const frame = page.frames()[1]!;
      reached.add(await frame.evaluate('document.activeElement.getAttribute("aria-label")'));
    }
    expect([...reached].sort()).toEqual(['Attach a file', 'Close', 'Conversation', 'More', 'Send', 'Write a message']);
    await page.keyboard.press('Escape');
    await box.waitFor({ state: 'hidden' });
    expect(await page.evaluate('document.activeElement.getAttribute("aria-label")')).toBe('Open chat');
  });

  it('speaks Arabic from right to left, and loads the words of no other language', async () => {
    const { page, panel, openPanel, say } = await come('locale=ar', { announcements: [{ id: '1', title: 'بطء', severity: 'warning' }] });
    const asked: string[] = [];
    page.on('request', (request) => asked.push(new URL(request.url()).pathname));
    await page.getByRole('button', { name: 'فتح المحادثة' }).waitFor();
    await openPanel();
    await say('أين طردي؟');
    expect(asked.filter((path) => path.includes('/words/'))).toEqual(['/in/shop/words/ar.js']);
    expect(await panel.locator('html').evaluate((html) => [html.getAttribute('lang'), html.getAttribute('dir')])).toEqual(['ar', 'rtl']);
    const [mine, log] = [await panel.locator('.mine .text').boundingBox(), await panel.locator('.log').boundingBox()];
    expect(mine!.x - log!.x).toBeLessThan(40);
    await panel.getByRole('region', { name: 'إشعار' }).getByText('بطء').waitFor();
  });

  it('shows an announcement over the site, and not again to whoever put it away', async () => {
    const announcements = [
      { id: 'old', title: 'Over', until: '2020-01-01T00:00:00Z', severity: 'critical' },
      { id: 'now', title: 'Payments are slow', text: 'We are on it.', severity: 'warning' },
    ];
    const { page, complaints } = await come('banner', { announcements });
    const notice = page.getByRole('region', { name: 'Notice' });
    await notice.getByText('Payments are slow · We are on it.').waitFor();
    await notice.getByRole('button', { name: 'Dismiss' }).click();
    await page.reload();
    await page.frameLocator('iframe').locator('main').waitFor({ state: 'attached' });
    expect(await notice.isVisible()).toBe(false);
    expect(complaints).toEqual([]);
  });

  it('comes back after the server was killed, with nothing missed and nothing twice', async () => {
    const { openPanel, panel, page, say } = await come();
    await openPanel();
    await say('before');
    const ticketId = await findTicket('before');
    run.child.kill('SIGKILL');
    await run.ended;
    await panel.locator('.write textarea').fill('meanwhile');
    await page.keyboard.press('Enter');
    await panel.getByText('Sent when the connection is back').waitFor();
    run = runProduct(environment);
    await untilReady();
    await reply(ticketId, 'answered');
    await panel.locator('.line:not(.unsent)').getByText('meanwhile').waitFor({ timeout: 60_000 });
    await panel.locator('.log').getByText('answered').waitFor({ timeout: 60_000 });
    expect((await panel.locator('.line .text').allTextContents()).sort()).toEqual(['answered', 'before', 'meanwhile']);
  }, 180_000);
});
