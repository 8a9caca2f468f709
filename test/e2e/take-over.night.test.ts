import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SmtpClient } from '../support/smtp-client.js';
import { API_KEY, eventually, startProduct, type StartedProduct } from '../support/started-product.js';

interface Listed {
  items: { id: string; number: string; subject: string; newText: string; attachments: unknown[] }[];
}

const LARGE = 'large '.repeat(60_000);

function runAdmin(words: readonly string[], dataDir: string): string {
  const done = spawnSync(process.execPath, ['apps/tools/run.mjs', 'admin', ...words], {
    encoding: 'utf8',
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], TRIBUTARY_DATA_DIR: dataDir, TRIBUTARY_LOG_LEVEL: 'warn' },
    timeout: 120_000,
  });
  if (done.status !== 0) throw new Error(`admin ${words.join(' ')} ended with ${done.status}:\n${done.stdout}${done.stderr}`);
  return done.stdout;
}

describe('a desk that is lost with its machine', () => {
  let folder: string;
  let product: StartedProduct;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tributary-take-over-'));
    product = await startProduct();
  }, 120_000);
  afterAll(async () => {
    await product?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  it('is taken over on another folder from a backup made while it ran: tickets, bytes and numbers', async () => {
    const door = new SmtpClient(product.smtpPort);
    const send = (id: string, text: string) =>
      door.send(
        'a@customer.test',
        ['support@example.com'],
        `From: a@customer.test\r\nTo: support@example.com\r\nSubject: ${id}\r\nMessage-ID: <${id}@customer.test>\r\n\r\n${text}\r\n`,
      );
    expect(await send('first', LARGE)).toMatch(/^250 /);
    await eventually(async () => (await product.api<Listed>('/tickets')).body.items.length === 1, 'the ticket');
    const backup = join(folder, 'backup');
    expect(runAdmin(['backup', backup], product.dataDir)).toContain('tables');
    door.close();
    await product.stop();

    const elsewhere = join(folder, 'data');
    runAdmin(['restore', backup], elsewhere);
    product = await startProduct({ TRIBUTARY_DATA_DIR: elsewhere });
    const [ticket] = (await product.api<Listed>('/tickets')).body.items;
    expect(ticket?.subject).toBe('first');
    const [entry] = (await product.api<Listed>(`/tickets/${ticket!.id}/entries`)).body.items;
    const raw = await fetch(`${product.apiUrl}/api/v1/entries/${entry!.id}/raw`, { headers: { authorization: `Bearer ${API_KEY}` } });
    expect(await raw.text()).toContain(LARGE);
    const again = new SmtpClient(product.smtpPort);
    for (const id of ['first', 'second'])
      await again.send(
        'a@customer.test',
        ['support@example.com'],
        `From: a@customer.test\r\nTo: support@example.com\r\nSubject: ${id}\r\nMessage-ID: <${id}@customer.test>\r\n\r\n${id === 'first' ? LARGE : 'new'}\r\n`,
      );
    again.close();
    const tickets = await eventually(async () => {
      const { items } = (await product.api<Listed>('/tickets')).body;
      return items.length === 2 ? items : null;
    }, 'the mail sent after the take-over, and no double of the one before');
    expect(new Set(tickets.map(({ number }) => number)).size).toBe(2);
  }, 180_000);
});
