import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { CONSOLE_ENVIRONMENT, type ConsolePage, openConsole } from '../support/console/console-page.js';
import { findBarriers } from '../support/console/find-barriers.js';
import { SUPERVISED_DESK } from '../support/console/supervised-desk.js';
import { describeWithService, launchChromium } from '../support/services/index.js';
import { SmtpClient } from '../support/smtp-client.js';
import { eventually, startProduct, type StartedProduct } from '../support/started-product.js';

/** A page with its title, on which nothing is being loaded. */
const IS_THERE = `document.querySelector('main h1') !== null && document.querySelector('main [class*="_loading_"]') === null`;
const TITLES = {
  en: ['Live wall', 'Overdue', 'Reports', 'Key figures', 'Request log', 'Quality', 'Feedback', 'Feedback'],
  'zh-CN': ['实时大屏', '超时', '报表', '关键指标', '客户需求登记表', '质检', '反馈', '反馈'],
};
const PASSWORD = 'a-password-of-tests';
const BOSS = { email: 'boss@desk.example', password: PASSWORD };

interface Listed<T> {
  readonly items: readonly T[];
}

describeWithService('chromium', 'a supervisor at the console', () => {
  let folder: string;
  let product: StartedProduct;
  let browser: Browser;
  let shown: ConsolePage;
  let page: Page;

  const send = async (from: string, name: string, subject: string) => {
    const client = new SmtpClient(product.smtpPort);
    const mail = `From: "${name}" <${from}>\r\nTo: help@desk.example\r\nSubject: ${subject}\r\nMessage-ID: <${subject.replace(/\W/g, '')}@test>\r\n\r\n${subject}, please.\r\n`;
    expect(await client.send(from, ['help@desk.example'], mail)).toMatch(/^250/);
    client.close();
  };
  const ticketOf = (subject: string) =>
    eventually(async () => {
      const { body } = await product.api<Listed<{ id: string; subject: string; contact: { id: string } }>>('/tickets');
      return body.items.find((each) => each.subject === subject);
    }, `the ticket ${subject}`);
  const barriersOf = async (where: string, of: Page = page) => (await findBarriers(of)).map((line) => `${where}: ${line}`);

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tributary-supervisor-'));
    const desk = join(folder, 'desk.yaml');
    await writeFile(desk, JSON.stringify(SUPERVISED_DESK));
    product = await startProduct({ TRIBUTARY_DESK: desk, ...CONSOLE_ENVIRONMENT });
    for (const [email, displayName, role] of [
      [BOSS.email, 'Bo Supervisor', 'supervisor'],
      ['lin@desk.example', 'Lin', 'agent'],
    ])
      await product.api('/agents', { method: 'POST', body: { email, displayName, role, password: PASSWORD } });
    browser = await launchChromium();
    shown = await openConsole(browser, product.apiUrl, { login: BOSS, path: '/breaches' });
    page = shown.page;
  }, 180_000);
  afterAll(async () => {
    await browser?.close();
    await product?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  it('sees a promise run out without a reload, in the list and on the wall, and gives it to somebody else', async () => {
    const wall = await openConsole(browser, product.apiUrl, { login: BOSS, path: '/wall' });
    await wall.page.locator('[data-figure="breached"]', { hasText: '0' }).waitFor();
    await page.getByText('Nothing is overdue.').waitFor();
    await page.evaluate('window.isTheSamePage = true');
    await send('anna@example.org', 'Anna Berg', 'Charged twice');
    const row = page.getByRole('region', { name: 'Ran out' }).getByRole('row', { name: /Charged twice/ });
    await row.getByText(/ late$/).waitFor({ timeout: 15_000 });
    await row.getByText('First line', { exact: true }).waitFor();
    const figure = wall.page.locator('[data-figure="breached"]');
    // Said in words, not by its colour alone.
    await figure.getByText('Above 0').waitFor();
    await figure.getByText('Promises are missed').waitFor();
    expect(await figure.locator('dd').textContent()).toContain('1');

    await row.getByRole('button', { name: /What can be done with/ }).click();
    await page.getByRole('menuitem', { name: 'Reassign' }).click();
    const dialog = page.getByRole('dialog', { name: /^Reassign / });
    expect(await barriersOf('reassign')).toEqual([]);
    await dialog.getByLabel('Group').selectOption({ label: 'Payment · 0 waiting' });
    await dialog.getByLabel('Agent').selectOption({ label: 'Bo Supervisor · Offline · 0 open' });
    await dialog.getByRole('button', { name: 'Reassign' }).click();
    await row.getByText('Payment', { exact: true }).waitFor();
    await row.getByText('Bo Supervisor').waitFor();
    expect(await page.evaluate('window.isTheSamePage')).toBe(true);

    // And back, from the words that told it.
    await page.getByRole('button', { name: 'Undo' }).click();
    await row.getByText('First line', { exact: true }).waitFor();

    await wall.page.getByRole('button', { name: 'Full screen' }).click();
    const letters = await figure
      .locator('span')
      .first()
      .evaluate((value) => parseFloat(getComputedStyle(value).fontSize) / innerWidth);
    expect(letters).toBeGreaterThanOrEqual(0.035);
    expect(await barriersOf('wall alone', wall.page)).toEqual([]);
    expect([...wall.complaints, ...shown.complaints]).toEqual([]);
    await wall.close();
  });

  it('opens a channel’s hours for today, and takes it back', async () => {
    await shown.go('/wall');
    const channel = page.locator('[data-channel="mail"]');
    await channel.getByRole('button', { name: /Change hours/ }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('What happens').selectOption({ label: 'Close now' });
    await dialog.getByLabel('Until').fill('23:59');
    await dialog.getByLabel('Reason').fill('Fire drill');
    await dialog.getByRole('button', { name: 'Close now' }).click();
    await channel.getByText(/Fire drill/).waitFor();
    await channel.getByText('Closed', { exact: true }).waitFor();
    await channel.getByRole('button', { name: 'Undo' }).click();
    await channel.getByText('Open', { exact: true }).waitFor();
    expect(await channel.getByText(/Fire drill/).count()).toBe(0);
  });

  it('reads a report and takes its file along, in which nothing is a formula', async () => {
    await send('mallory@example.net', '=cmd(1)', '=HYPERLINK(1)');
    await ticketOf('=HYPERLINK(1)');
    await shown.go('/reports');
    await page.getByRole('link', { name: 'Request log' }).click();
    await page.getByRole('heading', { level: 1, name: 'Request log' }).waitFor();
    await page.getByRole('cell', { name: 'anna@example.org' }).waitFor();
    await page.getByRole('cell', { name: '=cmd(1)' }).first().waitFor();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Download as CSV: Request log' }).click(),
    ]);
    expect(download.suggestedFilename()).toMatch(/^request-log-.*\.csv$/);
    const text = await readFile(await download.path(), 'utf8');
    expect(text).toContain('anna@example.org');
    expect(text).toContain("'=cmd(1)");
    expect(text).not.toMatch(/(?:^|,|")=/m);

    await shown.go('/reports/kpi');
    await page.getByRole('img', { name: /Inquiries/ }).waitFor();
    await page.getByText('These values as a table').click();
    await page.getByLabel('Period', { exact: true }).selectOption({ label: 'Today' });
    await page.getByRole('cell', { name: '2', exact: true }).first().waitFor();
    expect(shown.complaints).toEqual([]);
  });

  it('makes two contacts one and two again, having seen both sides', async () => {
    await send('anna.private@example.com', 'Anna at home', 'From my other address');
    const { contact } = await ticketOf('Charged twice');
    await ticketOf('From my other address');
    await shown.go('/contacts');
    await page.getByLabel('Find somebody').fill('anna@example.org');
    await page.getByRole('link', { name: 'Anna Berg' }).click();
    await page.getByRole('heading', { level: 1, name: 'Anna Berg' }).waitFor();
    expect(page.url()).toContain(contact.id);
    await page.getByRole('tab', { name: 'Merges' }).click();
    await page.getByRole('button', { name: 'Merge with another contact' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Find somebody').fill('anna.private@example.com');
    await dialog.getByRole('button', { name: /Anna at home/ }).click();
    await dialog.getByRole('region', { name: 'Stays' }).getByText('anna@example.org').waitFor();
    await dialog.getByRole('region', { name: 'Comes over' }).getByText('1 ticket').waitFor();
    expect(await barriersOf('merge')).toEqual([]);
    await dialog.getByRole('button', { name: 'Make them one' }).click();
    const identities = page.locator('section', { has: page.getByRole('heading', { name: 'Known by' }) });
    await identities.getByText('anna.private@example.com').waitFor();
    await page.getByRole('tab', { name: 'Tickets' }).click();
    await page.getByRole('link', { name: /From my other address/ }).waitFor();

    await page.getByRole('tab', { name: 'Merges' }).click();
    await page.getByRole('button', { name: 'Undo the merge' }).click();
    await identities.getByText('anna.private@example.com').waitFor({ state: 'detached' });
    await page.getByText(/^Undone /).waitFor();
    expect(shown.complaints).toEqual([]);
  });

  it('gives points for an answer and marks feedback seen', async () => {
    const { id } = await ticketOf('Charged twice');
    const lin = await openConsole(browser, product.apiUrl, { login: { email: 'lin@desk.example', password: PASSWORD } });
    const headers = { 'x-tributary-request': '1', 'idempotency-key': 'an-answer-of-lin' };
    const replied = await lin.context.request.post(`${product.apiUrl}/api/v1/tickets/${id}/replies`, {
      data: { text: 'Your money is on its way.' },
      headers,
    });
    expect(replied.status()).toBe(202);
    await lin.close();
    await shown.go('/quality');
    await page.getByText('Your money is on its way.').waitFor();
    await page.getByLabel(/^Correct/).fill('100');
    await page.getByLabel(/^Tone/).fill('40');
    await page.getByText('Not passed: 76').waitFor();
    await page.getByLabel(/^Tone/).fill('90');
    await page.getByText('Passed: 96', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Keep the review' }).click();
    await page.getByText('Nothing waits for a review.').waitFor();
    await page.getByText('1 of 1').waitFor();

    await product.api(`/tickets/${id}/ratings`, {
      method: 'POST',
      body: { survey: 'short', value: 1, reason: 'Waited too long' },
      headers: { 'idempotency-key': 'a-rating' },
    });
    await shown.go('/feedback');
    const card = page.getByRole('listitem').filter({ hasText: 'Waited too long' });
    await card.getByRole('button', { name: 'Seen by Director' }).click();
    await card.getByText(/Director saw it/).waitFor();
    await card.getByRole('button', { name: /^Undo/ }).click();
    await card.getByRole('button', { name: 'Seen by Director' }).waitFor();
    expect(shown.complaints).toEqual([]);
  });

  it.each([
    ['en', 'light'],
    ['zh-CN', 'dark'],
  ] as const)('shows pages without barriers: %s, %s', async (language, theme) => {
    const { contact } = await ticketOf('Charged twice');
    const other = await openConsole(browser, product.apiUrl, { login: BOSS, language, theme });
    const found: string[] = [];
    const titles: (string | null)[] = [];
    for (const path of [
      ...['/wall', '/breaches', '/reports', '/reports/kpi', '/reports/request-log', '/quality?state=reviewed'],
      ...['/feedback', '/feedback?tab=compensations', '/contacts', `/contacts/${contact.id}`],
    ]) {
      await other.page.evaluate(`history.pushState(null, '', '/console${path}')`);
      await eventually(() => other.page.evaluate<boolean>(IS_THERE), path);
      titles.push(await other.page.locator('h1').textContent());
      found.push(...(await barriersOf(path, other.page)));
    }
    expect(found).toEqual([]);
    const [supervised, named] = [titles.slice(0, 8), titles.slice(8)];
    expect(supervised).toEqual(TITLES[language]);
    expect(named[1]).toBe('Anna Berg');
    expect(other.complaints).toEqual([]);
    await other.close();
  });
});
