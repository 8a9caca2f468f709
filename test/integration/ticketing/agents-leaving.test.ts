import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { LeftTickets } from '../../../apps/ticketing/src/routing/agents/left-tickets.js';
import { TicketWork } from '../../../apps/ticketing/src/tickets/ticket-work.js';
import { TimerRunner } from '../../../apps/ticketing/src/timers/timer-runner.js';
import { holdRows, untilBlocked } from '../../support/held-rows.js';
import { onRouting, openRouting } from '../../support/routing-desk.js';
import { type Api } from '../../support/ticketing-api.js';
import { mail } from '../../support/ticketing-desk.js';

let api: Api;
const { agents, come, write, see, whoHas, close, assignmentsOf } = onRouting(() => api);
beforeAll(async () => {
  api = await openRouting(agents);
});
beforeEach(() => come('offline', 'ann', 'bob', 'cyd', 'dan', 'eve', 'mia'));
afterAll(() => api.close());
const sql = () => api.desk.database.sql;
const leave = (name: string, successor = '') => api.ask('DELETE', `/api/v1/agents/${agents[name]}${successor}`);
const waits = async (id: string) => (await sql().query('select 1 from waiting_tickets where ticket_id = $1::uuid', [id])).length === 1;

describe('a ticket of somebody who is no more', () => {
  it('that was closed then and is opened again by its customer goes to somebody else', async () => {
    await come('online', 'bob');
    const first = mail({ from: 'back@customer.test', subject: 'Question X' });
    await api.desk.take(first);
    await api.desk.settle();
    const { body } = await api.ask<{ items: { ticketId: string }[] }>('GET', `/api/v1/ledger?remoteMessageId=${first.remoteMessageId}`);
    const id = body.items[0]!.ticketId;
    expect(await whoHas(id)).toBe('bob');
    await close(id);
    expect((await leave('bob')).status).toBe(204);
    await api.desk.take(
      mail({ from: 'back@customer.test', subject: 'Re: Question X', text: 'again', references: [first.remoteMessageId] }),
    );
    await api.desk.settle();
    expect([(await see(id)).assignee, await waits(id)]).toEqual([null, true]);
    await come('online', 'ann');
    await api.desk.settle();
    expect(await whoHas(id)).toBe('ann');
    expect((await assignmentsOf(id)).map(({ agentName, endReason }) => [agentName, endReason])).toEqual([
      ['bob', 'agent_left'],
      ['ann', null],
    ]);
  });

  it('is not taken from who took it while that was being found out', async () => {
    await come('online', 'dan');
    const id = await write({ subject: 'for the second line' });
    await api.ask('PATCH', `/api/v1/tickets/${id}`, { body: { assignee: agents['dan'] } });
    await api.desk.settle();
    await sql().query('update agents set disabled_at = $2 where id = $1::uuid', [agents['dan'], api.desk.clock.now()]);
    const held = await holdRows(api.desk.database, (transaction) =>
      transaction.query('update tickets set assignee_id = $2::uuid where id = $1::uuid', [id, agents['eve']]),
    );
    const releasing = api.desk.get(TicketWork).run((unit) => api.desk.get(LeftTickets).release(unit, [id]));
    await untilBlocked(api.desk.database);
    await held.release();
    await releasing;
    expect((await see(id)).assignee).toBe(agents['eve']);
    await sql().query('update agents set disabled_at = null where id = $1::uuid', [agents['dan']]);
    await api.ask('PATCH', `/api/v1/tickets/${id}`, { body: { status: 'closed' } });
  });

  it('that a round gave him while he went, for it had read its list before, is given to somebody else', async () => {
    await come('online', 'cyd');
    const id = await write({ subject: 'for the second line' });
    await api.ask('PATCH', `/api/v1/tickets/${id}`, { body: { group: 'second' } });
    await api.desk.settle();
    expect(await whoHas(id)).toBe('cyd');
    await api.ask('PATCH', `/api/v1/tickets/${id}`, { body: { assignee: null } });
    await come('offline', 'cyd');
    await api.desk.settle();
    await come('online', 'cyd');
    const held = await holdRows(api.desk.database, (transaction) =>
      transaction.query('select 1 from waiting_tickets where ticket_id = $1::uuid for update', [id]),
    );
    const round = api.desk.get(TimerRunner).runDue();
    await untilBlocked(api.desk.database);
    expect((await leave('cyd')).status).toBe(204);
    await held.release();
    await round;
    await api.desk.settle();
    expect([(await see(id)).assignee, await waits(id)]).toEqual([null, true]);
  });

  it('that he got a moment before, unseen by who let him go, is not his for ever', async () => {
    await come('online', 'ann');
    const id = await write();
    await api.desk.settle();
    expect(await whoHas(id)).toBe('ann');
    expect((await leave('dan')).status).toBe(204);
    // Committed behind the count, and followed before the leaving was committed.
    await come('offline', 'ann');
    await sql().query('update tickets set assignee_id = $2::uuid where id = $1::uuid', [id, agents['dan']]);
    await api.desk.settle();
    expect((await see(id)).assignee).toBeNull();
  });
});
