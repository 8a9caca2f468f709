import { afterEach, describe, expect, it } from '@jest/globals';
import { AutomaticMessages } from '../../../apps/ticketing/src/automatic/automatic-messages.js';
import { OldTraces } from '../../../apps/ticketing/src/retention/old-traces.js';
import { RetentionPruner } from '../../../apps/ticketing/src/retention/retention-pruner.js';
import { TicketWork } from '../../../apps/ticketing/src/tickets/ticket-work.js';
import { openInbox } from '../../support/chat-desk.js';
import { type Desk, mail, openDesk } from '../../support/ticketing-desk.js';

const DAY = 86_400_000;
const KEEP = { retention: { classes: [{ key: 'all', keepDays: 100 }], recordingsAtLeastDays: 1826 } };
const CALL = {
  ...{ partId: '1', type: 'call', fallback: 'A call' },
  call: {
    ...{ callId: 'c', revision: 1, legs: [], direction: 'inbound', caller: '+49301234', callee: '400', agents: [], ivr: [] },
    ...{ startedAt: '2026-03-02T08:00:00.000Z', recordings: [{ state: 'stored' }] },
  },
};

let desk: Desk;
afterEach(() => desk.close());
const sql = () => desk.database.sql;
const prune = async (times = 1) => {
  let pruned = 0;
  for (let n = 0; n < times; n += 1) pruned += await desk.get(TicketWork).run((unit) => desk.get(RetentionPruner).prune(unit));
  return pruned;
};
const wordsLeft = async (words: string) => (await sql().query('select 1 from entries where plain_text like $1', [`%${words}%`])).length;
const closeAll = () => sql().query(`update tickets set status = 'closed'`);

describe('what is kept for a time', () => {
  it('goes also behind more calls than are looked at at once, whose recordings are kept longer', async () => {
    desk = await openDesk({ desk: KEEP });
    const calls = Array.from({ length: 201 }, (_, n) => mail({ from: `r${n}@x.test`, text: 'SAID' }, { parts: [CALL as never] }));
    await desk.take(...calls);
    desk.clock.advance(1000);
    await desk.take(mail({ from: 'plain@x.test', text: 'PLAIN' }));
    await closeAll();
    desk.clock.advance(400 * DAY);
    expect(await prune(5)).toBe(202);
    expect([await wordsLeft('PLAIN'), await wordsLeft('SAID')]).toEqual([0, 201]);
    desk.clock.advance(1500 * DAY);
    expect(await prune(5)).toBe(201);
    expect(await wordsLeft('SAID')).toBe(0);
    expect(await prune()).toBe(0);
  }, 120_000);

  it('goes again of a ticket that went on after it went, by what class it was of then', async () => {
    const classes = [{ key: 'short', keepDays: 100, where: { tags: ['short'] } }];
    desk = await openDesk({ desk: { retention: { classes } } });
    const first = mail({ from: 'a@x.test', text: 'FIRST' });
    await desk.take(first);
    await sql().query(`update tickets set status = 'closed', tags = '{of-a-person,short}'`);
    desk.clock.advance(101 * DAY);
    expect(await prune()).toBe(1);
    desk.clock.advance(DAY);
    await sql().query('update entries set remote_message_id = $1', [first.remoteMessageId]);
    await desk.take(mail({ from: 'a@x.test', text: 'SECOND', references: [first.remoteMessageId] }));
    expect(await sql().query('select status, tags from tickets')).toEqual([{ status: 'open', tags: ['short'] }]);
    await closeAll();
    desk.clock.advance(99 * DAY);
    expect([await prune(), await wordsLeft('SECOND')]).toEqual([0, 1]);
    desk.clock.advance(2 * DAY);
    expect([await prune(), await wordsLeft('SECOND')]).toEqual([1, 0]);
    expect(await prune()).toBe(0);
  });
});

