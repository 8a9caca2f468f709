import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AgentRepository } from '../../../apps/ticketing/src/agents/agent.repository.js';
import { WaitingLine } from '../../../apps/ticketing/src/conversations/waiting-line.js';
import { MoveService } from '../../../apps/ticketing/src/moves/move.service.js';
import { toTextPart } from '../../../apps/ticketing/src/replies/compose-outbound.js';
import { ReplyService } from '../../../apps/ticketing/src/replies/reply.service.js';
import { EntryReader } from '../../../apps/ticketing/src/tickets/entry-reader.js';
import { TicketEditor } from '../../../apps/ticketing/src/tickets/ticket-editor.js';
import type { InboundMessage } from '#contracts';
import { chat, listTold, openInbox, STATES } from '../../support/chat-desk.js';
import { type Desk, openDesk } from '../../support/ticketing-desk.js';

const grace = { kind: 'agent', id: randomUUID(), displayName: 'Grace' } as const;
let desk: Desk;
let inboxes = 0;
/** Each test has a line of its own. */
let shop = '';
const openShop = async () => {
  shop = `shop-${(inboxes += 1)}`;
  await openInbox(desk, shop, 'webchat', { states: [...STATES] });
};

beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.close());

const say = async (key: string, text = 'hello', more: Parameters<typeof chat>[2] = {}) => {
  const message = chat(key, text, { at: desk.clock.now(), ...more }, shop);
  await desk.take(message);
  return (await desk.get(EntryReader).find(message.id))!.ticketId;
};
const answer = (ticket: string, text: string) => desk.get(ReplyService).reply(ticket, { parts: [toTextPart(text)] }, grace);
const edit = (ticket: string, change: Parameters<TicketEditor['edit']>[1]) => desk.get(TicketEditor).edit(ticket, change, grace);
const see = (ticket: string, seq?: number) => desk.get(TicketEditor).see(ticket, seq);
const told = (key: string) => listTold(desk, key);
const look = () => {
  desk.clock.advance(3_000);
  return desk.get(WaitingLine).tellAll();
};
const hire = async (displayName: string) => {
  const agent = { email: `${randomUUID()}@desk.example`, displayName, role: 'agent' as const, passwordHash: 'none' };
  return (await desk.get(AgentRepository).create(agent)).id;
};

describe('a contact is told how his conversation stands', () => {
  it('from the line to the rating, each once, in order with the answers', async () => {
    await openShop();
    const ticket = await say('ann');
    await say('ann', 'anybody there?');
    await see(ticket);
    await see(ticket);
    await answer(ticket, 'Hello Ann');
    await answer(ticket, 'What is it?');
    await say('ann', 'my parcel');
    await see(ticket);
    await edit(ticket, { status: 'solved' });
    await edit(ticket, { status: 'closed' });
    expect(await told('ann')).toEqual([
      { state: 'queued', position: 1 },
      { state: 'read' },
      { state: 'joined', agentName: 'Grace' },
      'Hello Ann',
      'What is it?',
      { state: 'read' },
      { state: 'ended' },
      { state: 'rating_asked' },
    ]);
  });

  it('is asked for no rating where nobody answered, and begins anew when he writes again', async () => {
    await openShop();
    const first = await say('ben');
    await edit(first, { status: 'closed' });
    expect(await say('ben', 'again')).not.toBe(first);
    expect(await told('ben')).toEqual([{ state: 'queued', position: 1 }, { state: 'ended' }, { state: 'queued', position: 1 }]);
  });

  it('hears who has his ticket, and waits in no line where somebody has it already', async () => {
    await openShop();
    const ticket = await say('cid');
    const [ada, bob] = [await hire('Ada'), await hire('Bob')];
    await edit(ticket, { assignee: ada });
    await edit(ticket, { assignee: ada });
    await edit(ticket, { assignee: bob });
    await edit(ticket, { status: 'solved' });
    await say('cid', 'one more thing');
    await answer(ticket, 'Yes?');
    expect(await told('cid')).toEqual([
      { state: 'queued', position: 1 },
      { state: 'joined', agentName: 'Ada' },
      { state: 'joined', agentName: 'Bob' },
      { state: 'ended' },
      { state: 'joined', agentName: 'Grace' },
      'Yes?',
    ]);
  });

  it('is told nothing where his channel shows nothing, or only what it shows', async () => {
    await openInbox(desk, 'silent', 'webchat');
    await openInbox(desk, 'plain', 'webchat', { states: ['ended'] });
    for (const inbox of ['silent', 'plain']) {
      shop = inbox;
      const ticket = await say(`of-${inbox}`);
      await answer(ticket, 'Hello');
      await see(ticket);
      await edit(ticket, { status: 'solved' });
    }
    expect(await told('of-silent')).toEqual(['Hello']);
    expect(await told('of-plain')).toEqual(['Hello', { state: 'ended' }]);
  });

  it('goes on where he says who he is, and where tickets are merged', async () => {
    await openShop();
    const message = chat('browser', 'hello', { at: desk.clock.now() }, shop);
    await desk.take(message);
    const { ticketId } = (await desk.get(EntryReader).find(message.id))!;
    await answer(ticketId, 'Hello');
    const threading: InboundMessage['threading'] = { references: [message.remoteMessageId] };
    const user = { scheme: 'user', value: 'u-1', raw: 'u-1', assurance: 'verified' as const };
    const sender = { ...message.sender, identities: [user, ...message.sender.identities] };
    expect(await say('user', 'it is me', { threading, sender })).toBe(ticketId);
    const other = await say('other');
    await desk.get(MoveService).merge(other, ticketId, {}, grace);
    await say('user', 'still me', { sender });
    expect(await told('user')).toEqual([]);
    await edit(ticketId, { status: 'closed' });
    expect(await told('user')).toEqual([{ state: 'ended' }, { state: 'rating_asked' }]);
    expect(await told('other')).toEqual([{ state: 'queued', position: 1 }, { state: 'ended' }]);
  });
});

