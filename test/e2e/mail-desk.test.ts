import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type ArrivedMail, type MailServer, startMailServer } from '../support/mail-server.js';
import { SmtpClient } from '../support/smtp-client.js';
import { eventually, startProduct, type StartedProduct } from '../support/started-product.js';

interface Ticket {
  readonly id: string;
  readonly number: string;
  readonly status: string;
  readonly version: number;
}
interface Entry {
  readonly id: string;
  readonly seq: number;
  readonly direction: string;
  readonly remoteMessageId: string | null;
  readonly newText: string;
  readonly author: { displayName?: string };
  readonly threading: { rule: string; review: boolean } | null;
  readonly delivery: { status: string; error?: { code: string; hint: string } } | null;
}
interface List<T> {
  readonly items: T[];
}

const SUPPORT = 'support@example.com';

describe('a desk that takes and answers mail', () => {
  let product: StartedProduct;
  let customers: MailServer;
  let door: SmtpClient;
  beforeAll(async () => {
    customers = await startMailServer();
    product = await startProduct({ TRIBUTARY_SMTP_OUT: customers.url });
    door = new SmtpClient(product.smtpPort);
  }, 120_000);
  afterAll(async () => {
    door?.close();
    await product?.stop();
    await customers?.stop();
  });

  const write = async (mail: { from: string; id: string; subject: string; to?: string; headers?: string[]; body?: string[] }) => {
    const raw = [
      `From: ${mail.from}`,
      `To: ${mail.to ?? SUPPORT}`,
      `Subject: ${mail.subject}`,
      `Message-ID: <${mail.id}>`,
      'Date: Mon, 02 Mar 2026 10:00:00 +0000',
      ...(mail.headers ?? []),
      ...(mail.body ?? ['Content-Type: text/plain; charset=utf-8', '', 'Hello.']),
      '',
    ].join('\r\n');
    expect(await door.send(/<?([^<>\s]+@[^<>\s]+)>?$/.exec(mail.from)![1]!, [mail.to ?? SUPPORT], raw)).toMatch(/^250 /);
    return raw;
  };
  const findTicket = async (messageId: string) => {
    const { body } = await product.api<List<{ ticketId: string | null; outcome: string }>>(
      `/ledger?remoteMessageId=${encodeURIComponent(messageId)}`,
    );
    const item = body.items.find(({ outcome }) => outcome === 'ticketed');
    return item?.ticketId ? (await product.api<Ticket>(`/tickets/${item.ticketId}`)).body : null;
  };
  const ticketOf = (messageId: string) => eventually(() => findTicket(messageId), `a ticket of ${messageId}`);
  const entriesOf = async (ticket: Ticket) => (await product.api<List<Entry>>(`/tickets/${ticket.id}/entries`)).body.items;
  const mailTo = (address: string, fits: (mail: ArrivedMail) => boolean = () => true) =>
    eventually(async () => customers.arrived.find((mail) => mail.envelopeTo.includes(address) && fits(mail)), `a mail to ${address}`);

  /** A customer writes, is told the number, an agent answers; what the customer then has in the mailbox. */
  const openCase = async (name: string) => {
    const address = `${name}@customer.test`;
    const raw = await write({ from: `${name} <${address}>`, id: `${name}-1@customer.test`, subject: `Order of ${name}` });
    const ticket = await ticketOf(`${name}-1@customer.test`);
    const told = await mailTo(address, (mail) => mail.mail.subject?.includes(ticket.number) === true);
    const answered = await product.api<Entry>(`/tickets/${ticket.id}/replies`, {
      method: 'POST',
      body: { text: `Dear ${name}, it is on its way.` },
    });
    expect(answered.status).toBe(202);
    expect(answered.body.delivery?.status).toBe('queued');
    const answer = await mailTo(address, (mail) => mail.mail.text?.includes('on its way') === true);
    return { address, raw, ticket, told, answer };
  };

  it('makes a ticket of a mail, tells the number once, and keeps the exact bytes', async () => {
    const { raw, ticket, told } = await openCase('ann');
    expect(ticket.number).toMatch(/^\d{8}-EML-\d{3,}$/);
    expect(told.mail.text).toContain(ticket.number);
    expect(told.header('auto-submitted')).toBe('auto-replied');
    expect(told.envelopeFrom).toBe('');
    expect(told.header('in-reply-to')).toBe('<ann-1@customer.test>');
    const [first] = await entriesOf(ticket);
    const bytes = await fetch(`${product.apiUrl}/api/v1/entries/${first!.id}/raw`, {
      headers: { authorization: 'Bearer e2e-key-0123456789abcdef' },
    });
    expect(await bytes.text()).toBe(raw);
    expect(customers.arrived.filter((mail) => mail.envelopeTo.includes('ann@customer.test') && mail.header('auto-submitted'))).toHaveLength(
      1,
    );
  });

  it('sends the answer into the same mail thread, with the tag, a signed reply address and a return path of its own', async () => {
    const { ticket, answer } = await openCase('bob');
    expect(answer.header('in-reply-to')).toBe('<bob-1@customer.test>');
    expect(answer.header('references')).toContain('<bob-1@customer.test>');
    expect(answer.mail.subject).toBe(`Re: Order of bob 【技术支持】${ticket.number}`);
    expect(answer.mail.replyTo?.[0]?.address).toMatch(/^support\+t\..+@example\.com$/);
    expect(answer.envelopeFrom).toMatch(/^support\+b\..+@example\.com$/);
    expect(answer.mail.html).toBeTruthy();
    const sent = await eventually(
      async () => (await entriesOf(ticket)).find((entry) => entry.newText.includes('on its way') && entry.delivery?.status === 'sent'),
      'sent',
    );
    expect(`<${sent.remoteMessageId}>`).toBe(answer.header('message-id'));
  });

  it.each([
    [
      'Outlook',
      (id: string) => [`In-Reply-To: ${id}`, `References: ${id}`],
      (told: string) =>
        `Thank you!\r\n\r\n-----Original Message-----\r\nFrom: Support <${SUPPORT}>\r\nSent: Monday, March 2, 2026 11:00\r\nTo: me\r\nSubject: RE: Order\r\n\r\n${told}`,
    ],
    [
      'Apple Mail',
      (id: string) => [`In-Reply-To: ${id}`, `References: ${id}`, 'Mime-Version: 1.0 (Mac OS X Mail 16.0)'],
      (told: string) => `Thank you!\r\n\r\n> On 2. Mar 2026, at 11:00, Support <${SUPPORT}> wrote:\r\n> \r\n> ${told}`,
    ],
    [
      'Gmail',
      (id: string) => [`In-Reply-To: ${id}`, `References: ${id}`],
      (told: string) => `Thank you!\r\n\r\nOn Mon, 2 Mar 2026 at 11:00, Support <${SUPPORT}> wrote:\r\n\r\n> ${told}`,
    ],
    [
      'QQ Mail',
      (id: string) => [`In-Reply-To: ${id}`],
      (told: string) =>
        `Thank you!\r\n\r\n\r\n------------------ 原始邮件 ------------------\r\n发件人: "Support" <${SUPPORT}>;\r\n发送时间: 2026年3月2日(星期一) 晚上11:00\r\n收件人: "me";\r\n主题: Re: Order\r\n\r\n${told}`,
    ],
    ['a client that keeps only the reply address', () => [], (told: string) => `Thank you!\r\n\r\n> ${told}`],
  ])('joins the answer of a customer with %s', async (client, headers, body) => {
    const name = client.toLowerCase().replace(/\W/g, '').slice(0, 20);
    const { address, ticket, answer } = await openCase(name);
    await write({
      from: `${name} <${address}>`,
      to: answer.mail.replyTo?.[0]?.address,
      id: `${name}-2@customer.test`,
      subject: headers('').length > 0 ? `Re: ${answer.mail.subject}` : 'my order',
      headers: headers(answer.header('message-id')!),
      body: ['Content-Type: text/plain; charset=utf-8', '', body('it is on its way.')],
    });
    const joined = await eventually(
      async () => (await entriesOf(ticket)).find((entry) => entry.remoteMessageId === `${name}-2@customer.test`),
      'the joined answer',
    );
    expect(joined.newText.trim()).toBe('Thank you!');
    expect(joined.threading?.review).toBe(false);
    expect((await product.api<Ticket>(`/tickets/${ticket.id}`)).body.status).toBe('open');
  });

  it('puts a stranger who quotes the number, or shows a forged token, into a ticket of his own for review', async () => {
    const { ticket, answer } = await openCase('carol');
    await write({ from: 'Mallory <mallory@evil.test>', id: 'm1@evil.test', subject: `Re: Order ${`【技术支持】${ticket.number}`}` });
    const forged = answer.mail.replyTo![0]!.address!.replace(/.(?=@)/, (last) => (last === 'a' ? 'b' : 'a'));
    await write({ from: 'Mallory <mallory@evil.test>', to: forged, id: 'm2@evil.test', subject: 'hello' });
    for (const id of ['m1@evil.test', 'm2@evil.test']) expect((await ticketOf(id)).id).not.toBe(ticket.id);
    const quoted = (await entriesOf(await ticketOf('m1@evil.test'))).find((entry) => entry.remoteMessageId === 'm1@evil.test');
    expect(quoted?.threading?.review).toBe(true);
    expect((await entriesOf(ticket)).some((entry) => entry.remoteMessageId?.endsWith('@evil.test'))).toBe(false);
  });

  it('keeps robots as entries, out of the way, and never answers them', async () => {
    await write({ from: 'CI <ci@robot.test>', id: 'r1@robot.test', subject: 'Build failed', headers: ['Auto-Submitted: auto-generated'] });
    const ticket = await ticketOf('r1@robot.test');
    expect(ticket.status).not.toBe('new');
    await openCase('dora');
    expect(customers.arrived.some((mail) => mail.envelopeTo.includes('ci@robot.test'))).toBe(false);
  });

  it('shows why an answer failed, and counts a mail that comes twice', async () => {
    const { ticket } = await openCase('erin');
    customers.refuse(550);
    await product.api(`/tickets/${ticket.id}/replies`, { method: 'POST', body: { text: 'Are you there?' } });
    const failed = await eventually(
      async () => (await entriesOf(ticket)).find((entry) => entry.delivery?.status === 'failed'),
      'the failed answer',
    );
    customers.refuse(null);
    expect(failed.delivery?.error?.hint).toMatch(/address/);
    await write({ from: 'erin <erin@customer.test>', id: 'erin-1@customer.test', subject: 'Order of erin' });
    const items = await eventually(async () => {
      const { body } = await product.api<List<{ outcome: string }>>('/ledger?remoteMessageId=%3Cerin-1%40customer.test%3E');
      return body.items.length === 2 && body.items.every(({ outcome }) => outcome !== 'received') ? body.items : null;
    }, 'both deliveries in the ledger');
    expect(items.map(({ outcome }) => outcome).sort()).toEqual(['duplicate', 'ticketed']);
    expect((await entriesOf(ticket)).filter((entry) => entry.remoteMessageId === 'erin-1@customer.test')).toHaveLength(1);
  });

  it('refuses an answer to a ticket that changed meanwhile', async () => {
    const { ticket } = await openCase('frank');
    const stale = await product.api<{ code: string; currentVersion: number }>(`/tickets/${ticket.id}/replies`, {
      method: 'POST',
      body: { text: 'late', expectedVersion: 1 },
    });
    expect(stale.status).toBe(409);
    expect(stale.body.code).toBe('version_conflict');
  });
});
