import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { type ConsolePage, openConsole } from '../support/console/console-page.js';
import { findBarriers } from '../support/console/find-barriers.js';
import { describeWithService, type DovecotServer, findDovecot, launchChromium, startDovecot } from '../support/services/index.js';
import { eventually, startProduct, type StartedProduct } from '../support/started-product.js';

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

  it('changes the desk by a form and by its text, sees what changes first, and loses nothing to a colleague who was faster', async () => {
    await shown.go('/desk');
    const apply = async (after: string) => {
      await page.getByRole('button', { name: 'See what changes' }).click();
      await page.getByRole('dialog').getByText(after).first().waitFor();
      await page.getByRole('dialog').getByRole('button', { name: 'Put it in force' }).click();
    };
    await page.locator('summary').first().click();
    await page.getByLabel('Days ahead that other hours are announced').fill('3');
    await page.getByLabel('Days ahead that other hours are announced').blur();
    await page.getByText('One change, not in force yet').waitFor({ timeout: 15_000 });
    expect(await findBarriers(page)).toEqual([]);
    await page.getByRole('button', { name: 'See what changes' }).click();
    await page.getByLabel('Why').fill('Fewer days are enough');
    expect(await findBarriers(page)).toEqual([]);
    await page.getByRole('dialog').getByRole('button', { name: 'Put it in force' }).click();
    await page.getByText('Version 2 is in force.').waitFor();
    await page.getByRole('tab', { name: 'Versions' }).click();
    await page.getByRole('cell', { name: 'Fewer days are enough' }).waitFor();

    await page.getByRole('tab', { name: 'The desk’s file' }).click();
    const area = page.getByRole('textbox', { name: 'The desk’s file' });
    const text = await area.inputValue();
    // As a paste does; Chromium types many lines slowly.
    const write = (wanted: string) =>
      area.evaluate((field: HTMLTextAreaElement, value) => {
        field.focus();
        field.setRangeText(value, 0, field.value.length, 'end');
        field.dispatchEvent(new Event('input', { bubbles: true }));
      }, wanted);
    await write(text.replace(/^channels:/m, 'chanels:'));
    await page.getByText('One fault; nothing comes in force with it.').waitFor({ timeout: 15_000 });
    await page.getByRole('button', { name: /^Line \d+$/ }).click();
    const selected = () => area.evaluate((field: HTMLTextAreaElement) => field.value.slice(field.selectionStart, field.selectionEnd));
    await eventually(async () => (await selected()) === 'chanels:', 'the line of the fault');
    expect(await findBarriers(page)).toEqual([]);

    await write(text.replace('announceDays: 3', 'announceDays: 5'));
    await page.getByText('One change, not in force yet').waitFor({ timeout: 15_000 });
    const { desk } = (await product.api<{ desk: Record<string, unknown> }>('/desk')).body;
    const theirs = { ...desk, automatic: { perTicketPerDay: 4 } };
    expect((await product.api('/desk', { method: 'PUT', body: { desk: theirs } })).status).toBe(200);
    await apply('announceDays');
    await page.getByText(/put version 3 in force at/).waitFor();
    // What theirs brought would be gone by mine, and that is shown.
    await page.getByRole('dialog').getByText('automatic', { exact: false }).first().waitFor();
    await page.getByRole('button', { name: 'Put mine over it' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Put it in force' }).click();
    await page.getByText('Version 4 is in force.').waitFor();

    await write(text.replace('announceDays: 3', 'announceDays: 9'));
    await page.getByText('One change, not in force yet').waitFor({ timeout: 15_000 });
    await page.getByRole('button', { name: 'Rehearse it' }).click();
    // What was changed came along.
    await page.getByText('One change, not in force yet').waitFor({ timeout: 15_000 });
    await page.getByRole('button', { name: 'Rehearse', exact: true }).click();
    await page.getByText(/^0 of \d+ tickets since .* would have been handled another way\.$/).waitFor({ timeout: 20_000 });
    expect(await findBarriers(page)).toEqual([]);
    expect(shown.complaints.filter((line) => !line.includes('409'))).toEqual([]);
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
    await page.getByLabel('IMAP encryption').selectOption('none');
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
