import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { InboundMessage } from '#contracts';
import { EntryReader } from '../../../apps/ticketing/src/tickets/entry-reader.js';
import { TicketReader } from '../../../apps/ticketing/src/tickets/ticket-reader.js';
import type { TicketView } from '../../../apps/ticketing/src/tickets/ticket-view.js';
import { chat, chatEvent } from '../../support/chat-desk.js';
import { openDesk, toRecord } from '../../support/ticketing-desk.js';
import type { Desk } from '../../support/ticketing-desk.js';

let desk: Desk;
let ann = '';
let people = 0;

beforeAll(async () => {
  desk = await openDesk({ settings: { deskSettings: { timeZone: 'Asia/Shanghai' }, acknowledgements: { questionsPerAddressPerDay: 4 } } });
});
afterAll(() => desk.close());
beforeEach(() => {
  ann = `ann-${(people += 1)}`;
});

/** A number typed after the button of a menu. */
const ask = (who: string, number: string, more: Partial<InboundMessage> = {}) =>
  chat(who, number, {
    threading: { references: [], subject: number },
    handling: { asks: { about: 'progress', number } },
    mayAutoReply: true,
    ...more,
  });
/** The button alone. */
const press = (who: string) => {
  const event = chatEvent(who, 'pressed a button');
  const question = { asks: { about: 'progress' }, replyWindow: { open: true }, channelContext: { openid: who } };
  return { ...event, envelope: { ...event.envelope, data: { ...(event.envelope.data as object), question } } };
};
const entryOf = async ({ id }: Pick<InboundMessage, 'id'>) => (await desk.get(EntryReader).find(id))!;
const ticketOf = async (message: Pick<InboundMessage, 'id'>): Promise<TicketView> =>
  (await desk.get(TicketReader).find((await entryOf(message)).ticketId))!;
const open = async (who: string, text: string, more: Partial<InboundMessage> = {}) => {
  const message = chat(who, text, more);
  await desk.take(message);
  return ticketOf(message);
};
const close = ({ id }: TicketView) => desk.database.sql.query(`update tickets set status = 'closed' where id = $1`, [id]);
const answersTo = async (who: string) =>
  (await desk.requests())
    .filter(({ automatic, to }) => automatic?.reason === 'progress' && to[0]!.value === who)
    .map(({ parts }) => parts[0]!.fallback);

describe('who asks for a ticket of his', () => {
  it('is told how it stands in the conversation, and neither question nor answer moves it', async () => {
    const ticket = await open(ann, 'The printer is broken.');
    await close(ticket);
    const question = ask(ann, ticket.number);
    await desk.take(question);
    expect(await answersTo(ann)).toEqual([
      `Request ${ticket.number}: The printer is broken.\nState: closed\nLast: you wrote to us at 2026-03-02 16:59\nIf something is left, just write to us.`,
    ]);
    expect(await ticketOf(question)).toMatchObject({ id: ticket.id, status: 'closed', entries: 3 });
    const entries = (await desk.get(EntryReader).list(ticket.id, { limit: 10 })).items;
    expect(entries.map(({ folded, direction }) => [folded, direction])).toEqual([
      [false, 'inbound'],
      [true, 'inbound'],
      [true, 'outbound'],
    ]);
    expect(entries[2]!.flags).toEqual({ automatic: { reason: 'progress' } });
    expect((await desk.events(ticket.id)).filter(({ type }) => type === 'ticket.status_changed.v1')).toEqual([]);
  });

  it('is answered once, however often the question is delivered', async () => {
    const ticket = await open(ann, 'Broken.');
    const question = ask(ann, ticket.number);
    await Promise.all([desk.take(question), desk.take(question)]);
    await desk.take({ ...question, deliveryId: 'again' });
    expect(await answersTo(ann)).toHaveLength(1);
  });

  it('may go on at once: he answers no acknowledgement', async () => {
    const ticket = await open(ann, 'Broken.', { mayAutoReply: true });
    desk.clock.advance(600_000);
    await desk.take(ask(ann, ticket.number));
    const { commandId, inboxId } = (await desk.requests()).find(
      ({ automatic, to }) => automatic?.reason === 'progress' && to[0]!.value === ann,
    )!;
    const change = { commandId, inboxId, status: 'sent' as const, final: true, attempt: 1, rank: 4, evidence: 'provider_ack' as const };
    await desk.deliver({ ...change, at: desk.clock.now().toISOString() });
    expect((await desk.get(TicketReader).find(ticket.id))!.numberTold).toEqual(ticket.numberTold);
    expect(ticket.numberTold).toMatchObject({ how: 'acknowledgement' });
  });

  it('goes on where he was: his next words belong to the conversation of before', async () => {
    const old = await open(ann, 'Old matter');
    await close(old);
    const now = await open(ann, 'Matter of today');
    await desk.take(ask(ann, old.number));
    const next = chat(ann, 'Still waiting.');
    await desk.take(next);
    expect((await ticketOf(next)).id).toBe(now.id);
    expect(now.id).not.toBe(old.id);
  });

  it('may ask by the number of his order, in any case', async () => {
    const ticket = await open(ann, 'My order', { handling: { reference: 'Ord-8800' } });
    expect(ticket.reference).toBe('Ord-8800');
    await desk.take(ask(ann, 'ORD-8800'));
    expect(await answersTo(ann)).toEqual([expect.stringContaining(`Request ${ticket.number}: My order\nState: received`)]);
    await desk.take(ask(ann, 'ORD-880'));
    expect((await answersTo(ann)).at(-1)).toContain('no request of yours');
  });

  it('is told of the call that we owe him', async () => {
    const tasks = [{ key: 'callback', kind: 'callback', text: 'ring back', dueAt: '2026-03-02T10:00:00.000Z' }];
    const ticket = await open(ann, 'Missed call', { handling: { tasks } });
    await desk.take(ask(ann, ticket.number));
    expect(await answersTo(ann)).toEqual([expect.stringContaining('Next: we call you back by 2026-03-02 18:00.')]);
  });

  it('gets his newest open tickets where he names no number, three at most', async () => {
    const tickets: TicketView[] = [];
    for (const text of ['one', 'two', 'three', 'four', 'five']) {
      tickets.push(await open(ann, text));
      desk.clock.advance(1_000);
      if (text !== 'five') await desk.database.sql.query('delete from conversation_tickets where conversation_key = $1', [ann]);
    }
    await close(tickets[3]!);
    await desk.takeRecords(press(ann));
    const [answer] = await answersTo(ann);
    expect([...answer!.matchAll(/Request (\S+):/g)].map(([, number]) => number)).toEqual([4, 2, 1].map((at) => tickets[at]!.number));
  });

  it('is told of what he wrote a moment before', async () => {
    const message = chat(ann, 'Just now');
    await desk.takeRecords(toRecord('message.received.v1', message), press(ann));
    expect(await answersTo(ann)).toEqual([expect.stringContaining(`Request ${(await ticketOf(message)).number}: Just now`)]);
  });
});

