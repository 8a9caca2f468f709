import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { InboundMessage } from '#contracts';
import { mail } from '../../../support/ticketing-desk.js';
import { type ApiDesk, openApiDesk, type Entry, type Page, type Ticket } from './api-desk.js';
import { inWhole } from '../../../support/whole-run.js';

interface Decision {
  readonly id: string;
  readonly href: string;
  readonly tickets: number;
  readonly remaining: number;
  readonly undoneAt: string | null;
  readonly code?: string;
}
interface Sender {
  readonly contactId: string;
  readonly identities: readonly { readonly value: string }[];
  readonly tickets: number;
}
type Boxed = Ticket & { readonly folded: boolean; readonly quarantined: boolean; readonly numberTold: unknown };

let desk: ApiDesk;
let api: ApiDesk['api'];
let from: string;
let run = 0;
beforeAll(async () => {
  desk = await openApiDesk();
  api = desk.api;
});
afterAll(() => api.close());
beforeEach(() => {
  from = `flood@flooder${(run += 1)}.test`;
});

const words = (n: number) => `${String.fromCharCode(97 + (n % 26))}${String.fromCharCode(97 + (Math.floor(n / 26) % 26))}x`;
const flood = async (count: number, more: (n: number) => Partial<InboundMessage> = () => ({}), address = (_n: number) => from) => {
  const mails = Array.from({ length: count }, (_, n) => mail({ from: address(n), subject: `Flood of ${words(n)} ${run}` }, more(n)));
  for (let at = 0; at < count; at += 100) await api.desk.take(...mails.slice(at, at + 100));
  return mails;
};
const list = async (query: string) => {
  const items: Boxed[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const next: string = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const { body }: { body: Page<Boxed> } = await api.ask('GET', `/api/v1/tickets?limit=200&${query}${next}`);
    items.push(...body.items);
    cursor = body.nextCursor;
  }
  return items;
};
const senderOf = async (address: string) => {
  const { body } = await api.ask<Page<Sender>>('GET', '/api/v1/quarantine?limit=200');
  expect(desk.findFaults('QuarantinedSenderList', body)).toEqual([]);
  return body.items.find(({ identities }) => identities.some(({ value }) => value === address));
};
const decide = (body: object, headers = {}) => api.ask<Decision>('POST', '/api/v1/quarantine/decisions', { body, headers });
const undo = ({ href }: Decision) => api.ask<Decision>('DELETE', href);
const told = async (address: string) => (await api.desk.requests()).filter(({ to }) => to[0]!.value === address).length;
const waiting = (contact: string) => list(`status=new,open&contact=${contact}`);

