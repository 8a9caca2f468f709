import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type { CommandId, InboxId, ReplyRequested } from '#contracts';
import { type MailServer, startMailServer } from '../../support/mail-server.js';
import { SmtpClient } from '../../support/smtp-client.js';
import { type EmailBench, openEmailBench } from './email-bench.js';
import { receivedBy } from './imap-bench.js';

const SERVICE = 'service@cr魔法.com';
const PUNYCODE = 'service@xn--cr-g61el41o.com';

describe('addresses in every script (SMTPUTF8, IDN)', () => {
  let bench: EmailBench;
  let customers: MailServer;
  let client: SmtpClient;
  let service: Awaited<ReturnType<EmailBench['run']>>;
  let helpers: Awaited<ReturnType<EmailBench['run']>>;
  beforeAll(async () => {
    bench = await openEmailBench();
    customers = await startMailServer();
    service = await bench.run('service', { address: SERVICE, displayName: '客服', smtp: { url: customers.url } });
    helpers = await bench.run('helpers', { address: '支持@例子.cn', smtp: { url: customers.url } });
    client = new SmtpClient(bench.port);
  });
  afterAll(async () => {
    client?.close();
    await bench?.stop();
    await customers?.stop();
  });

  const send = (from: string, to: string, ...headers: string[]) =>
    client.send(from, [to], [`From: 张三 <${from}>`, `To: ${to}`, ...headers, '', '你好', ''].join('\r\n'), ' SMTPUTF8');
  const reply = (to: string, more: Partial<ReplyRequested> = {}): ReplyRequested => ({
    commandId: randomUUID() as CommandId,
    inboxId: 'service' as InboxId,
    to: [{ scheme: 'email', value: to }],
    parts: [{ partId: '1', type: 'text', text: '你好', fallback: '你好' }],
    ticketToken: 'a'.repeat(40),
    ttlMs: 60_000,
    onWindowClosed: 'fail',
    adapt: 'degrade',
    actor: { kind: 'agent' },
    ...more,
  });
  const attempt = { attempt: 1, markSending: async () => undefined };

  it.each([SERVICE, PUNYCODE, 'Service@CR魔法.com', 'service+t.token@cr魔法.com'])('%s is the same inbox', async (address) => {
    const before = receivedBy(service.context).length;
    expect(await send('ann@customer.test', address, `Message-ID: <${randomUUID()}@customer.test>`)).toMatch(/^250 /);
    expect(receivedBy(service.context)).toHaveLength(before + 1);
  });

  it('is one person who writes from either spelling of a domain, and names in UTF-8 headers are read', async () => {
    const before = receivedBy(helpers.context).length;
    expect(await send('张三@例子.中国', '支持@例子.cn', 'Subject: 打印机坏了')).toMatch(/^250 /);
    expect(await send('张三@xn--fsqu00a.xn--fiqs8s', '支持@xn--fsqu00a.cn', 'Subject: 还是坏的')).toMatch(/^250 /);
    const [first, second] = receivedBy(helpers.context).slice(before);
    expect(first).toMatchObject({
      sender: { displayName: '张三', identities: [{ value: '张三@xn--fsqu00a.xn--fiqs8s' }] },
      threading: { subject: '打印机坏了' },
      plainText: '你好',
    });
    expect(second!.sender.identities[0]!.value).toBe(first!.sender.identities[0]!.value);
    expect(second!.conversation.key).toBe(first!.conversation.key);
  });

  it('refuses what nobody has, also in UTF-8', async () => {
    expect(await send('ann@customer.test', '陌生人@例子.cn')).toMatch(/^550 /);
  });

  it('answers from an internationalised domain in ASCII, so that every server takes it; the answer comes back to the inbox', async () => {
    expect(await service.connector.send(reply('ann@customer.test'), attempt)).toMatchObject({ status: 'sent' });
    const arrived = customers.arrived.at(-1)!;
    expect(arrived.raw.split(/\r?\n\r?\n/, 1)[0]).toMatch(/^[\x00-\x7f]*$/);
    expect(arrived.header('message-id')).toMatch(/@xn--cr-g61el41o\.com>$/);
    expect(arrived.mail.from?.address).toMatch(/^service@(xn--cr-g61el41o|cr魔法)\.com$/);
    const replyTo = arrived.mail.replyTo![0]!.address!;
    expect(replyTo).toMatch(/^service\+t\.a{40}@/);
    const before = receivedBy(service.context).length;
    expect(await send('ann@customer.test', replyTo, `Message-ID: <${randomUUID()}@customer.test>`)).toMatch(/^250 /);
    expect(receivedBy(service.context)).toHaveLength(before + 1);
    expect(receivedBy(service.context).at(-1)!.threading.token).toBe('a'.repeat(40));
    // The return path leads back as well.
    expect(await send('', arrived.envelopeFrom)).toMatch(/^250 /);
  });

  it('writes to an address in UTF-8 where the server takes it, and from one', async () => {
    expect(await helpers.connector.send(reply('张三@例子.中国', { inboxId: 'helpers' as InboxId }), attempt)).toMatchObject({
      status: 'sent',
    });
    const arrived = customers.arrived.at(-1)!;
    expect(arrived.envelopeTo.map((address) => address.split('@')[0])).toEqual(['张三']);
    expect(arrived.mail.from?.address).toMatch(/^支持@/);
  });
});