describe('who asks for what is not his', () => {
  const wordsFor = (number: string) => `There is no request of yours under the number ${number}. Please check it.`;

  it('gets the same answer as for a number that nobody has, and nobody has to review it', async () => {
    const others = await open(`bob-${ann}`, 'Bob: mine', { handling: { reference: 'BOB-1' } });
    const question = ask(ann, others.number);
    await desk.take(question, ask(ann, '20260101-WEB-999'), ask(ann, 'BOB-1'));
    expect(await answersTo(ann)).toEqual([others.number, '20260101-WEB-999', 'BOB-1'].map(wordsFor));
    expect(await ticketOf(question)).toMatchObject({ status: 'closed', folded: true });
    expect((await entryOf(question)).threading).toMatchObject({ rule: 'new', review: false });
    expect((await desk.get(TicketReader).find(others.id))!.entries).toBe(others.entries);
  });

  it('nor of his that waits for a proof, nor of a confidential one in the thread of another', async () => {
    const proved = await open(ann, 'Appeal', { handling: { proof: { scheme: 'email', value: 'ann@example.com' } } });
    await desk.database.sql.query('delete from conversation_tickets where conversation_key = $1', [ann]);
    const secret = await open(ann, 'Secret', { handling: { confidential: true, reference: 'SECRET-1' } });
    await desk.database.sql.query('delete from conversation_tickets where conversation_key = $1', [ann]);
    await open(ann, 'Ordinary');
    await desk.take(ask(ann, proved.number), ask(ann, 'SECRET-1'));
    expect(await answersTo(ann)).toEqual([wordsFor(proved.number), wordsFor('SECRET-1')]);
    await desk.take(ask(ann, secret.number));
    expect((await answersTo(ann)).at(-1)).toContain('Request');
  });
});

describe('no answer goes', () => {
  it('above the limit of the day, nor to robots, nor where the sender may not be answered', async () => {
    const ticket = await open(ann, 'Broken.');
    const robot = { flags: { automated: { reason: 'header:auto-submitted', class: 'auto-reply' as const } } };
    await desk.take(ask(ann, ticket.number, robot), ask(ann, ticket.number, { mayAutoReply: false }));
    await desk.take(ask(ann, ticket.number, { replyWindow: { open: false } }));
    expect(await answersTo(ann)).toEqual([]);
    for (let turn = 0; turn < 6; turn += 1) await desk.take(ask(ann, ticket.number));
    expect(await answersTo(ann)).toHaveLength(4);
  });
});