describe('the quarantine', () => {
  it('keeps a flood out of the lists of work, and shows who it is', async () => {
    const mails = await flood(150);
    const sender = (await senderOf(from))!;
    expect(sender.tickets).toBe(50);
    expect(await waiting(sender.contactId)).toHaveLength(100);
    const boxed = await list(`box=quarantine&contact=${sender.contactId}`);
    expect(boxed).toHaveLength(50);
    expect(boxed.every(({ status, numberTold }) => status === 'closed' && numberTold === null)).toBe(true);
    expect(await list(`contact=${sender.contactId}`)).toHaveLength(mails.length);
    expect(await told(from)).toBe(5);
  });

  it('lets one ticket out, and takes it back', async () => {
    await flood(102);
    const { contactId } = (await senderOf(from))!;
    const [one] = await list(`box=quarantine&contact=${contactId}`);
    const { status, body } = await decide({ decision: 'release', tickets: [one!.number] });
    expect(status).toBe(201);
    expect(desk.findFaults('QuarantineDecision', body)).toEqual([]);
    expect(body).toMatchObject({ tickets: 1, remaining: 0, undoneAt: null });
    const free = await api.ask<Boxed>('GET', `/api/v1/tickets/${one!.id}`);
    expect(free.body).toMatchObject({ status: 'new', quarantined: false });
    expect((await desk.entriesOf(one!.id)).at(-1)).toMatchObject({
      direction: 'system',
      newText: 'This ticket was let out of the quarantine.',
    });
    expect((await undo(body)).body.undoneAt).not.toBeNull();
    expect((await api.ask<Boxed>('GET', `/api/v1/tickets/${one!.id}`)).body).toMatchObject({ status: 'closed', quarantined: true });
    expect((await undo(body)).body).toMatchObject({ status: 409, code: 'decision_undone' });
  });

  it('lets all of a sender out, who is told numbers as far as he may be; what somebody works on since stays', async () => {
    await flood(130);
    const { contactId } = (await senderOf(from))!;
    api.desk.clock.advance(86_400_000);
    const [worked] = await list(`box=quarantine&contact=${contactId}`);
    const { body } = await decide({ decision: 'release', contact: contactId }, { 'idempotency-key': `all-${run}` });
    expect(body.tickets).toBe(30);
    const again = await decide({ decision: 'release', contact: contactId }, { 'idempotency-key': `all-${run}` });
    expect(again.body.id).toBe(body.id);
    expect(await told(from)).toBe(10);
    expect(await waiting(contactId)).toHaveLength(130);
    expect(await senderOf(from)).toBeUndefined();
    await api.ask('POST', `/api/v1/tickets/${worked!.id}/replies`, { body: { text: 'We look into it.' } });
    await undo(body);
    expect((await senderOf(from))!.tickets).toBe(29);
    expect((await api.ask<Boxed>('GET', `/api/v1/tickets/${worked!.id}`)).body).toMatchObject({ status: 'pending', quarantined: false });
    await decide({ decision: 'release', contact: contactId });
    expect(await told(from)).toBe(11);
  });

  it('puts a flood of a whole domain away as spam, and brings it back', async () => {
    const domain = `catchall${run}.test`;
    const address = (n: number) => `r${n}@m.${domain}`;
    for (let part = 0; part < 21; part += 1)
      await flood(
        100,
        () => ({}),
        (n) => address(part * 100 + n),
      );
    const { body } = await decide({ decision: 'spam', domain });
    expect(body.tickets).toBe(100);
    const spam = (await list('box=folded&status=closed')).filter(
      ({ subject }) => subject.startsWith('Flood') && subject.endsWith(` ${run}`),
    );
    expect(spam).toHaveLength(100);
    const entries = await api.ask<Page<Entry & { flags: object }>>('GET', `/api/v1/tickets/${spam[0]!.id}/entries`);
    expect(entries.body.items[0]!.flags).toMatchObject({ spam: true, quarantined: true });
    expect((await decide({ decision: 'release', domain })).body).toMatchObject({ status: 409, code: 'not_quarantined' });
    await undo(body);
    expect(await list('box=folded&status=closed')).not.toContainEqual(expect.objectContaining({ id: spam[0]!.id }));
    expect((await decide({ decision: 'release', domain })).body.tickets).toBe(100);
  });

  it('lets a ticket go that somebody works on', async () => {
    await flood(103);
    const { contactId } = (await senderOf(from))!;
    const [one, other, third] = await list(`box=quarantine&contact=${contactId}`);
    await api.ask('POST', `/api/v1/tickets/${one!.id}/replies`, { body: { text: 'We look into it.' } });
    await api.ask('PATCH', `/api/v1/tickets/${other!.id}`, { body: { status: 'open' } });
    await api.ask('PATCH', `/api/v1/tickets/${third!.id}`, { body: { priority: 'low' } });
    expect((await list(`box=quarantine&contact=${contactId}`)).map(({ id }) => id)).toEqual([third!.id]);
  });

  it('is asked for one selection, in full', async () => {
    for (const body of [
      { decision: 'release' },
      { decision: 'spam', domain: 'a.test', contact: 'x' },
      { decision: 'keep', domain: 'a.test' },
    ])
      expect((await decide(body)).status).toBe(422);
    expect((await undo({ href: '/api/v1/quarantine/decisions/none' } as Decision)).status).toBe(404);
    const { body } = await api.ask('GET', '/api/v1/quarantine/decisions');
    expect(desk.findFaults('QuarantineDecisionList', body)).toEqual([]);
  });

  it('takes thousands in one decision', async () => {
    const many = inWhole(10_000, 2_000);
    await flood(many + 100);
    const { contactId, tickets } = (await senderOf(from))!;
    expect(tickets).toBe(many);
    const { body } = await decide({ decision: 'release', contact: contactId });
    expect(body).toMatchObject({ tickets: many, remaining: 0 });
    expect((await undo(body)).status).toBe(200);
    expect((await senderOf(from))!.tickets).toBe(many);
  }, 180_000);
});

describe('a flood in a thread', () => {
  it('is folded and moves nothing, while others of the thread are read as always', async () => {
    const first = mail({ from, subject: `Long ${run}` });
    await api.desk.take(first);
    const answers = (count: number, address: string) =>
      Array.from({ length: count }, (_, n) =>
        mail({ from: address, references: [first.remoteMessageId], text: `Again ${n} of ${address}` }),
      );
    api.desk.clock.advance(120_000);
    for (let part = 0; part < 3; part += 1) await api.desk.take(...answers(100, from));
    const [row] = await api.desk.database.sql.query<{ ticket_id: string }>('select ticket_id from entries where id = $1', [first.id]);
    const ticket = row!.ticket_id;
    await api.ask('PATCH', `/api/v1/tickets/${ticket}`, { body: { status: 'solved' } });
    await api.desk.take(...answers(20, from));
    const statusOf = async () => (await api.ask<Boxed>('GET', `/api/v1/tickets/${ticket}`)).body.status;
    expect(await statusOf()).toBe('solved');
    const counts = await api.desk.database.sql.query<{ folded: boolean; n: number }>(
      `select folded, count(*)::int as n from entries where ticket_id = $1 and direction = 'inbound' group by 1 order by 1`,
      [ticket],
    );
    expect(counts).toEqual([
      { folded: false, n: expect.any(Number) },
      { folded: true, n: expect.any(Number) },
    ]);
    expect(counts[0]!.n).toBeGreaterThanOrEqual(200);
    expect(counts[0]!.n).toBeLessThanOrEqual(301);
    await api.desk.database.sql.query(
      `insert into ticket_people (ticket_id, person, participant) values ($1, 'email||calm@other.test', true)`,
      [ticket],
    );
    await api.desk.take(...answers(1, 'calm@other.test'));
    expect(await statusOf()).toBe('open');
    expect((await list('box=quarantine')).some(({ id }) => id === ticket)).toBe(false);
  });

  it('a calm message of a quarantined sender brings his ticket back', async () => {
    const mails = await flood(101);
    const { contactId } = (await senderOf(from))!;
    const last = mails.at(-1)!;
    await api.desk.take(mail({ from, references: [last.remoteMessageId], text: 'Is anybody there?' }));
    expect(await list(`box=quarantine&contact=${contactId}`)).toHaveLength(1);
    api.desk.clock.advance(2 * 3_600_000);
    await api.desk.take(mail({ from, references: [last.remoteMessageId], text: 'Please answer.' }));
    expect(await list(`box=quarantine&contact=${contactId}`)).toHaveLength(0);
  });
});
