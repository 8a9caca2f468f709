import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type MailServer, startMailServer } from '../support/mail-server.js';
import { SmtpClient } from '../support/smtp-client.js';
import { eventually, runProduct, startProduct, type StartedProduct } from '../support/started-product.js';

interface Entry {
  readonly remoteMessageId: string | null;
  readonly newText: string;
  readonly threading: { readonly rule: string; readonly review: boolean } | null;
  readonly delivery: { readonly status: string } | null;
}
interface List<T> {
  readonly items: readonly T[];
}

const OLD = 'the old secret of this installation';
const NEW = 'the new secret of this installation';

describe('an installation that gets a new secret', () => {
  let folder: string;
  let customers: MailServer;
  let product: StartedProduct | undefined;
  const start = async (key: string, older?: string) =>
    (product = await startProduct({
      TRIBUTARY_DATA_DIR: join(folder, 'data'),
      TRIBUTARY_SMTP_OUT: customers.url,
      TRIBUTARY_SECRET_KEY: key,
      ...(older === undefined ? {} : { TRIBUTARY_SECRET_OLDER_KEYS: older }),
    }));
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tributary-rotated-'));
    customers = await startMailServer();
    await start(OLD);
  }, 120_000);
  afterAll(async () => {
    await product?.stop();
    await customers?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const send = async (from: string, to: string, lines: readonly string[]) => {
    const door = new SmtpClient(product!.smtpPort);
    expect(await door.send(from, [to], [`To: ${to}`, ...lines, ''].join('\r\n'))).toMatch(/^250 /);
    door.close();
  };
  const entriesOf = async (ticket: string) => (await product!.api<List<Entry>>(`/tickets/${ticket}/entries`)).body.items;

  it('still knows reply addresses and return paths of mails that are out, and is refused without the old one', async () => {
    await send('ann@customer.test', 'support@example.com', [
      'From: ann@customer.test',
      'Subject: Order',
      'Message-ID: <a1@c.test>',
      '',
      'Hi.',
    ]);
    const ticket = await eventually(async () => (await product!.api<List<{ id: string }>>('/tickets')).body.items[0]?.id, 'the ticket');
    await product!.api(`/tickets/${ticket}/replies`, { method: 'POST', body: { text: 'It is on its way.' } });
    const out = await eventually(async () => customers.arrived.find(({ mail }) => mail.text?.includes('on its way')), 'the answer');
    await eventually(async () => (await entriesOf(ticket)).some(({ delivery }) => delivery?.status === 'sent'), 'sent');
    await product!.stop();

    const refused = runProduct({ TRIBUTARY_DATA_DIR: join(folder, 'data'), TRIBUTARY_HTTP_PORT: '0', TRIBUTARY_SECRET_KEY: NEW });
    expect(await refused.ended).toBe(1);
    expect(refused.output()).toContain('TRIBUTARY_SECRET_OLDER_KEYS');

    await start(NEW, OLD);
    const replyTo = out.mail.replyTo![0]!.address!;
    await send('ann@customer.test', replyTo, ['From: ann@customer.test', 'Subject: thanks', 'Message-ID: <a2@c.test>', '', 'Thank you!']);
    const joined = await eventually(
      async () => (await entriesOf(ticket)).find((entry) => entry.remoteMessageId === 'a2@c.test'),
      'the join',
    );
    expect(joined.threading).toMatchObject({ rule: 'token', review: false });

    const report = [
      'From: mailer-daemon@customer.test',
      'Subject: Undelivered Mail Returned to Sender',
      'Message-ID: <dsn@customer.test>',
      'Content-Type: multipart/report; report-type=delivery-status; boundary=b',
      '',
      ...['--b', 'Content-Type: text/plain', '', 'It could not be delivered.'],
      ...['--b', 'Content-Type: message/delivery-status', '', 'Reporting-MTA: dns; mx.customer.test', ''],
      ...['Final-Recipient: rfc822; ann@customer.test', 'Action: failed', 'Status: 5.1.1', '', '--b--'],
    ];
    await send('', out.envelopeFrom, report);
    await eventually(async () => (await entriesOf(ticket)).some(({ delivery }) => delivery?.status === 'failed'), 'the failed answer');

    await product!.stop();
    // The old secret was given up: only the new one counts now.
    await start(NEW);
    expect((await entriesOf(ticket)).length).toBeGreaterThan(2);
  }, 180_000);
});
