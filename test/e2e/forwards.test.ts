import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type ArrivedMail, type MailServer, startMailServer } from '../support/mail-server.js';
import { SmtpClient } from '../support/smtp-client.js';
import { eventually, startProduct, type StartedProduct } from '../support/started-product.js';

interface Ticket {
  readonly id: string;
  readonly number: string;
  readonly contact: { readonly identities: readonly { readonly value: string }[] };
  readonly contactOffer: {
    readonly entryId: string;
    readonly state: string;
    readonly address: { readonly value: string; readonly displayName?: string };
  } | null;
}

const SUPPORT = 'support@example.com';
const ANNA = 'anna@example.com';

/** How a mail program passes on what Mia wrote. */
const WAYS: Readonly<Record<string, (customer: string) => readonly string[]>> = {
  quoted: (customer) => [
    'Subject: Fwd: Leak',
    'Content-Type: text/plain; charset=utf-8',
    '',
    'Can you take this?',
    '',
    '---------- Forwarded message ---------',
    `From: Mia Moeller <${customer}>`,
    'Date: Mon, 2 Mar 2026 at 09:31',
    'Subject: Leak',
    `To: <${ANNA}>`,
    '',
    'It leaks.',
  ],
  enclosed: (customer) => [
    'Subject: Leak',
    'MIME-Version: 1.0',
    'Content-Type: multipart/mixed; boundary=b',
    '',
    '--b',
    'Content-Type: text/plain',
    '',
    'Can you take this?',
    '--b',
    'Content-Type: message/rfc822',
    '',
    `From: Mia Moeller <${customer}>`,
    `To: ${ANNA}`,
    'Subject: Leak',
    `Message-ID: <first.${customer}>`,
    '',
    'It leaks.',
    '--b--',
  ],
};

describe("a customer's mail that a colleague forwards", () => {
  let product: StartedProduct;
  let mailboxes: MailServer;
  let door: SmtpClient;
  beforeAll(async () => {
    mailboxes = await startMailServer();
    product = await startProduct({ TRIBUTARY_SMTP_OUT: mailboxes.url });
    door = new SmtpClient(product.smtpPort);
  }, 120_000);
  afterAll(async () => {
    door?.close();
    await product?.stop();
    await mailboxes?.stop();
  });

  const write = async (from: string, id: string, lines: readonly string[], to = SUPPORT) => {
    const raw = [`From: ${from}`, `To: ${to}`, `Message-ID: <${id}>`, 'Date: Mon, 02 Mar 2026 10:00:00 +0000', ...lines, ''].join('\r\n');
    expect(await door.send(from, [to], raw)).toMatch(/^250 /);
  };
  const ticketOf = (id: string) =>
    eventually(async () => {
      const { body } = await product.api<{ items: { ticketId: string | null }[] }>(`/ledger?remoteMessageId=${encodeURIComponent(id)}`);
      const ticketId = body.items[0]?.ticketId;
      return ticketId ? (await product.api<Ticket>(`/tickets/${ticketId}`)).body : null;
    }, `a ticket of ${id}`);
  const mailTo = (address: string, words: string): Promise<ArrivedMail> =>
    eventually(
      async () => mailboxes.arrived.find(({ envelopeTo, mail }) => envelopeTo.includes(address) && mail.text?.includes(words) === true),
      `"${words}" at ${address}`,
    );
  const answer = (ticket: Ticket, text: string) => product.api(`/tickets/${ticket.id}/replies`, { method: 'POST', body: { text } });

  it.each(Object.keys(WAYS))('%s becomes hers with one click: she has the answer, and her own mails join', async (way) => {
    const customer = `mia.${way}@pump.test`;
    await write(ANNA, `fwd.${way}@example.com`, WAYS[way]!(customer));
    const ticket = await ticketOf(`fwd.${way}@example.com`);
    expect(ticket.contact.identities[0]!.value).toBe(ANNA);
    expect(ticket.contactOffer).toMatchObject({ state: 'offered', address: { value: customer, displayName: 'Mia Moeller' } });
    const accepted = await product.api<Ticket>(`/tickets/${ticket.id}/contact-offer`, {
      method: 'POST',
      body: { entryId: ticket.contactOffer!.entryId, decision: 'accept' },
    });
    expect([accepted.status, accepted.body.contact.identities[0]!.value]).toEqual([201, customer]);

    await answer(ticket, `We send somebody (${way}).`);
    const { mail, header } = await mailTo(customer, `We send somebody (${way}).`);
    expect(mail.subject).toBe(`Re: Leak 【技术支持】${ticket.number}`);
    if (way === 'enclosed') expect(header('in-reply-to')).toBe(`<first.${customer}>`);
    await write(
      customer,
      `second.${customer}`,
      ['Subject: Re: Leak', `In-Reply-To: ${header('message-id')!}`, '', 'Thank you.'],
      mail.replyTo![0]!.address!,
    );
    await write(customer, `third.${customer}`, [
      'Subject: Re: Leak',
      ...(way === 'enclosed' ? [`References: <first.${customer}>`] : []),
      '',
      'It leaks again.',
    ]);
    for (const id of [`second.${customer}`, `third.${customer}`]) expect((await ticketOf(id)).id).toBe(ticket.id);

    const undone = await product.api<Ticket>(`/tickets/${ticket.id}/contact-offer`, { method: 'DELETE' });
    expect(undone.body).toMatchObject({ contactOffer: { state: 'offered' }, contact: { identities: [{ value: ANNA }] } });
  });
});