describe('who waits', () => {
  it('hears his place, and when he moves up; at most every three seconds, whoever tells', async () => {
    await openShop();
    const tickets: string[] = [];
    for (const name of ['w1', 'w2', 'w3']) tickets.push(await say(name));
    await desk.take(chat('w4', 'hello', { at: desk.clock.now() }, shop), chat('w5', 'hello', { at: desk.clock.now() }, shop));
    await look();
    expect(await told('w5')).toEqual([{ state: 'queued', position: 5 }]);
    desk.clock.advance(7_000);
    await answer(tickets[0]!, 'Hello');
    await Promise.all(Array.from({ length: 5 }, () => desk.get(WaitingLine).tellAll()));
    await edit(tickets[1]!, { status: 'closed' });
    await desk.get(WaitingLine).tellAll();
    expect(await told('w3')).toEqual([
      { state: 'queued', position: 3 },
      { state: 'queued', position: 2 },
    ]);
    await Promise.all([look(), desk.get(WaitingLine).tellAll()]);
    expect((await told('w3')).at(-1)).toEqual({ state: 'queued', position: 1 });
    expect(await told('w5')).toEqual([5, 4, 3].map((position) => ({ state: 'queued', position })));
  });

  it('hears how long it may take, once three were answered', async () => {
    await openShop();
    const tickets = await Promise.all(['e1', 'e2', 'e3'].map((name) => say(name)));
    for (const ticket of tickets) {
      desk.clock.advance(10_000);
      await answer(ticket, 'Hello');
    }
    await say('e4');
    await say('e5');
    const [first, second] = [(await told('e4'))[0], (await told('e5'))[0]] as { estimateMs: number }[];
    expect(first!.estimateMs).toBeGreaterThan(0);
    expect(second).toEqual({ state: 'queued', position: 2, estimateMs: 2 * first!.estimateMs });
    desk.clock.advance(3_700_000);
    await say('e6');
    expect(await told('e6')).toEqual([{ state: 'queued', position: 3 }]);
  });

  it('does not stand behind tickets that went on another way', async () => {
    await openShop();
    const ticket = await say('g1');
    await say('g2');
    await desk.database.sql.query(`update tickets set quarantined = true, status = 'closed' where id = $1`, [ticket]);
    await look();
    expect(await told('g2')).toEqual([
      { state: 'queued', position: 2 },
      { state: 'queued', position: 1 },
    ]);
    expect(await told('g1')).toHaveLength(1);
  });

  it('hears the same although ten thousand wait before him, soon', async () => {
    await openShop();
    await desk.database.sql.query(
      `with waiting as (insert into live_conversations (inbox_id, conversation_key, channel, ticket_id, state, began_at, position)
         select $1, 'crowd-' || n, 'webchat', gen_random_uuid(), 'queued', $2::timestamptz - interval '1 hour' + n * interval '1 ms', n
         from generate_series(1, 10000) n returning ticket_id)
       insert into tickets (id, number, subject, status, contact_id, channels, opened_at, updated_at)
       select ticket_id, 'X-' || ticket_id, 's', 'new', gen_random_uuid(), '{webchat}', $2, $2 from waiting`,
      [shop, desk.clock.now()],
    );
    const startedAt = performance.now();
    await say('last');
    expect(performance.now() - startedAt).toBeLessThan(1_000);
    expect(await told('last')).toEqual([{ state: 'queued', position: 10_001 }]);
    await desk.database.sql.query(`delete from live_conversations where inbox_id = $1 and conversation_key = 'crowd-1'`, [shop]);
    await look();
    const heard = await Promise.all([2, 51, 52].map((n) => told(`crowd-${n}`)));
    expect(heard).toEqual([[{ state: 'queued', position: 1 }], [{ state: 'queued', position: 50 }], []]);
  });
});