describe('what only the house needs', () => {
  const rows = async (table: string): Promise<number> => (await sql().query(`select 1 from ${table}`)).length;
  const forget = () => desk.get(TicketWork).run((unit) => desk.get(OldTraces).forget(unit));
  const send = (ticket: string) =>
    desk.get(TicketWork).run(async (unit) => {
      const [draft] = await unit.lock([ticket]);
      const message = { key: 'survey:1', text: 'How was it?', reason: 'survey', actor: { kind: 'system' as const } };
      return desk.get(AutomaticMessages).send(unit, draft!, message);
    });

  it('stays by its class where a call went on after the rest of it went: the old recording takes nothing new with it', async () => {
    desk = await openDesk({ desk: KEEP });
    const call = mail({ from: 'on@x.test', text: 'SAID' }, { parts: [CALL as never] });
    await desk.take(call);
    await closeAll();
    desk.clock.advance(101 * DAY);
    expect(await prune()).toBe(1);
    desk.clock.advance(1700 * DAY);
    await desk.take(mail({ from: 'on@x.test', text: 'LATER', references: [call.remoteMessageId] }));
    await sql().query(`update tickets set status = 'closed', updated_at = $1`, [desk.clock.now()]);
    expect((await sql().query('select 1 from tickets')).length).toBe(1);
    // The recording's five years are over; what was written yesterday is a day old.
    desk.clock.advance(40 * DAY);
    await prune(3);
    expect(await wordsLeft('LATER')).toBe(1);
    desk.clock.advance(61 * DAY);
    await prune(3);
    expect([await wordsLeft('LATER'), await wordsLeft('SAID')]).toEqual([0, 0]);
  });

  it('goes when nothing can come again for which it is kept', async () => {
    desk = await openDesk({});
    await openInbox(desk, 'support', 'email', { addressedBy: ['email'] });
    await desk.take(mail({ text: 'one' }));
    await desk.settle();
    const [ticket] = await sql().query<{ id: string }>('select id from tickets');
    expect(await send(ticket!.id)).toBe('queued');
    const agents = ['00000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-000000000002'];
    for (const agent of agents) {
      desk.clock.advance(1);
      await sql().query('insert into ticket_looks (ticket_id, agent_id, seen_at) values ($1, $2, $3)', [
        ticket!.id,
        agent,
        desk.clock.now(),
      ]);
    }
    await sql().query(
      `insert into notices (id, kind, text, ticket_id, to_role, created_at) values
         ('00000000-0000-4000-8000-00000000000a', 'x', 'of the open ticket', $1, 'supervisor', $2),
         ('00000000-0000-4000-8000-00000000000b', 'x', 'of nothing', null, 'supervisor', $2)`,
      [ticket!.id, desk.clock.now()],
    );
    await sql().query(`insert into notice_reads select id, $1, $2 from notices`, [agents[0], desk.clock.now()]);
    await desk.settle();
    const followed = await rows('followed_events');
    expect(followed).toBeGreaterThan(1);

    // Within the log's time anything may be handed over again.
    desk.clock.advance(30 * DAY);
    await desk.take(mail({ from: 'b@x.test', text: 'two' }));
    await desk.settle();
    await forget();
    expect(await rows('automatic_messages')).toBe(1);
    expect(await rows('followed_events')).toBeGreaterThan(followed);
    const all = await rows('followed_events');

    desk.clock.advance(10 * DAY);
    await forget();
    // Nothing was heard since: what was last may still come again.
    expect(await rows('followed_events')).toBe(all);
    await desk.take(mail({ from: 'c@x.test', text: 'three' }));
    await desk.settle();
    await forget();
    expect(await rows('followed_events')).toBeLessThan(all);
    expect(await rows('automatic_messages')).toBe(0);
    expect(await send(ticket!.id)).toBe('repeated');
    expect((await desk.requests()).filter(({ automatic }) => automatic?.reason === 'survey')).toHaveLength(1);
    expect([await rows('ticket_looks'), await rows('notices')]).toEqual([2, 2]);

    desk.clock.advance(400 * DAY);
    await forget();
    expect([await rows('ticket_looks'), await rows('notices'), await rows('notice_reads')]).toEqual([2, 1, 1]);
    await closeAll();
    await forget();
    expect([await rows('ticket_looks'), await rows('notices'), await rows('notice_reads')]).toEqual([1, 0, 0]);
    expect(await sql().query('select agent_id from ticket_looks')).toEqual([{ agent_id: agents[1] }]);
  });
});
