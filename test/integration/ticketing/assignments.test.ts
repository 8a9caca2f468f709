import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Matcher } from '../../../apps/ticketing/src/routing/assignments/matcher.js';
import { Router } from '../../../apps/ticketing/src/routing/waiting/router.js';
import { TicketWork } from '../../../apps/ticketing/src/tickets/ticket-work.js';
import { onRouting, openRouting } from '../../support/routing-desk.js';
import { type Api } from '../../support/ticketing-api.js';

let api: Api;
const { agents, come, write, assignmentsOf, whoHas, askAs, clear } = onRouting(() => api);
beforeAll(async () => {
  api = await openRouting(agents);
});
beforeEach(() => clear());
afterAll(() => api.close());
const patch = (id: string, body: object) => api.ask('PATCH', `/api/v1/tickets/${id}`, { body });
const turnsOf = async (id: string) =>
  (await assignmentsOf(id)).map((turn) => [turn.agentName, turn.reason, turn.candidates.length, turn.endReason]);

describe('the turns of a ticket', () => {
  it('are those that there were, however late the log tells of them', async () => {
    const id = await write();
    await api.desk.settle();
    // Taken by hand and given back; routing gives it to another before the log has told of any of it.
    await patch(id, { assignee: agents['bob'] });
    await patch(id, { assignee: null });
    await come('online', 'ann');
    const work = api.desk.get(TicketWork);
    await work.run((unit) => api.desk.get(Router).reconsider(unit, [id]));
    await work.run(async (unit) => void (await api.desk.get(Matcher).run(unit)));
    expect(await whoHas(id)).toBe('ann');
    await api.desk.settle();
    expect(await turnsOf(id)).toEqual([
      ['bob', 'agent', 0, 'agent'],
      ['ann', 'routing.only_one', 1, null],
    ]);
  });

  it('are all there when one batch of the log tells of several', async () => {
    const id = await write();
    await api.desk.settle();
    for (const name of ['ann', 'bob', 'ann']) await patch(id, { assignee: agents[name] });
    await api.desk.settle();
    expect(await turnsOf(id)).toEqual([
      ['ann', 'agent', 0, 'agent'],
      ['bob', 'agent', 0, 'agent'],
      ['ann', 'agent', 0, null],
    ]);
  });

  it('say of who gave it back that he did, also right after he was given it', async () => {
    const id = await write();
    await api.desk.settle();
    await patch(id, { assignee: agents['ann'] });
    await askAs('ann', 'POST', `/tickets/${id}/give-back`, { reason: 'not mine' });
    await patch(id, { assignee: agents['bob'] });
    await api.desk.settle();
    expect((await assignmentsOf(id)).map(({ agentName, givenBack }) => [agentName, givenBack])).toEqual([
      ['ann', true],
      ['bob', false],
    ]);
  });

  it('begin with who opened it for somebody', async () => {
    const body = {
      contact: { identity: { scheme: 'email', value: 'new@customer.test' } },
      origin: 'call',
      subject: 'Called',
      assignee: agents['cyd'],
    };
    const made = await api.ask<{ id: string }>('POST', '/api/v1/tickets', { body });
    expect(made.status).toBe(201);
    await api.desk.settle();
    expect((await turnsOf(made.body.id))[0]?.[0]).toBe('cyd');
  });
});
