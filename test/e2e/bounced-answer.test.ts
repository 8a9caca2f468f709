import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startOutgoingServer, type OutgoingServer } from '../support/outgoing-server.js';
import { SmtpClient } from '../support/smtp-client.js';
import { eventually, startProduct, type StartedProduct } from '../support/started-product.js';

interface Entry {
  readonly id: string;
  readonly delivery: { readonly status: string; readonly error?: { readonly message: string; readonly hint: string } };
  readonly warnings?: readonly { readonly code: string; readonly value: string; readonly status: string }[];
}
interface Ticket {
  readonly status: string;
  readonly contact: {
    readonly identities: readonly { readonly undeliverable: { readonly status: string; readonly reason: string } | null }[];
  };
}

const CUSTOMER = 'ann@customer.test';

describe('an answer that comes back', () => {
  let server: OutgoingServer;
  let product: StartedProduct;
  let door: SmtpClient;
  beforeAll(async () => {
    server = await startOutgoingServer();
    product = await startProduct({
      TRIBUTARY_SMTP_OUT: server.url(),
      TRIBUTARY_DESK_SETTINGS_LANGUAGE: 'zh',
      TRIBUTARY_ACKNOWLEDGEMENTS_PER_ADDRESS_PER_DAY: '0',
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
  const ticketOf = (id: string) =>
    eventually(async () => {
      const { items } = await api<{ items: { ticketId: string | null }[] }>(`/ledger?remoteMessageId=${encodeURIComponent(id)}`);
      return items[0]?.ticketId;
    }, `a ticket of ${id}`);
  const write = async (id: string, more: readonly string[] = []) => {
    const lines = [`From: ${CUSTOMER}`, 'To: support@example.com', 'Subject: Printer', `Message-ID: <${id}>`, ...more, '', 'Hello.', ''];
    expect(await door.send(CUSTOMER, ['support@example.com'], lines.join('\r\n'))).toMatch(/^250 /);
  };
  const answer = async (ticket: string): Promise<Entry> => {
    const before = server.taken.length;
    const entry = await api<Entry>(`/tickets/${ticket}/replies`, { text: 'We are on it.' });
    await eventually(async () => (await api<Entry>(`/entries/${entry.id}`)).delivery.status === 'sent', 'it was sent');
    expect(server.taken).toHaveLength(before + 1);
    return entry;
  };
  const report = async (action: string, status: string, words: string): Promise<void> => {
    const { from, raw } = server.taken.at(-1)!;
    const original = /^Message-ID: .*$/im.exec(raw.toString('latin1'))![0].trim();
    const lines = [
      'From: MAILER-DAEMON@mx.customer.test',
      `To: ${from}`,
      'Subject: Delivery Status Notification',
      `Message-ID: <report.${status}@mx.customer.test>`,
      'MIME-Version: 1.0',
      'Content-Type: multipart/report; report-type=delivery-status; boundary=b',
      ...['', '--b', 'Content-Type: text/plain', '', words],
      ...['', '--b', 'Content-Type: message/delivery-status', '', 'Reporting-MTA: dns; mx.customer.test', ''],
      ...[`Final-Recipient: rfc822; ${CUSTOMER}`, `Action: ${action}`, `Status: ${status}`, `Diagnostic-Code: smtp; ${words}`],
      ...['', '--b', 'Content-Type: text/rfc822-headers', '', original, '', '--b--', ''],
    ];
    expect(await door.send('', [from], lines.join('\r\n'))).toMatch(/^250 /);
    await ticketOf(`report.${status}@mx.customer.test`);
  };

  it('fails with the reason, marks the address, warns of it, and the mark goes when its owner writes', async () => {
    await write('first@customer.test');
    const ticket = await ticketOf('first@customer.test');
    const entry = await answer(ticket);
    const markOf = async () => (await api<Ticket>(`/tickets/${ticket}`)).contact.identities[0]!.undeliverable;

    await report('delayed', '4.4.1', '451 4.4.1 connection timed out');
    await report('failed', '5.1.1', '550 5.1.1 user unknown');
    await eventually(async () => (await api<Entry>(`/entries/${entry.id}`)).delivery.status === 'failed', 'it failed');
    const { delivery } = await api<Entry>(`/entries/${entry.id}`);
    expect(delivery.error).toMatchObject({ message: '该地址不存在或已停用：550 5.1.1 user unknown', hint: '请向客户询问其他地址' });
    expect(await markOf()).toMatchObject({ status: '5.1.1', reason: delivery.error!.message });
    expect((await api<Ticket>(`/tickets/${ticket}`)).status).toBe('open');

    expect((await answer(ticket)).warnings).toMatchObject([{ code: 'recipient_undeliverable', value: CUSTOMER, status: '5.1.1' }]);
    await write('again@customer.test', ['References: <first@customer.test>', 'In-Reply-To: <first@customer.test>']);
    await ticketOf('again@customer.test');
    expect(await markOf()).toBeNull();
  });
});
