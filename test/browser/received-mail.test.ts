import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import type { MessagePart } from '#contracts';
import { type ImageServer, makePng, startImageServer } from '../support/image-server.js';
import { describeWithService, launchChromium } from '../support/services/index.js';
import { SmtpClient } from '../support/smtp-client.js';
import { eventually, startProduct, type StartedProduct } from '../support/started-product.js';

interface Entry {
  readonly id: string;
  readonly parts: readonly MessagePart[];
}
interface List<T> {
  readonly items: readonly T[];
}

const PASSWORD = 'a password of the tests';
const INVITATION =
  'BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\nUID:1\r\nSUMMARY:Demo\r\nDTSTART:20260302T100000Z\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n';
const ENCLOSED = 'From: Bob <bob@example.net>\r\nSubject: The offer\r\n\r\nSeven euros.\r\n';

const piece = (type: string, content: string | Buffer, more = '') =>
  `--b\r\nContent-Type: ${type}\r\n${more}Content-Transfer-Encoding: base64\r\n\r\n${Buffer.from(content).toString('base64')}\r\n`;

describeWithService('chromium', 'a mail that came through the door', () => {
  let server: ImageServer;
  let product: StartedProduct;
  let browser: Browser;

  beforeAll(async () => {
    server = await startImageServer((_request, response) => response.end(makePng(50, 40, [200, 0, 0])));
    product = await startProduct({
      TRIBUTARY_ADMIN_EMAIL: 'admin@example.com',
      TRIBUTARY_ADMIN_PASSWORD: PASSWORD,
      TRIBUTARY_REMOTE_IMAGES_PRIVATE_HOSTS: server.host,
    });
    browser = await launchChromium();
  }, 180_000);
  afterAll(async () => {
    await browser?.close();
    await product?.stop();
    await server?.close();
  });

  it('is shown to an agent who is logged in, whole and safe', async () => {
    const html = `<p>Look:</p><img src="cid:logo@1"><img src="${server.url}/a.png"><a href="https://evil.example/">https://bank.example</a><script>top.owned = 1</script>`;
    const door = new SmtpClient(product.smtpPort);
    const raw = [
      'From: Ann <ann@example.net>\r\nTo: support@example.com\r\nSubject: Pictures\r\nMessage-ID: <1@example.net>\r\nMIME-Version: 1.0',
      'Content-Type: multipart/related; boundary=b\r\n',
      `${piece('text/html; charset=utf-8', html)}${piece('image/png', makePng(30, 20, [0, 128, 0]), 'Content-ID: <logo@1>\r\n')}` +
        `${piece('text/calendar', INVITATION)}${piece('message/rfc822', ENCLOSED)}--b--\r\n`,
    ];
    expect(await door.send('ann@example.net', ['support@example.com'], raw.join('\r\n'))).toMatch(/^250 /);
    door.close();
    const entry = await eventually(
      async () => {
        const { body: tickets } = await product.api<List<{ id: string; subject: string }>>('/tickets');
        const ticket = tickets.items.find(({ subject }) => subject === 'Pictures');
        return ticket && (await product.api<List<Entry>>(`/tickets/${ticket.id}/entries`)).body.items[0];
      },
      'the entry',
      60_000,
    );
    expect(entry.parts.map(({ type, fallback }) => [type, fallback])).toEqual([
      ['text', 'Look:\n\nhttps://bank.example'],
      ['html', ''],
      ['form', 'Invitation: Demo\nWhen: 2026-03-02 10:00 (UTC)'],
      ['quote', 'From: Bob <bob@example.net>\nSubject: The offer\n\nSeven euros.'],
      ...['image', 'file', 'file'].map((type) => [type, expect.any(String)]),
    ]);

    const page = await browser.newPage();
    await page.goto(`${product.apiUrl}/api/docs`);
    const login = await page.evaluate<number>(
      `fetch('/api/v1/session', { method: 'POST', headers: { 'content-type': 'application/json' }, body: ${JSON.stringify(
        JSON.stringify({ email: 'admin@example.com', password: PASSWORD }),
      )} }).then((answer) => answer.status)`,
    );
    expect(login).toBeLessThan(300);
    for (const [query, widths] of [
      ['', [30, 0]],
      ['?remote=proxy', [30, 50]],
    ] as const) {
      server.asked.length = 0;
      await page.goto(`${product.apiUrl}/api/v1/entries/${entry.id}/html${query}`);
      expect(await page.evaluate('[...document.images].map((image) => image.naturalWidth)')).toEqual(widths);
      expect(await page.evaluate('document.body.innerText')).toContain('https://bank.example [evil.example]');
      expect(await page.evaluate('[typeof window.owned, origin]')).toEqual(['undefined', 'null']);
      expect(server.asked).toHaveLength(query === '' ? 0 : 1);
    }
  }, 180_000);
});
