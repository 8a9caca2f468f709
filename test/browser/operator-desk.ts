import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { CONSOLE_ENVIRONMENT } from '../support/console/console-page.js';
import { type DovecotServer, findDovecot, startDovecot } from '../support/services/index.js';
import { SmtpClient } from '../support/smtp-client.js';
import { startProduct, type StartedProduct } from '../support/started-product.js';

const run = promisify(execFile);

export const MAILBOX = 'kf@example.test';

export const idOf = (subject: string) => `${subject.toLowerCase()}@customer.test`;
export const letter = (subject: string) =>
  ['From: grace@customer.test', 'To: support@example.com', `Subject: ${subject}`, `Message-ID: <${idOf(subject)}>`, '', 'Hello.', ''].join(
    '\r\n',
  );

/** A product with a door, a mailbox whose password is wrong (where there is a Dovecot), and somebody who takes webhooks. */
export interface OperatorDesk {
  readonly product: StartedProduct;
  /** Undefined: none is installed. */
  readonly dovecot: DovecotServer | undefined;
  readonly hook: string;
  /** Bodies of webhooks. */
  readonly received: readonly string[];
  /** Puts the right password in force, as who edits the file does. */
  mendPassword(): Promise<void>;
  /** The door's answer to a mail of Grace. */
  send(subject: string, to?: string): Promise<string>;
  /** What became of a message, by the ledger. */
  outcomesOf(id: string): Promise<string[]>;
  close(): Promise<void>;
}

/** `password` and `imap` of the mailbox: what is put there besides, as its settings name it. */
export async function openOperatorDesk({
  password = 'wrong',
  ...settings
}: { readonly password?: string; readonly maxMessageBytes?: number } = {}): Promise<OperatorDesk> {
  const folder = await mkdtemp(join(tmpdir(), 'tributary-operator-'));
  const dovecot = findDovecot().found ? await startDovecot({ users: [{ name: MAILBOX, password: 'right' }] }) : undefined;
  const received: string[] = [];
  const receiver = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      received.push(body);
      response.end('thanks');
    });
  });
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  const host = `127.0.0.1:${(receiver.address() as AddressInfo).port}`;
  const config = join(folder, 'config.json');
  const imap = { host: '127.0.0.1', port: dovecot?.imapPort ?? 1, user: MAILBOX, password, tls: false, ...settings };
  const inboxes = [
    { id: 'support', channel: 'email', address: 'support@example.com' },
    ...(dovecot === undefined ? [] : [{ id: 'kf', channel: 'email', address: MAILBOX, displayName: 'Mailbox', imap }]),
  ];
  await writeFile(config, JSON.stringify({ inboxes, webhooks: { privateHosts: [host] } }));
  const product = await startProduct({ ...CONSOLE_ENVIRONMENT, TRIBUTARY_CONFIG: config, TRIBUTARY_BUS_MAX_ATTEMPTS: '2' });
  return {
    product,
    dovecot,
    hook: `http://${host}/hook`,
    received,
    mendPassword: async () => {
      await writeFile(config, (await readFile(config, 'utf8')).replace('"wrong"', '"right"'));
      const file = join(folder, 'desk.yaml');
      await writeFile(file, JSON.stringify({ inboxes: (JSON.parse(await readFile(config, 'utf8')) as { inboxes: unknown }).inboxes }));
      await run(process.execPath, ['apps/tools/run.mjs', 'admin', 'desk', 'apply', file], {
        env: { PATH: process.env['PATH'], HOME: process.env['HOME'], TRIBUTARY_CONFIG: config, TRIBUTARY_DATA_DIR: product.dataDir },
      });
    },
    send: async (subject, to = 'support@example.com') => {
      const door = new SmtpClient(product.smtpPort);
      const answer = await door.send('grace@customer.test', [to], letter(subject));
      door.close();
      return answer;
    },
    outcomesOf: async (id) => {
      const { body } = await product.api<{ items: { outcome: string }[] }>(`/ledger?remoteMessageId=${id}`);
      return body.items.map(({ outcome }) => outcome);
    },
    close: async () => {
      receiver.close();
      receiver.closeAllConnections();
      await product.stop();
      await dovecot?.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
