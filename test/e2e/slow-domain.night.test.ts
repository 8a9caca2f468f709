import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { startOutgoingServer, type OutgoingServer } from '../support/outgoing-server.js';
import { SmtpClient } from '../support/smtp-client.js';
import { eventually, startProduct, type StartedProduct } from '../support/started-product.js';

interface Entry {
  readonly id: string;
  readonly delivery: { readonly status: string; readonly error?: { readonly code: string } };
}

const SLOW = 12;
const FAST = 24;

describe('answers to a domain that takes its time', () => {
  let server: OutgoingServer;
  let product: StartedProduct;
  let door: SmtpClient;
  let folder: string;
  const start = async () => {
    product = await startProduct({
      TRIBUTARY_DATA_DIR: folder,
      TRIBUTARY_SMTP_OUT: server.url(),
      TRIBUTARY_ACKNOWLEDGEMENTS_PER_ADDRESS_PER_DAY: '0',
      TRIBUTARY_EMAIL_SENDING_PER_DOMAIN_CONCURRENT: '2',
      TRIBUTARY_CONNECTOR_HOST_SEND_TIMEOUT_MS: '15000',
    });
    door = new SmtpClient(product.smtpPort);
  };
  beforeEach(async () => {
    server = await startOutgoingServer();
    folder = await mkdtemp(join(tmpdir(), 'tributary-slow-'));
    await start();
  }, 120_000);
  afterEach(async () => {
    door?.close();
    await product?.stop();
    await server?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const api = <T>(path: string, body?: unknown) =>
    product.api<T>(path, body === undefined ? {} : { method: 'POST', body }).then((answer) => answer.body);
  const openTicket = async (address: string): Promise<string> => {
    const id = `one.${address}`;
    const lines = [`From: ${address}`, 'To: support@example.com', `Subject: From ${address}`, `Message-ID: <${id}>`, '', 'Hello.', ''];
    expect(await door.send(address, ['support@example.com'], lines.join('\r\n'))).toMatch(/^250 /);
    return eventually(async () => {
      const { items } = await api<{ items: { ticketId: string | null }[] }>(`/ledger?remoteMessageId=${encodeURIComponent(id)}`);
      return items[0]?.ticketId;
    }, `a ticket of ${id}`);
  };
  const answer = (ticket: string) => api<Entry>(`/tickets/${ticket}/replies`, { text: 'We are on it.' });
  const readAll = (entries: readonly Entry[]) => Promise.all(entries.map(({ id }) => api<Entry>(`/entries/${id}`)));

  it('wait by themselves, two at a time, while all others go out; and none goes out twice', async () => {
    let free: () => void = () => undefined;
    const freed = new Promise<void>((resolve) => (free = resolve));
    let atOnce = 0;
    let most = 0;
    server.judge = async (to) => {
      if (!to.endsWith('@slow.test')) return null;
      most = Math.max(most, (atOnce += 1));
      await freed;
      atOnce -= 1;
      return null;
    };
    const slow: Entry[] = [];
    const fast: Entry[] = [];
    const slowTickets = [];
    const fastTickets = [];
    for (let at = 0; at < SLOW; at += 1) slowTickets.push(await openTicket(`person${at}@slow.test`));
    for (let at = 0; at < FAST; at += 1) fastTickets.push(await openTicket(`person${at}@fast${at % 5}.test`));
    for (const ticket of slowTickets) slow.push(await answer(ticket));
    for (const ticket of fastTickets) fast.push(await answer(ticket));
    await eventually(async () => (await readAll(fast)).every(({ delivery }) => delivery.status === 'sent'), 'all others went out', 60_000);
    expect((await readAll(slow)).filter(({ delivery }) => delivery.status === 'sent')).toEqual([]);
    await eventually(
      async () => (await readAll(slow)).filter(({ delivery }) => delivery.error?.code === 'domain_busy').length === SLOW - 2,
      'each that waits says for what',
    );
    free();
    await eventually(async () => (await readAll(slow)).every(({ delivery }) => delivery.status === 'sent'), 'the slow ones too', 90_000);
    expect(most).toBe(2);
    const taken = server.taken.flatMap(({ to }) => to);
    expect([taken.length, new Set(taken).size]).toEqual([SLOW + FAST, SLOW + FAST]);
  });

  it('are shown as uncertain, and never sent again, when the process was killed while one took long', async () => {
    let free: () => void = () => undefined;
    const freed = new Promise<void>((resolve) => (free = resolve));
    let asked = 0;
    server.judge = async () => {
      asked += 1;
      await freed;
      return null;
    };
    const entry = await answer(await openTicket('ann@slow.test'));
    await eventually(async () => asked > 0, 'the server was asked');
    // Long enough to have been set aside: its record is then tried again while the call goes on.
    await sleep(6_000);
    expect((await readAll([entry]))[0]!.delivery.status).toBe('sending');
    door.close();
    process.kill(product.pid, 'SIGKILL');
    free();
    server.judge = () => null;
    await start();
    await eventually(async () => (await readAll([entry]))[0]!.delivery.status === 'unknown', 'nobody knows', 60_000);
    expect([asked, server.taken.length]).toEqual([1, 0]);
  });
});
