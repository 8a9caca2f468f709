import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type MailServer, startMailServer } from '../support/mail-server.js';
import { SmtpClient } from '../support/smtp-client.js';
import { eventually, startProduct, type StartedProduct } from '../support/started-product.js';
import { inWhole } from '../support/whole-run.js';

const FLOOD = inWhole(10_000, 2_000);
const SENDERS = 8;
const CUSTOMERS = 40;
const TURNS = 3;
const SUPPORT = 'support@example.com';
const FLOODER = 'loud@flood.test';

interface Page<T> {
  readonly items: readonly T[];
  readonly nextCursor: string | null;
}
interface Ticket {
  readonly id: string;
  readonly status: string;
  readonly quarantined: boolean;
  readonly contact: { readonly id: string; readonly identities: readonly { readonly value: string }[] };
}

describe(`${FLOOD} mails from one address`, () => {
  let product: StartedProduct;
  let customers: MailServer;
  beforeAll(async () => {
    customers = await startMailServer();
    product = await startProduct({ TRIBUTARY_SMTP_OUT: customers.url });
  }, 120_000);
  afterAll(async () => {
    await product?.stop();
    await customers?.stop();
  });

  const write = (from: string, id: string, subject: string, parent?: string) =>
    [
      `From: <${from}>`,
      `To: <${SUPPORT}>`,
      `Subject: ${subject}`,
      `Message-ID: <${id}>`,
      'Date: Mon, 02 Mar 2026 10:00:00 +0000',
      ...(parent === undefined ? [] : [`In-Reply-To: <${parent}>`, `References: <${parent}>`]),
      '',
      `This is ${id}.`,
      '',
    ].join('\r\n');
  const send = async (door: SmtpClient, from: string, mail: string) => expect(await door.send(from, [SUPPORT], mail)).toMatch(/^250 /);

  const flood = async () => {
    let next = 0;
    await Promise.all(
      Array.from({ length: SENDERS }, async () => {
        const door = new SmtpClient(product.smtpPort);
        for (let n = next++; n < FLOOD; n = next++) await send(door, FLOODER, write(FLOODER, `${n}@flood.test`, `Offer ${word(n)}`));
        door.close();
      }),
    );
  };
  const addressOf = (n: number) => `c${n}@customer${n}.test`;
  /** One after the other, so that they write from the flood's first mail to its last. */
  const writeAsCustomers = async (isOver: () => boolean) => {
    const door = new SmtpClient(product.smtpPort);
    for (let n = 0; n < CUSTOMERS; n += 1) {
      const from = addressOf(n);
      for (let turn = 0; turn < TURNS; turn += 1) {
        const parent = turn === 0 ? undefined : `t${turn - 1}.${from}`;
        await send(door, from, write(from, `t${turn}.${from}`, `${turn === 0 ? '' : 'Re: '}My order`, parent));
      }
      if (!isOver()) await new Promise((resolve) => setTimeout(resolve, 200));
    }
    door.close();
  };
  const listAll = async (query: string) => {
    const items: Ticket[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const page: { body: Page<Ticket> } = await product.api(
        `/tickets?limit=200&${query}${cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`}`,
      );
      items.push(...page.body.items);
      cursor = page.body.nextCursor;
    }
    return items;
  };

  it('lie in quarantine, all of them, while other customers are served as always', async () => {
    let over = false;
    await Promise.all([flood().finally(() => (over = true)), writeAsCustomers(() => over)]);
    const loud = await eventually(
      async () => {
        const { body } = await product.api<Page<{ contactId: string; tickets: number }>>('/quarantine');
        return body.items.find(({ tickets }) => tickets === FLOOD - 100);
      },
      'the whole flood in quarantine',
      180_000,
    );
    const all = await listAll(`contact=${loud.contactId}`);
    expect(all).toHaveLength(FLOOD);
    expect(all.filter(({ quarantined, status }) => quarantined && status === 'closed')).toHaveLength(FLOOD - 100);
    const toLoud = () => customers.arrived.filter(({ envelopeTo }) => envelopeTo.includes(FLOODER)).length;
    await eventually(async () => toLoud() >= 5, 'what the flooder is told', 60_000);

    const work = await listAll('status=new,open');
    expect(work).toHaveLength(100 + CUSTOMERS);
    for (let n = 0; n < CUSTOMERS; n += 1) {
      const from = addressOf(n);
      const ticket = work.find(({ contact }) => contact.identities.some(({ value }) => value === from))!;
      const { body } = await product.api<Page<{ direction: string; remoteMessageId: string }>>(`/tickets/${ticket.id}/entries`);
      const inbound = body.items.filter(({ direction }) => direction === 'inbound').map(({ remoteMessageId }) => remoteMessageId);
      expect(inbound).toEqual(Array.from({ length: TURNS }, (_, turn) => `t${turn}.${from}`));
      await eventually(async () => customers.arrived.some(({ envelopeTo }) => envelopeTo.includes(from)), `a mail to ${from}`, 60_000);
    }
    expect(customers.arrived).toHaveLength(5 + CUSTOMERS);
  }, 600_000);
});

const WORDS = [
  'amber',
  'birch',
  'cedar',
  'denim',
  'ebony',
  'fauna',
  'grove',
  'heath',
  'ivory',
  'jetty',
  'knoll',
  'larch',
  'maple',
  'north',
];

function word(n: number): string {
  let rest = n;
  return Array.from({ length: 4 }, () => {
    const chosen = WORDS[rest % WORDS.length]!;
    rest = Math.floor(rest / WORDS.length);
    return chosen;
  }).join(' ');
}
