import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
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
  beforeAll(async () => {
    server = await startOutgoingServer();
    product = await startProduct({
      TRIBUTARY_SMTP_OUT: server.url(),
      TRIBUTARY_ACKNOWLEDGEMENTS_PER_ADDRESS_PER_DAY: '0',
      TRIBUTARY_EMAIL_SENDING_PER_DOMAIN_CONCURRENT: '2',
    });
    door = new SmtpClient(product.smtpPort);
  }, 120_000);
  afterAll(async () => {
    door?.close();
    await product?.stop();
    await server?.stop();
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
});
