import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SmtpClient } from '../support/smtp-client.js';
import { API_KEY, eventually, runProduct, startProduct, type StartedProduct } from '../support/started-product.js';

describe('a fresh installation', () => {
  let product: StartedProduct;
  beforeAll(async () => {
    product = await startProduct({}, { begins: 'with nothing' });
  }, 120_000);
  afterAll(() => product?.stop());

  it('says where it is, how to log in and what to try', async () => {
    const text = await eventually(async () => (product.output().includes('See its ticket') ? product.output() : null), 'the welcome');
    expect(text).toContain(product.apiUrl);
    expect(text).toContain(`127.0.0.1:${product.smtpPort}`);
    expect(text).toContain(product.dataDir);
    expect(text).toMatch(/First login +admin@example\.com/);
    expect(text).toContain('npm run --silent admin -- send-mail');
  });

  it('keeps answers waiting, visibly, as long as no outgoing server is configured', async () => {
    const door = new SmtpClient(product.smtpPort);
    const mail = 'From: a@customer.test\r\nTo: support@example.com\r\nSubject: hi\r\nMessage-ID: <wait@customer.test>\r\n\r\nhello\r\n';
    expect(await door.send('a@customer.test', ['support@example.com'], mail)).toMatch(/^250 /);
    door.close();
    interface Listed {
      items: { id: string; direction: string; delivery: { status: string; error?: { hint: string } } | null }[];
    }
    const waiting = await eventually(async () => {
      const { body: tickets } = await product.api<Listed>('/tickets');
      if (tickets.items[0] === undefined) return null;
      const { body } = await product.api<Listed>(`/tickets/${tickets.items[0].id}/entries`);
      return body.items.find(({ delivery }) => delivery?.error !== undefined)?.delivery ?? null;
    }, 'an answer that waits and says why');
    expect(waiting.status).toBe('queued');
    expect(waiting.error?.hint).toContain('TRIBUTARY_SMTP_OUT');
  });

  it.each([
    ['other ports', () => ({ TRIBUTARY_HTTP_PORT: '0', TRIBUTARY_SMTP_PORT: '0' })],
    ['the same ports', () => ({ TRIBUTARY_HTTP_PORT: new URL(product.apiUrl).port, TRIBUTARY_SMTP_PORT: String(product.smtpPort) })],
  ])('refuses a second process on its data folder with %s, naming the pid that holds it', async (_what, ports) => {
    const second = runProduct({ TRIBUTARY_DATA_DIR: product.dataDir, ...ports() });
    expect(await second.ended).not.toBe(0);
    expect(second.output()).toContain(`in use by process ${product.pid}`);
    expect(second.output()).toContain('TRIBUTARY_DATA_DIR');
    expect(second.output()).not.toMatch(/\n\s+at /);
  });
});

describe('a start that cannot succeed', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tributary-fault-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('lists every fault of the configuration and ends with 78', async () => {
    const file = join(folder, 'wrong.yaml');
    const own = 'http:\n  host: 0.0.0.0\nsmtp:\n  maxConnections: -1\nhtpp:\n  port: 1\n';
    const inboxes = [
      '{ id: A b, channel: email }',
      '{ id: b, channel: email, address: nope }',
      '{ id: c, channel: pigeon }',
      '{ id: d, channel: email, address: d@example.com }',
      '{ id: e, channel: email, address: e@example.com, aliases: [D@Example.com] }',
    ];
    await writeFile(file, `${own}inboxes:\n${inboxes.map((inbox) => `  - ${inbox}\n`).join('')}`);
    const run = runProduct({ TRIBUTARY_CONFIG: file, TRIBUTARY_LOG_LEVEL: 'loud', TRIBUTARY_DATA_DIR: join(folder, 'data') });
    expect(await run.ended).toBe(78);
    const faults = [...run.output().matchAll(/^ {2}(\S+).*: found .*; allowed: /gm)].map(([, path]) => path!);
    expect(faults.sort()).toEqual(
      [
        ...['htpp', 'smtp.maxConnections', 'log.level', 'http.host'],
        ...['inboxes.0.id', 'inboxes.1.address', 'inboxes.2.channel', 'inboxes.4.aliases.0'],
      ].sort(),
    );
    expect(run.output()).toContain('8 faults');
    expect(existsSync(join(folder, 'data'))).toBe(false);
  });

  it.each(['TRIBUTARY_HTTP_PORT', 'TRIBUTARY_SMTP_PORT', 'TRIBUTARY_SMTP_LMTP_PORT', 'TRIBUTARY_DATABASE_EMBEDDED_PORT'])(
    'says that the port of %s is taken and how to change it',
    async (setting) => {
      const taken = await new Promise<Server>((resolve) => {
        const server = createServer().listen(0, '127.0.0.1', () => resolve(server));
      });
      const { port } = taken.address() as { port: number };
      const run = runProduct({
        TRIBUTARY_HTTP_PORT: '0',
        TRIBUTARY_SMTP_PORT: '0',
        TRIBUTARY_API_KEY: API_KEY,
        TRIBUTARY_DATA_DIR: join(folder, 'data'),
        [setting]: String(port),
      });
      expect(await run.ended).toBe(1);
      expect(run.output()).toMatch(new RegExp(`port ${port} .*taken`, 'i'));
      expect(run.output()).toContain(setting);
      expect(run.output()).not.toContain('SMTP connection failed');
      expect(run.output()).not.toMatch(/\n\s+at /);
      taken.close();
    },
    60_000,
  );
});
