import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { CONSOLE_ENVIRONMENT, type ConsolePage, openConsole } from '../support/console/console-page.js';
import { findBarriers } from '../support/console/find-barriers.js';
import { MailedTickets } from '../support/console/mailed-tickets.js';
import { type ImageServer, makePng, startImageServer } from '../support/image-server.js';
import { type OutgoingServer, startOutgoingServer } from '../support/outgoing-server.js';
import { describeWithService, launchChromium } from '../support/services/index.js';
import { eventually, startProduct, type StartedProduct } from '../support/started-product.js';
import { HOSTILE_HTML } from './hostile-html.js';
import { entryInSight, hiddenBelow, printerMail } from './thread-parts.js';

describeWithService('chromium', 'a ticket in the console', () => {
  let images: ImageServer;
  let outgoing: OutgoingServer;
  let product: StartedProduct;
  let browser: Browser;
  let shown: ConsolePage;
  let page: Page;
  let tickets: MailedTickets;

  beforeAll(async () => {
    images = await startImageServer((_request, response) => response.end(makePng(50, 400, [200, 0, 0])));
    outgoing = await startOutgoingServer();
    product = await startProduct({
      ...CONSOLE_ENVIRONMENT,
      TRIBUTARY_SMTP_OUT: outgoing.url(),
      TRIBUTARY_REMOTE_IMAGES_PRIVATE_HOSTS: images.host,
    });
    tickets = new MailedTickets(product, () => page);
    browser = await launchChromium();
    // What changed meanwhile is looked at again and sent once more.
    const isExpected = (words: string) => words.includes('status of 409');
    shown = await openConsole(browser, product.apiUrl, { path: '/views/mine', isExpected });
    page = shown.page;
  }, 180_000);
  beforeEach(() => {
    images.asked.length = 0;
    outgoing.judge = () => null;
  });
  afterAll(async () => {
    await browser?.close();
    tickets?.close();
    await product?.stop();
    await outgoing?.stop();
    await images?.close();
  });

  it('shows a mail by its own words first, then as it was set, and asks nobody for pictures unless told to', async () => {
    await tickets.mail('The printer', printerMail(images.url));
    await tickets.open(await tickets.find('The printer'));
    const row = page.locator('article').first();
    await row.getByText('Nothing prints.').waitFor();
    expect(await row.getByText('buy it').count()).toBe(0);
    await row.getByRole('button', { name: 'The whole text' }).click();
    await row.getByText('buy it').waitFor();
    await row
      .getByRole('link', { name: /page\.png/ })
      .last()
      .waitFor();
    await eventually(() => row.locator('img').evaluate((image) => (image as HTMLImageElement).naturalWidth === 60), 'the picture');

    await row.getByRole('button', { name: 'As its writer set it' }).click();
    const frame = row.frameLocator('iframe');
    await frame.getByText('Nothing prints.').waitFor();
    expect(images.asked).toEqual([]);
    await row.getByRole('button', { name: 'Show pictures' }).click();
    await eventually(() => Promise.resolve(images.asked.length > 0), 'the picture from elsewhere');
    // The frame is as high as what is in it.
    await eventually(async () => (await row.locator('iframe').boundingBox())!.height > 420, 'the height of the frame');
    expect(await findBarriers(page)).toEqual([]);
  });

  it('follows at the end, and elsewhere keeps the place and tells what is new', async () => {
    const first = await tickets.mail('A long story', 'It begins.');
    const ticket = await tickets.find('A long story');
    for (let note = 1; note <= 60; note += 1)
      await product.api(`/tickets/${ticket.id}/notes`, { method: 'POST', body: { text: `Note ${note}\n${'line\n'.repeat(note % 5)}` } });
    await tickets.open(ticket);
    const thread = page.getByRole('region', { name: 'Thread' });
    await tickets.entry('Note 60').first().waitFor();

    const before = Date.now();
    await tickets.mail('Re: A long story', 'I am at the end.', { inReplyTo: first });
    await tickets.entry('I am at the end.').first().waitFor();
    // A moment, on a machine that has other work; benchmarks measure it.
    expect(Date.now() - before).toBeLessThan(5_000);
    const hidden = (text: string) => hiddenBelow(tickets.entry(text).first());
    await eventually(async () => (await hidden('I am at the end.')) <= 0, 'that it followed');

    // Up to what is before the first page: it is loaded, and what was read stays where it was.
    await thread.evaluate((frame) => (frame.scrollTop = 900));
    const read = await eventually(() => entryInSight(thread), 'an entry in sight');
    const top = async () => (await page.locator(`[data-entry="${read}"]`).boundingBox())!.y;
    const stood = await top();
    await tickets.mail('Re: A long story', 'And I come later.', { inReplyTo: first });
    await page.getByRole('button', { name: '1 new' }).waitFor();
    expect(Math.abs((await top()) - stood)).toBeLessThan(2);
    // What is before is loaded from here on, and what was read stays where it was.
    await thread.evaluate((frame) => (frame.scrollTop = 390));
    const near = await top();
    await thread.getByText('Beginning of the thread').waitFor({ state: 'attached' });
    await eventually(() => thread.evaluate((frame) => frame.scrollTop > 700), 'the older ones above');
    expect(Math.abs((await top()) - near)).toBeLessThan(3);
    await eventually(async () => {
      await thread.evaluate((frame) => (frame.scrollTop = 0));
      return (await tickets.entry('It begins.').count()) > 0;
    }, 'the beginning');
    await tickets.entry('It begins.').first().waitFor();

    await page.getByRole('button', { name: '1 new' }).click();
    await tickets.entry('And I come later.').first().waitFor();
    await page.getByRole('button', { name: '1 new' }).waitFor({ state: 'detached' });
  });

  it('is not touched by a hostile mail', async () => {
    const html = Object.values(HOSTILE_HTML)
      .flat()
      .join('\n')
      .replaceAll('https://spy.example', images.url)
      .replaceAll('alert(1)', 'top.owned=1');
    await tickets.mail(
      'You won',
      `Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n${Buffer.from(html).toString('base64')}\r\n`,
    );
    await tickets.open(await tickets.find('You won'));
    const at = page.url();
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    await page.getByRole('button', { name: 'As its writer set it' }).click();
    await page.frameLocator('iframe').locator('body').waitFor();
    await page.waitForLoadState('networkidle');
    expect(images.asked).toEqual([]);
    expect(asked.filter((url) => !url.startsWith(product.apiUrl) && !/^(data|about|cid):/.test(url))).toEqual([]);
    expect(await page.evaluate('typeof window.owned')).toBe('undefined');
    expect(page.url()).toBe(at);
    expect(page.context().pages()).toHaveLength(1);
  });

  it('says in words that an answer did not arrive, and what to do', async () => {
    await tickets.mail('No way back', 'Please answer.', { from: 'Bob <bob@example.net>' });
    const ticket = await tickets.find('No way back');
    await tickets.open(ticket);
    outgoing.judge = () => '550 5.1.1 no such user here';
    await product.api(`/tickets/${ticket.id}/replies`, { method: 'POST', body: { text: 'Here it is.' } });
    const answer = tickets.entry('Here it is.').first();
    await answer.getByText('This address does not exist or no longer takes mail.').waitFor();
    await answer.getByText('Ask the customer by another way for one that works.').waitFor();
    await answer.getByText(/no such user here/).waitFor();
  });

  it('tells why an entry is here, moves it elsewhere by keys alone, and takes it back', async () => {
    const first = await tickets.mail('The invoice', 'Where is it?', { from: 'Cid <cid@example.net>' });
    await tickets.mail('Re: The invoice', 'By the way, my parcel is broken.', { from: 'Cid <cid@example.net>', inReplyTo: first });
    await tickets.mail('The parcel', 'It is broken.', { from: 'Cid <cid@example.net>' });
    const parcel = await tickets.find('The parcel');
    await tickets.open(await tickets.find('The invoice'));
    await tickets.entry('my parcel is broken').first().waitFor();

    await page.keyboard.press('k');
    await page.keyboard.press('k');
    await page.keyboard.press('j');
    await eventually(() => page.evaluate<boolean>('document.activeElement?.tagName === "ARTICLE"'), 'the focus');
    while (!(await page.evaluate<string>('document.activeElement.innerText')).includes('my parcel')) {
      await page.keyboard.press('k');
      await page.waitForFunction('document.activeElement.tagName === "ARTICLE"');
    }
    await page.keyboard.press('w');
    const why = page.getByRole('dialog', { name: 'Why is this here?' });
    await why.getByText('It answers a mail of this ticket.').waitFor();
    await why.getByText('Certain').waitFor();
    await eventually(() => page.evaluate<boolean>('document.activeElement?.tagName === "BUTTON"'), 'the focus in the popover');
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Move to another ticket' });
    await eventually(() => page.evaluate<boolean>('document.activeElement?.tagName === "INPUT"'), 'the focus in the dialog');
    await page.keyboard.type(parcel.number);
    await dialog.getByRole('radio').first().waitFor();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Space');
    for (let tries = 0; tries < 8 && !(await page.evaluate<boolean>('document.activeElement.textContent === "Move"')); tries += 1)
      await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByText(`Moved into ${parcel.number}.`).waitFor();
    await tickets.entry('my parcel is broken').first().waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Undo' }).click();
    await tickets.entry('my parcel is broken').first().waitFor();
  });

  it('is worked with by keys: taken, its state changed, its raw message read', async () => {
    await tickets.mail('Keys only', 'No mouse at hand.');
    const ticket = await tickets.find('Keys only');
    await tickets.open(ticket);
    await tickets.entry('No mouse at hand.').first().waitFor();
    const now = async () => (await product.api<{ assignee: string | null; status: string }>(`/tickets/${ticket.id}`)).body;
    await page.keyboard.press('a');
    await eventually(async () => (await now()).assignee !== null, 'that it is taken');
    await page.getByText(/has it now/).waitFor();
    await page.keyboard.press('s');
    await page.keyboard.press('P');
    await page.getByText('Now it is: Pending.').waitFor();
    expect((await now()).status).toBe('pending');
    await page.keyboard.press('Tab');
    await page.evaluate('document.activeElement.blur()');
    await page.keyboard.press('k');
    await page.keyboard.press('o');
    const raw = page.getByRole('dialog', { name: 'Raw message' });
    await raw.getByText(/Subject: Keys only/).waitFor();
    expect(await findBarriers(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await raw.waitFor({ state: 'detached' });
    expect(shown.complaints).toEqual([]);
  });

  it('speaks Chinese to who reads it, on a small screen as well', async () => {
    const small = await openConsole(browser, product.apiUrl, {
      ...{
        language: 'zh-CN',
        theme: 'dark',
        viewport: { width: 375, height: 812 },
        path: `/tickets/${(await tickets.find('No way back')).number}`,
      },
    });
    await small.page.getByText('该地址不存在或已停用。').waitFor();
    expect(await findBarriers(small.page)).toEqual([]);
    expect(await small.page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(375);
    await small.page.getByRole('button', { name: '详情' }).click();
    await small.page.getByRole('tab', { name: '信息' }).click();
    await small.page.getByText('创建时间').waitFor();
    expect(await findBarriers(small.page)).toEqual([]);
    expect(small.complaints).toEqual([]);
    await small.close();
  });
});
