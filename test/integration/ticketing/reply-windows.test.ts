import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { CommandId, DeliveryChanged, InboundMessage, ReplyWindow } from '#contracts';
import { MoveService } from '../../../apps/ticketing/src/moves/move.service.js';
import { toTextPart } from '../../../apps/ticketing/src/replies/compose-outbound.js';
import { ReplyChannels } from '../../../apps/ticketing/src/replies/reply-channels.js';
import type { ReplyInput } from '../../../apps/ticketing/src/replies/reply-composer.js';
import { ReplyService } from '../../../apps/ticketing/src/replies/reply.service.js';
import { EntryReader } from '../../../apps/ticketing/src/tickets/entry-reader.js';
import { TicketReader } from '../../../apps/ticketing/src/tickets/ticket-reader.js';
import { chat, chatEvent, openInbox } from '../../support/chat-desk.js';
import { type Desk, openDesk } from '../../support/ticketing-desk.js';

const grace = { kind: 'agent', id: randomUUID(), displayName: 'Grace' } as const;
let desk: Desk;

beforeAll(async () => {
  desk = await openDesk();
  await openInbox(desk, 'shop', 'webchat', { replyWindow: { durationMs: 60_000, count: 5 }, proactive: false });
  await openInbox(desk, 'support', 'email', { addressedBy: ['email'] });
});
afterAll(() => desk.close());

/** As time goes on between two acts. */
const pass = () => desk.clock.advance(1_000);
const until = (ms = 60_000) => new Date(desk.clock.now().getTime() + ms).toISOString();
const windowOf = async (ticket: string) => (await desk.get(ReplyChannels).list(ticket))[0]!.window;
const answer = (ticket: string, more: Partial<ReplyInput> = {}) =>
  desk.get(ReplyService).reply(ticket, { parts: [toTextPart('an answer')], ...more }, grace);

async function say(key: string, replyWindow: ReplyWindow, more: Partial<InboundMessage> = {}) {
  pass();
  const message = chat(key, 'hello', { at: desk.clock.now(), replyWindow, ...more });
  await desk.take(message);
  return { ticket: (await desk.get(EntryReader).find(message.id))!.ticketId, id: message.id };
}

async function press(key: string, replyWindow: ReplyWindow | undefined, occurredAt = desk.clock.now()): Promise<void> {
  const record = chatEvent(key, 'pressed the menu button A');
  const data = { ...(record.envelope.data as object), occurredAt: occurredAt.toISOString(), ...(replyWindow ? { replyWindow } : {}) };
  await desk.takeRecords({ ...record, envelope: { ...record.envelope, data } });
}

/** The connector's word that the remote did not take it. */
function refuse(entry: { id: string }, more: Partial<DeliveryChanged> = {}): Promise<void> {
  const error = { code: 'wechat_45015', category: 'window_closed', permanent: true, message: 'the time is over', hint: 'Wait.' } as const;
  const about = { commandId: entry.id as CommandId, inboxId: 'shop' as DeliveryChanged['inboxId'], at: desk.clock.now().toISOString() };
  return desk.deliver({ ...about, status: 'failed', rank: null, final: true, attempt: 1, evidence: 'provider_ack', error, ...more });
}

/** Two tickets of one conversation. */
async function openTwo(key: string, replyWindow: ReplyWindow): Promise<[string, string]> {
  const { ticket } = await say(key, replyWindow);
  const { id } = await say(key, replyWindow);
  const split = await desk.get(MoveService).split(ticket, { entryIds: [id], subject: 'Another matter' }, grace);
  return [ticket, split.toTicket];
}

