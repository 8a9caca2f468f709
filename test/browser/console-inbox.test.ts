import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { CONSOLE_ENVIRONMENT, type ConsolePage, openConsole } from '../support/console/console-page.js';
import { findBarriers } from '../support/console/find-barriers.js';
import { describeWithService, launchChromium } from '../support/services/index.js';
import { findFreePorts } from '../support/services/ports.js';
import { SmtpClient } from '../support/smtp-client.js';
import { API_KEY, eventually, type ProductRun, runProduct } from '../support/started-product.js';

const MANY = 80;

describeWithService('chromium', 'the inbox of the console', () => {
  let folder: string;
  let environment: Record<string, string>;
  let run: ProductRun;
  let apiUrl: string;
  let smtpPort: number;
  let browser: Browser;
  let shown: ConsolePage;
  let page: Page;

  const start = async () => {
    run = runProduct(environment);
    await eventually(
      () =>
        fetch(`${apiUrl}/health/ready`).then(
          (answer) => answer.ok,
          () => false,
        ),
      'the product',
      90_000,
    );
  };
  const send = async (subjects: readonly string[], from = (n: number) => `c${n}@sender.example`) => {
    const door = new SmtpClient(smtpPort);
    for (const [n, subject] of subjects.entries()) {
      const mail = `From: <${from(n)}>\r\nTo: support@example.com\r\nSubject: ${subject}\r\nMessage-ID: <${subject.replace(/\W/g, '')}.${n}@sender.example>\r\n\r\n${subject}, says ${n}.\r\n`;
      expect(await door.send(from(n), ['support@example.com'], mail)).toMatch(/^250 /);
    }
    door.close();
  };
  const subjects = () => page.locator('[data-ticket]').evaluateAll((rows) => rows.map((row) => row.textContent ?? ''));
  const count = (view: string) => page.getByRole('navigation', { name: 'Views' }).getByRole('link', { name: new RegExp(`^${view}`) });

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tributary-inbox-'));
    const [http, smtp] = (await findFreePorts(2)) as [number, number];
    [apiUrl, smtpPort] = [`http://127.0.0.1:${http}`, smtp];
    environment = {
      ...{ TRIBUTARY_DATA_DIR: join(folder, 'data'), TRIBUTARY_HTTP_PORT: String(http), TRIBUTARY_SMTP_PORT: String(smtp) },
      ...{ TRIBUTARY_API_KEY: API_KEY, TRIBUTARY_LOG_LEVEL: 'warn', ...CONSOLE_ENVIRONMENT },
    };
    await start();
    browser = await launchChromium();
    shown = await openConsole(browser, apiUrl, { path: '/views/unassigned' });
    page = shown.page;
  }, 180_000);
  afterAll(async () => {
    await browser?.close();
    await run?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  it('is empty in words, then shows what arrives by itself, newest first, with counts', async () => {
    await page.getByText('Nothing waits here').waitFor();
    expect(await findBarriers(page)).toEqual([]);
    // Different customers' messages are worked at beside each other: only what comes after them is surely newer.
    await send(Array.from({ length: MANY - 1 }, (_, n) => `Printer ${n}`));
    await eventually(async () => (await count('Unassigned').textContent())?.includes(String(MANY - 1)), 'the count of the view');
    await send(['Newest of all'], () => 'newest@sender.example');
    await eventually(async () => (await count('Unassigned').textContent())?.includes(String(MANY)), 'the count of the view');
    await eventually(async () => (await subjects())[0]?.includes('Newest of all'), 'the newest at the top');
    // Only what is in sight is in the page.
    expect((await subjects()).length).toBeLessThan(MANY / 2);
    expect(await findBarriers(page)).toEqual([]);
  });

  it('does not move what is being read when something comes on top', async () => {
    const list = page.getByRole('region', { name: 'Unassigned' });
    await list.evaluate((frame) => frame.scrollTo(0, 20 * 84));
    const topmost = () =>
      list.evaluate((frame) => {
        const edge = frame.getBoundingClientRect().top;
        const rows = [...frame.querySelectorAll('[data-ticket]')].map((row) => ({
          row,
          at: Math.round(row.getBoundingClientRect().top - edge),
        }));
        const first = rows.filter(({ at }) => at >= 0).sort((one, other) => one.at - other.at)[0];
        return first === undefined ? null : `${first.row.getAttribute('data-ticket')} at ${first.at}`;
      });
    // What it scrolled past is drawn a moment later.
    const before = await eventually(topmost, 'rows');
    await send(['Something new'], () => 'new@sender.example');
    await eventually(async () => (await count('Unassigned').textContent())?.includes(String(MANY + 1)), 'the count of the view');
    await eventually(async () => (await topmost()) === before, 'the same row at the same place');
  });

  it('finds words of any message, takes filters as text and as chips, and keeps them as a view', async () => {
    await page.keyboard.press('/');
    await page.keyboard.type('status:new says 41');
    await eventually(async () => (await subjects()).length === 1, 'one ticket');
    expect((await subjects())[0]).toContain('Printer 41');
    await page.getByRole('button', { name: 'Save as a view' }).click();
    await page.getByLabel('Name of the view').fill('Forty-one');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Forty-one' }).waitFor();
    expect(await count('Forty-one').textContent()).toContain('1');
    await count('Unassigned').click();
    await page.getByRole('button', { name: 'Remove the filter status: new' }).click();
    await page.keyboard.press('Escape');
  });

  it('is worked by keys: choose two, solve them, take it back', async () => {
    await shown.go('/views/unassigned');
    await page.locator('[data-ticket]').first().waitFor();
    for (const key of ['j', 'x', 'j', 'x']) await page.keyboard.press(key);
    const bar = page.getByRole('toolbar', { name: 'Change all chosen tickets' });
    await bar.getByText('2 tickets').waitFor();
    await bar.getByRole('button', { name: 'Status' }).click();
    await page.getByRole('menuitem', { name: 'Solved' }).click();
    await page.getByText('2 tickets changed.').waitFor();
    await eventually(async () => (await count('Unassigned').textContent())?.includes(String(MANY - 1)), 'two fewer');
    await page.getByRole('button', { name: 'Undo' }).click();
    await eventually(async () => (await count('Unassigned').textContent())?.includes(String(MANY + 1)), 'both are back');
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Everything by keyboard' }).getByText('Choose the ticket').waitFor();
    await page.keyboard.press('Escape');
  });

  it('goes from ticket to ticket by keys, comes back to where it stood, and goes on in what was found', async () => {
    const focused = () => page.evaluate<string>(`document.activeElement.closest('[data-ticket]')?.getAttribute('data-ticket') ?? ''`);
    await shown.go('/views/unassigned');
    await page.locator('[data-ticket]').first().waitFor();
    await page.keyboard.press('j');
    const first = await eventually(focused, 'a row with the focus');
    await page.keyboard.press('Enter');
    await page.getByRole('textbox', { name: 'Answer' }).waitFor();
    // The list stays as it was, beside the ticket.
    expect(await focused()).toBe(first);
    await page.keyboard.press(']');
    await page.waitForURL(({ pathname }) => pathname.startsWith('/console/views/unassigned/') && !pathname.endsWith(first));
    const second = page.url().split('/').at(-1)!;
    await page.getByRole('textbox', { name: 'Answer' }).waitFor();
    await page.keyboard.press('u');
    await page.waitForURL(({ pathname }) => pathname === '/console/views/unassigned');
    await eventually(async () => (await focused()) === second, 'the focus on the row that was left');

    await page.keyboard.press('/');
    await page.keyboard.type('says 17');
    await page.keyboard.press('Enter');
    await eventually(async () => (await subjects()).length === 1, 'one ticket');
    await page.keyboard.press('j');
    await eventually(async () => (await focused()) !== '', 'the focus on what was found');
    await page.keyboard.press('o');
    await page.getByRole('heading', { level: 2, name: 'Printer 17' }).waitFor();
    await shown.go('/views/unassigned');
  });

  it('catches up after the product was killed, without a reload', async () => {
    await page.evaluate('window.isTheSamePage = true');
    run.child.kill('SIGKILL');
    await run.ended;
    await page.getByText('No connection. What you see may be old').waitFor({ timeout: 30_000 });
    await start();
    await send(['After the kill'], () => 'late@sender.example');
    await page.getByText('After the kill', { exact: true }).waitFor({ timeout: 30_000 });
    await page.getByText('No connection. What you see may be old').waitFor({ state: 'detached' });
    expect(await page.evaluate('window.isTheSamePage')).toBe(true);
  });

  it('speaks Chinese, and is dark, with nothing in anybody’s way', async () => {
    const chinese = await openConsole(browser, apiUrl, {
      language: 'zh-CN',
      theme: 'dark',
      path: '/views/unassigned',
      viewport: { width: 375, height: 812 },
    });
    await chinese.page.getByRole('heading', { level: 1, name: '未分派' }).waitFor();
    await chinese.page.locator('[data-ticket]').first().waitFor();
    expect(await findBarriers(chinese.page)).toEqual([]);
    expect(chinese.complaints).toEqual([]);
    expect(await chinese.page.evaluate<number>('document.documentElement.scrollWidth')).toBe(375);
    await chinese.close();
  });
});
