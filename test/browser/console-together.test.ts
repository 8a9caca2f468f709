import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Browser, Locator, Page } from 'playwright-core';
import { CONSOLE_ENVIRONMENT, type ConsolePage, openConsole } from '../support/console/console-page.js';
import { findBarriers } from '../support/console/find-barriers.js';
import { type Listed, MailedTickets } from '../support/console/mailed-tickets.js';
import { describeWithService, launchChromium } from '../support/services/index.js';
import { eventually, startProduct, type StartedProduct } from '../support/started-product.js';

const BO = { email: 'bo@desk.example', displayName: 'Bo Ito', role: 'agent', password: 'a-password-of-tests' };

describeWithService('chromium', 'two at one desk', () => {
  let product: StartedProduct;
  let browser: Browser;
  let shown: ConsolePage;
  let page: Page;
  let colleague: ConsolePage;
  let tickets: MailedTickets;

  beforeAll(async () => {
    product = await startProduct(CONSOLE_ENVIRONMENT);
    tickets = new MailedTickets(product, () => page);
    await product.api('/agents', { method: 'POST', body: BO });
    browser = await launchChromium();
    shown = await openConsole(browser, product.apiUrl, { path: '/views/mine' });
    page = shown.page;
    colleague = await openConsole(browser, product.apiUrl, { login: { email: BO.email, password: BO.password }, path: '/views/mine' });
  }, 180_000);
  afterAll(async () => {
    await browser?.close();
    tickets?.close();
    await product?.stop();
  });

  it('says who was faster, with what and when, and does it all the same when told to', async () => {
    await tickets.mail('Two at once', 'Who takes it?', { from: 'Dora <dora@example.net>' });
    const ticket = await tickets.find('Two at once');
    const does = async (method: 'patch' | 'post', path: string, data: object) => {
      const headers = { 'x-tributary-request': '1', 'idempotency-key': `${path} ${JSON.stringify(data)}` };
      expect((await colleague.context.request[method](`${product.apiUrl}/api/v1${path}`, { data, headers })).ok()).toBe(true);
    };
    // Between the press and its arrival, when no page can know.
    const isBeaten = (method: string, path: string, by: () => Promise<void>) => {
      let isDone = false;
      return page.route(`**/api/v1/tickets/${ticket.id}${path}`, async (route) => {
        if (route.request().method() !== method || isDone) return route.fallback();
        isDone = true;
        await by();
        await route.fallback();
      });
    };
    await isBeaten('PATCH', '', () => does('patch', `/tickets/${ticket.id}`, { status: 'pending', priority: 'high' }));
    await tickets.open(ticket);
    await tickets.entry('Who takes it?').first().waitFor();
    await page.keyboard.press('a');
    await page
      .getByText(/^Bo Ito changed it at .*: (?=.*Status is now Pending)(?=.*Priority is now High).*Yours was not taken\.$/)
      .waitFor();
    const now = async () => (await product.api<{ assignee: string | null; status: string }>(`/tickets/${ticket.id}`)).body;
    expect(await now()).toMatchObject({ assignee: null, status: 'pending' });
    await page.getByRole('button', { name: 'Do it all the same' }).click();
    await eventually(async () => (await now()).assignee !== null, 'that it is taken');

    await isBeaten('POST', '/splits', () => does('post', `/tickets/${ticket.id}/notes`, { text: 'I look at it.' }));
    const row = tickets.entry('Who takes it?').first();
    await row.hover();
    await row.getByRole('button', { name: 'More about this entry' }).click();
    await page.getByRole('menuitem', { name: 'Split off' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Split off' }).click();
    await dialog.getByText(/^Bo Ito wrote at .*\. Yours was not taken\.$/).waitFor();
    expect(await findBarriers(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Do it all the same' }).click();
    await page.getByText('Split off into a new ticket.').waitFor();
    await page.unrouteAll();
    await page.getByRole('tab', { name: 'History' }).click();
    await page
      .getByText('Priority: Normal → High; Status: New → Pending')
      .or(page.getByText('Status: New → Pending; Priority: Normal → High'))
      .waitFor();
  });

  it('begins where its reader stopped, whatever computer he read it on, and asks only for what came since', async () => {
    const first = await tickets.mail('Read before', 'The first.', { from: 'Eve <eve@example.net>' });
    const ticket = await tickets.find('Read before');
    const seenUpTo = async (seq: number) => {
      const answer = await page.request.get(`${product.apiUrl}/api/v1/tickets/${ticket.id}/seen`);
      return ((await answer.json()) as { seq: number }).seq >= seq;
    };
    const elsewhere = await openConsole(browser, product.apiUrl, { path: `/tickets/${ticket.number}` });
    await elsewhere.page.locator('article', { hasText: 'The first.' }).first().waitFor();
    await eventually(() => seenUpTo(2), 'that it is read there');
    await elsewhere.close();
    await tickets.mail('Re: Read before', 'The second.', { from: 'Eve <eve@example.net>', inReplyTo: first });
    await eventually(
      async () => (await product.api<Listed<unknown>>(`/tickets/${ticket.id}/entries`)).body.items.length >= 3,
      'the second',
    );
    await tickets.open(ticket);
    const line = page.getByText('New since you were here');
    await line.waitFor();
    const placeOf = async (what: Locator) => (await what.boundingBox())?.y ?? Number.NaN;
    // Rows come to their places one after the other.
    await eventually(async () => {
      const [above, at, below] = [
        await placeOf(tickets.entry('The first.').first()),
        await placeOf(line),
        await placeOf(tickets.entry('The second.').first()),
      ];
      return above < at && at < below;
    }, 'the line between the two');
    await eventually(() => seenUpTo(3), 'that it is read');

    const asked: string[] = [];
    page.on('request', (request) => request.url().includes(`/${ticket.id}/entries`) && asked.push(new URL(request.url()).search));
    await page.context().setOffline(true);
    for (const text of ['While you were away 1.', 'While you were away 2.', 'While you were away 3.'])
      await product.api(`/tickets/${ticket.id}/notes`, { method: 'POST', body: { text } });
    await page.context().setOffline(false);
    await tickets.entry('While you were away 3.').first().waitFor({ timeout: 20_000 });
    expect(asked.length).toBeGreaterThan(0);
    expect(asked.filter((query) => !query.includes('after='))).toEqual([]);
    page.removeAllListeners('request');
    await eventually(() => seenUpTo(6), 'that all of it is read');
    await tickets.open(ticket);
    await tickets.entry('While you were away 3.').first().waitFor();
    expect(await line.count()).toBe(0);
  });

  it('hands out what is kept of a person, and erases him, having seen what stays; who may not is not offered it', async () => {
    await tickets.mail('Forget me', 'Please.', { from: 'Gone Away <gone@example.com>' });
    const { id, contact } = await tickets.find('Forget me');
    await colleague.go(`/contacts/${contact.id}`);
    await colleague.page.getByRole('tab', { name: 'Rights' }).click();
    await colleague.page.getByText('are for people with the right to them', { exact: false }).waitFor();

    await shown.go(`/contacts/${contact.id}`);
    await page.getByRole('tab', { name: 'Rights' }).click();
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Make and download the file' }).click(),
    ]);
    const archive = await readFile(await file.path());
    expect([archive.subarray(0, 2).toString(), archive.includes('contact.json'), archive.includes('message.eml')]).toEqual([
      'PK',
      true,
      true,
    ]);

    await page.getByRole('button', { name: 'Erase this person…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Erase Gone Away' });
    await dialog.getByText(/tickets \(1\)/).waitFor();
    await dialog.getByText('What stays, and why').waitFor();
    expect(await findBarriers(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Go on' }).click();
    const last = dialog.getByRole('button', { name: 'Erase for good' });
    expect(await last.isDisabled()).toBe(true);
    await dialog.getByLabel(/^Type the name/).fill('Gone Away');
    // Somebody writes for him meanwhile: what was shown is not all any more.
    await product.api(`/tickets/${id}/notes`, { method: 'POST', body: { text: 'He rang.' } });
    await last.click();
    await dialog.getByText('Somebody was faster.').waitFor();
    await dialog.getByRole('button', { name: 'Look again at what goes' }).click();
    await dialog.getByRole('button', { name: 'Go on' }).click();
    await dialog.getByLabel(/^Type the name/).fill('Gone Away');
    await last.click();
    await page.getByText(/^Erased\. Tickets: 1/).waitFor();
    const { body } = await product.api<Listed<{ plainText: string }>>(`/tickets/${id}/entries`);
    expect(body.items.map(({ plainText }) => plainText).join('')).toBe('');
    await shown.go('/audit');
    await page.getByText('Erase a person').first().waitFor();
    await page.getByText('Export a person').first().waitFor();
    // What they were too late for is an error to their browser, too.
    expect(shown.complaints.filter((line) => !line.includes('409'))).toEqual([]);
  });
});
