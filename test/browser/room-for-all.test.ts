import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { PAGES, type ScreenPage } from '../screens/pages.js';
import { CONSOLE_ENVIRONMENT, openConsole } from '../support/console/console-page.js';
import { findCrowding } from '../support/console/find-crowding.js';
import { describeWithService, launchChromium } from '../support/services/index.js';
import { SmtpClient } from '../support/smtp-client.js';
import { eventually, startProduct, type StartedProduct } from '../support/started-product.js';

/** A phone; and a screen of 1440 × 900 at a zoom of 200 %. */
const SIZES = [
  { width: 375, height: 812 },
  { width: 720, height: 450 },
];
const QUIET_MS = 120;

describeWithService('chromium', 'room on a phone and at a zoom of 200 %', () => {
  let folder: string;
  let product: StartedProduct;
  let browser: Browser;
  let touched = false;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tributary-room-'));
    product = await startProduct(CONSOLE_ENVIRONMENT);
    browser = await launchChromium();
    const door = new SmtpClient(product.smtpPort);
    const subject = 'The export of a very long report about the quarterly figures ends without a file and without a word';
    const head = `From: A Customer With Quite A Long Name <a.customer.with.a.long.name@subdomain.example.com>\r\nTo: support@example.com`;
    await door.send(
      'a.customer.with.a.long.name@subdomain.example.com',
      ['support@example.com'],
      `${head}\r\nSubject: ${subject}\r\nMessage-ID: <room@example.com>\r\n\r\nhttps://example.com/${'a-long-path/'.repeat(12)}\r\n`,
    );
    door.close();
    const article = { content: { texts: { en: { title: 'Export', body: '1. Open **it**\n2. Export' } } } };
    const { id } = (await product.api<{ id: string }>('/knowledge/articles', { method: 'POST', body: article })).body;
    await product.api(`/knowledge/articles/${id}/publication`, { method: 'POST', body: { expectedVersion: 1 } });
    await eventually(async () => (await product.api<{ items: unknown[] }>('/tickets')).body.items.length > 0, 'the ticket');
  }, 180_000);
  afterAll(async () => {
    await browser?.close();
    await product?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const lookAt = async (page: Page, { name, path, prepare, after }: ScreenPage, settled: () => Promise<void>) => {
    await page.setViewportSize(SIZES[0]!);
    // From page to page as by a link, which costs a tenth of a load; after a page that was touched, anew.
    if (touched || !path.startsWith('/console/')) await page.goto(new URL(path, product.apiUrl).href, { waitUntil: 'commit' });
    else await page.evaluate(`history.pushState(null, '', ${JSON.stringify(path)})`);
    touched = prepare !== undefined || !path.startsWith('/console/');
    await settled();
    if (prepare !== undefined) {
      await prepare(page);
      await settled();
    }
    const found: string[] = [];
    // A page that fills the screen has the screen's size.
    const isFull = await page.evaluate<boolean>('document.fullscreenElement !== null');
    for (const size of isFull ? SIZES.slice(0, 1) : SIZES) {
      if (!isFull) await page.setViewportSize(size);
      for (const fault of await findCrowding(page)) found.push(`${name} at ${size.width}: ${fault}`);
    }
    await after?.(page);
    return found;
  };

  it('is on every page, for every word and button', async () => {
    // What is said at greatest length.
    const shown = await openConsole(browser, product.apiUrl, { language: 'en' });
    const settled = untilQuiet(shown.page);
    const found: string[] = [];
    for (const each of PAGES) if (each.pictured !== true) found.push(...(await lookAt(shown.page, each, settled)));
    await shown.close();
    expect(found).toEqual([]);
  }, 180_000);
});

/** Nothing is on its way any more. */
function untilQuiet(page: Page): () => Promise<void> {
  let [open, since] = [0, Date.now()];
  const change = (by: number) => () => {
    open += by;
    since = Date.now();
  };
  page.on('request', change(1));
  page.on('requestfinished', change(-1));
  page.on('requestfailed', change(-1));
  return async () => {
    since = Date.now();
    await eventually(() => Promise.resolve(open <= 0 && Date.now() - since > QUIET_MS), 'that nothing is on its way');
  };
}
