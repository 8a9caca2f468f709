import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { CONSOLE_LOGIN, type ConsolePage, openConsole } from '../support/console/console-page.js';
import { findBarriers } from '../support/console/find-barriers.js';
import { describeWithService, launchChromium } from '../support/services/index.js';
import { eventually, type StartedProduct } from '../support/started-product.js';
import { letter, openOperatorDesk, type OperatorDesk } from './operator-desk.js';

const MOST_BYTES = 20_000;

describeWithService('chromium', 'who reads Chinese', () => {
  let desk: OperatorDesk;
  let product: StartedProduct;
  let browser: Browser;
  let shown: ConsolePage;
  let page: Page;

  beforeAll(async () => {
    desk = await openOperatorDesk({ password: 'right', maxMessageBytes: MOST_BYTES });
    ({ product } = desk);
    browser = await launchChromium();
    shown = await openConsole(browser, product.apiUrl, { language: 'zh-CN', path: '/audit' });
    page = shown.page;
  }, 240_000);
  afterAll(async () => {
    await browser?.close();
    await desk?.close();
  });

  const expectWell = async () => {
    expect(await findBarriers(page)).toEqual([]);
    expect(shown.complaints).toEqual([]);
  };

  it('reads in the audit log what was given, and why something was refused', async () => {
    await product.api('/webhooks', { method: 'POST', body: { name: 'Shop', url: desk.hook, events: ['ticket.opened.v1'] } });
    const wrong = { email: CONSOLE_LOGIN.email, password: 'not the password' };
    await fetch(`${product.apiUrl}/api/v1/session`, {
      ...{ method: 'POST', headers: { 'content-type': 'application/json' } },
      body: JSON.stringify(wrong),
    });
    await shown.go('/audit');
    await page.getByText('提交字段：名称、网址和事件').first().waitFor();
    await page.getByText('邮箱与密码不匹配。').first().waitFor();
    await expectWell();
  }, 60_000);

  it('reads of a mail that was not taken why it was not, and where it lies', async () => {
    if (desk.dovecot === undefined) return;
    await desk.dovecot.deliver(`${letter('Huge')}${'x'.repeat(MOST_BYTES)}\r\n`);
    const found = () =>
      product
        .api<{ items: { number: string; subject: string }[] }>('/tickets')
        .then(({ body }) => body.items.find(({ subject }) => subject === 'Huge'));
    const { number } = await eventually(found, 'the ticket of the mail that was not taken', 30_000);
    await shown.go(`/tickets/${number}`);
    await page
      .getByText(/未接收（超过 20,000 字节，仍留在邮箱中：INBOX，UID \d+，[\d,]+ 字节）。/)
      .first()
      .waitFor();
    expect(await page.getByText('larger than').count()).toBe(0);
    await expectWell();
  }, 90_000);
});
