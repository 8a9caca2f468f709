import { createTransport } from 'nodemailer';
import { setTimeout as sleep } from 'node:timers/promises';
import { DEMO_ARTICLES } from './demo-articles.js';
import { type DemoChannels, playChannels } from './demo-channels.js';
import type { DemoMailbox } from './demo-mailbox.js';
import { type DemoMail, writeBounce, writeOpeningMails, writeOutOfOffice } from './demo-mails.js';

export interface DemoDesk {
  readonly apiUrl: string;
  readonly apiKey: string;
  readonly smtpPort: number;
  readonly address: string;
  readonly mailbox: DemoMailbox;
  readonly channels: DemoChannels;
}

interface Ticket {
  readonly id: string;
  readonly number: string;
  readonly contact: { readonly identities: readonly { readonly value: string }[] };
}

const LIMIT_MS = 20_000;

/**
 * Customers write, an agent answers two of them, one is away, one address is dead: all through the doors anybody uses. On a desk that has
 * tickets already nobody writes again. Returns what there is to say about it.
 */
export async function playDemo(desk: DemoDesk): Promise<string> {
  const { body } = await request(desk, '/tickets?limit=1');
  if ((body as { items: Ticket[] }).items.length > 0) return 'The desk is as it was left: its customers have written already.';
  const now = new Date();
  await publishArticles(desk);
  const opening = writeOpeningMails(desk.address, now);
  for (const mail of opening) await deliver(desk, desk.address, mail);
  const others = await playChannels(desk.apiUrl, desk.channels, now);
  await answer(
    desk,
    'sato@example.jp',
    '佐藤様\n\nご連絡ありがとうございます。確認メールを再送いたしました。届かない場合はお知らせください。',
  );
  await answer(
    desk,
    'omar@example.net',
    'Hello Omar,\n\nWord export is in the menu: File → Export → Word (.docx).\n\n1. Open the document\n2. Choose Export\n3. Choose Word',
  );
  const toSato = await desk.mailbox.find((mail) => mail.to.includes('sato@example.jp') && mail.text.includes('再送'), LIMIT_MS);
  await deliver(desk, desk.address, writeOutOfOffice(desk.address, toSato, now));
  const toOmar = await desk.mailbox.find((mail) => mail.to.includes('omar@example.net') && mail.text.includes('docx'), LIMIT_MS);
  await deliver(
    desk,
    toOmar.returnPath,
    writeBounce(toOmar.returnPath, { messageId: toOmar.messageId, recipient: 'omar@example.net' }, now),
  );
  return `${opening.length + 2} mails and ${others} messages by chat, phone and app came in, two were answered, one of the answers bounced.`;
}

async function publishArticles(desk: DemoDesk): Promise<void> {
  for (const texts of DEMO_ARTICLES) {
    const made = await request(desk, '/knowledge/articles', { method: 'POST', body: JSON.stringify({ content: { texts } }) });
    const { id, version } = made.body as { id: string; version: number };
    const body = JSON.stringify({ expectedVersion: version });
    const { status } = await request(desk, `/knowledge/articles/${id}/publication`, { method: 'POST', body });
    if (status >= 300) throw new Error(`an article of the demo was not published: ${status}`);
  }
}

async function deliver(desk: DemoDesk, to: string, mail: DemoMail): Promise<void> {
  const door = createTransport({ host: '127.0.0.1', port: desk.smtpPort, ignoreTLS: true });
  await door.sendMail({ envelope: { from: mail.from, to }, raw: mail.raw });
  door.close();
}

async function answer(desk: DemoDesk, customer: string, text: string): Promise<void> {
  const ticket = await findTicketOf(desk, customer);
  const { status } = await request(desk, `/tickets/${ticket.id}/replies`, { method: 'POST', body: JSON.stringify({ text }) });
  if (status !== 202) throw new Error(`the demo's answer to ${customer} was not taken: ${status}`);
}

async function findTicketOf(desk: DemoDesk, customer: string): Promise<Ticket> {
  const end = Date.now() + LIMIT_MS;
  for (;;) {
    const { body } = await request(desk, '/tickets?limit=100');
    const found = (body as { items: Ticket[] }).items.find(({ contact }) => contact.identities.some(({ value }) => value === customer));
    if (found) return found;
    if (Date.now() > end) throw new Error(`the mail of ${customer} has not become a ticket within ${LIMIT_MS} ms`);
    await sleep(100);
  }
}

async function request(desk: DemoDesk, path: string, init: RequestInit = {}): Promise<{ status: number; body: unknown }> {
  const answered = await fetch(`${desk.apiUrl}/api/v1${path}`, {
    ...init,
    headers: { authorization: `Bearer ${desk.apiKey}`, 'content-type': 'application/json' },
  });
  return { status: answered.status, body: await answered.json() };
}