describe('the window of a conversation', () => {
  it('is what was said last, by a message, an act or a refusal', async () => {
    const { ticket } = await say('ann', { open: true, endsAt: until(5_000), remaining: 2 });
    desk.clock.advance(6_000);
    expect(await windowOf(ticket)).toMatchObject({ open: false });
    const endsAt = until(30_000);
    await press('ann', { open: true, endsAt, remaining: 3 });
    expect(await windowOf(ticket)).toEqual({ open: true, endsAt, remaining: 3, reason: null });
    pass();
    const sent = await answer(ticket);
    expect(await windowOf(ticket)).toMatchObject({ open: true, remaining: 2 });
    await refuse(sent, { replyWindow: { open: false, reason: 'the time is over' } });
    expect(await windowOf(ticket)).toMatchObject({ open: false, reason: 'the time is over' });
    await expect(answer(ticket)).rejects.toMatchObject({ code: 'window_closed' });
    await say('ann', { open: true, endsAt: until(), remaining: 2 });
    expect(await windowOf(ticket)).toMatchObject({ open: true, remaining: 2 });
  });

  it('is not changed by what is older and comes late, nor by acts and failures that say nothing of it', async () => {
    const { ticket } = await say('bea', { open: true, endsAt: until(), remaining: 2 });
    pass();
    await press('bea', { open: true, endsAt: until(), remaining: 4 });
    const before = await windowOf(ticket);
    expect(before.remaining).toBe(4);
    await press('bea', { open: false }, new Date(desk.clock.now().getTime() - 5_000));
    await press('bea', undefined);
    const sent = await answer(ticket);
    await refuse(sent);
    expect(await windowOf(ticket)).toEqual(before);
  });

  it('is one for all tickets of the conversation: a message and answers of one count in the other', async () => {
    const [one, other] = await openTwo('cora', { open: true, endsAt: until(), remaining: 3 });
    pass();
    await answer(one);
    await answer(other);
    expect([(await windowOf(one)).remaining, (await windowOf(other)).remaining]).toEqual([1, 1]);
    await answer(other);
    await expect(answer(one)).rejects.toMatchObject({ code: 'quota_exceeded' });
    await say('cora', { open: true, endsAt: until(), remaining: 3 });
    expect([(await windowOf(one)).remaining, (await windowOf(other)).remaining]).toEqual([3, 3]);
  });

  it('is narrower by an answer that waited for the next message and went out after it', async () => {
    const { ticket } = await say('dave', { open: false, endsAt: until(), remaining: 0 });
    pass();
    const held = await answer(ticket, { onWindowClosed: 'hold' });
    await say('dave', { open: true, endsAt: until(), remaining: 5 });
    expect((await windowOf(ticket)).remaining).toBe(5);
    pass();
    await refuse(held, { status: 'sent', rank: 4, final: false, error: undefined });
    expect((await windowOf(ticket)).remaining).toBe(4);
  });

  it('is counted by an index, however long the table is', async () => {
    const plan = await desk.database.run(async (transaction) => {
      await transaction.query('set local enable_seqscan = off');
      return transaction.query<Record<string, string>>(
        `explain select from entries where direction = 'outbound' and reply_context->>'continues' = 'true' and inbox_id = 'shop'
           and reply_context->>'conversationKey' = 'cora' and recorded_at >= '2026-03-02'`,
      );
    });
    expect(JSON.stringify(plan)).toContain('entries_answers');
  });

  it.each([
    ['tickets', 2],
    ['agents at one ticket', 1],
  ])('with one answer left takes one of two that are written at once by two %s', async (_who, tickets) => {
    for (let turn = 1; turn <= 5; turn += 1) {
      const key = `dora-${tickets}-${turn}`;
      const [one, other] = await openTwo(key, { open: true, endsAt: until(), remaining: 1 });
      pass();
      const before = (await desk.requests()).length;
      const ends = await Promise.allSettled([answer(one), answer(tickets === 2 ? other : one)]);
      const refused = ends.flatMap((end) => (end.status === 'rejected' ? [(end.reason as { code: string }).code] : []));
      expect([refused, (await desk.requests()).length - before]).toEqual([['quota_exceeded'], 1]);
    }
  });
});

describe('an answer whose channel refuses it after it was queued', () => {
  const elsewhere = (key: string): Partial<ReplyInput> => ({
    ...{ onWindowClosed: 'fallback', fallback: [{ inboxId: 'support', to: { scheme: 'email', value: `${key}@example.com` } }] },
  });
  const requestsOf = async (ticket: { number: string }) =>
    (await desk.requests()).filter(({ ticketNumber }) => ticketNumber === ticket.number);
  const openAnswer = async (key: string, more: Partial<ReplyInput> = elsewhere(key)) => {
    const { ticket: id } = await say(key, { open: true, endsAt: until(), remaining: 3 });
    const entry = await answer(id, more);
    const ticket = (await desk.get(TicketReader).find(id))!;
    return { ticket, entry, find: async () => (await desk.get(EntryReader).find(entry.id))! };
  };

  it('goes the other way once, as the same entry, and the thread says why', async () => {
    const { ticket, entry, find } = await openAnswer('eve');
    await refuse(entry, { replyWindow: { open: false, reason: 'the time is over' } });
    await refuse(entry);
    const [first, second, ...more] = await requestsOf(ticket);
    expect(more).toEqual([]);
    const mail = [first!, second!].find(({ inboxId }) => inboxId === 'support')!;
    expect(mail).toMatchObject({ to: [{ scheme: 'email', value: 'eve@example.com' }], parts: [{ text: 'an answer' }], actor: grace });
    expect(await find()).toMatchObject({
      ...{ channel: 'email', inboxId: 'support' },
      delivery: { status: 'queued', rerouted: { from: { inboxId: 'shop', channel: 'webchat' }, error: { category: 'window_closed' } } },
    });
    expect(await desk.get(TicketReader).find(ticket.id)).toMatchObject({ status: 'pending' });
    await refuse({ id: mail.commandId }, { inboxId: mail.inboxId, status: 'sent', rank: 4, final: false, error: undefined });
    expect(await find()).toMatchObject({ delivery: { status: 'sent', rerouted: { commandId: mail.commandId } } });
    expect(await windowOf(ticket.id)).toMatchObject({ open: false });
  });

  it('goes no third way, and then waits for an agent', async () => {
    const { ticket, entry, find } = await openAnswer('fay');
    await refuse(entry);
    const mail = (await requestsOf(ticket)).find(({ inboxId }) => inboxId === 'support')!;
    await refuse({ id: mail.commandId }, { inboxId: mail.inboxId });
    expect((await requestsOf(ticket)).length).toBe(2);
    expect(await find()).toMatchObject({ delivery: { status: 'failed', rerouted: { commandId: mail.commandId } } });
    expect(await desk.get(TicketReader).find(ticket.id)).toMatchObject({ status: 'open' });
  });

  it.each([
    ['nobody wished it', {}, undefined],
    ['some of it arrived', { partly: true }, 'wished'],
    ['it was refused for something else', { category: 'content_rejected' }, 'wished'],
  ])('fails where %s', async (_why, more, wished) => {
    const key = `gus-${randomUUID().slice(0, 8)}`;
    const { ticket, entry, find } = await openAnswer(key, wished === undefined ? {} : elsewhere(key));
    const error = { code: 'x', category: 'window_closed', permanent: true, message: 'no', hint: 'no', ...more } as DeliveryChanged['error'];
    await refuse(entry, { error });
    expect([(await requestsOf(ticket)).length, (await find()).delivery?.status]).toEqual([1, 'failed']);
  });
});
