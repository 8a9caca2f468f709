import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { type ConsolePage, openConsole } from '../support/console/console-page.js';
import { findBarriers } from '../support/console/find-barriers.js';
import { describeWithService, type DovecotServer, findDovecot, launchChromium, startDovecot } from '../support/services/index.js';
import { startProduct, type StartedProduct } from '../support/started-product.js';

const EMAIL = 'admin@example.com';
const USER = 'kf@example.test';

describeWithService('chromium', 'a newcomer', () => {
  let dovecot: DovecotServer | undefined;
  let product: StartedProduct;
  let browser: Browser;
  let shown: ConsolePage;
  let page: Page;

  beforeAll(async () => {
    if (findDovecot().found) dovecot = await startDovecot({ users: [{ name: USER, password: 'right' }] });
    product = await startProduct({ TRIBUTARY_ADMIN_EMAIL: EMAIL });
    browser = await launchChromium();
  }, 180_000);
  afterAll(async () => {
    await browser?.close();
    await product?.stop();
    await dovecot?.stop();
  });

  it('goes from the password on the terminal to the first ticket', async () => {
    const password = /password: (\S+)/.exec(product.output())?.[1] ?? '';
    shown = await openConsole(browser, product.apiUrl, { login: { email: EMAIL, password } });
    ({ page } = shown);
    await page.getByRole('heading', { name: 'The first five minutes' }).waitFor();
    expect(await findBarriers(page)).toEqual([]);

    const other = await browser.newContext();
    const login = () =>
      other.request.post(`${product.apiUrl}/api/v1/session`, { data: { email: EMAIL, password }, headers: { 'x-tributary-request': '1' } });
    expect((await login()).status()).toBe(201);

    await page.getByLabel('Password now').fill('something else');
    await page.getByLabel('New password').fill('a sentence of my own');
    await page.getByRole('button', { name: 'Change the password' }).click();
    await page.getByText('This is not your password now.').waitFor();
    await page.getByLabel('Password now').fill(password);
    await page.getByRole('button', { name: 'Change the password' }).click();
    await page.getByText('Your password is changed.', { exact: false }).waitFor();
    // Who came in with the one from the terminal is out, and comes in no more.
    expect((await other.request.get(`${product.apiUrl}/api/v1/session`)).status()).toBe(401);
    expect((await login()).status()).toBe(401);
    await other.close();

    await page.getByRole('radio', { name: /smartcv/ }).click();
    expect(await findBarriers(page)).toEqual([]);
    await page.getByRole('button', { name: 'Put this desk in force' }).click();
    await page.getByText('The desk is in force, version 1.').waitFor();

    await tryMailbox();
    await page.getByRole('button', { name: 'Skip' }).click();

    await page.getByRole('button', { name: 'Send a mail now' }).click();
    await page.getByText(/^It is here: ticket \d{8}-\w+-\d+\.$/).waitFor({ timeout: 20_000 });
    await page.getByText('That was it. The desk works.').waitFor();
    expect(await findBarriers(page)).toEqual([]);
    expect(shown.complaints).toEqual([]);
    await page.getByRole('button', { name: 'To the inbox' }).click();
    await page.getByText('New here?', { exact: false }).waitFor({ state: 'detached' });
    expect((await product.api<{ offered: boolean }>('/first-run')).body.offered).toBe(false);
  }, 120_000);

  /** What is wrong, one thing after the other, until nothing is. */
  async function tryMailbox(): Promise<void> {
    await page.getByLabel('Incoming server (IMAP)').fill('no-such-host.invalid');
    await page.getByLabel('Login of the mailbox').fill(USER);
    await page.getByLabel('Password of the mailbox').fill('wrong');
    await page.getByRole('button', { name: 'Try it' }).click();
    await page.getByText('There is no server of this name.', { exact: false }).waitFor({ timeout: 15_000 });
    if (dovecot === undefined) return;
    await page.getByLabel('Incoming server (IMAP)').fill('127.0.0.1');
    await page.getByLabel('IMAP port').fill(String(dovecot.imapPort));
    await page.getByLabel('IMAP is sealed').selectOption('none');
    await page.getByRole('button', { name: 'Try it' }).click();
    await page.getByText('The server refuses login or password.', { exact: false }).waitFor({ timeout: 15_000 });
    await page.getByLabel('Password of the mailbox').fill('right');
    await page.getByLabel('Folder').fill('Nowhere');
    await page.getByRole('button', { name: 'Try it' }).click();
    await page.getByText('there is no such folder', { exact: false }).waitFor({ timeout: 15_000 });
    await page.getByLabel('Folder').fill('');
    await page.getByRole('button', { name: 'Try it' }).click();
    await page.getByText('It works from here.').waitFor({ timeout: 15_000 });
    const lines = await page.getByRole('region', { name: 'Lines of the configuration' }).textContent();
    expect(lines).toContain('host: 127.0.0.1');
    expect(lines).not.toContain('right');
    expect(await findBarriers(page)).toEqual([]);
  }
});
