import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { onRouting, openRouting } from '../../support/routing-desk.js';
import { type Api } from '../../support/ticketing-api.js';

const MINUTE = 60_000;
let api: Api;
const { agents, come, write, whoHas, askAs, clear } = onRouting(() => api);
beforeAll(async () => {
  api = await openRouting(agents);
});
beforeEach(() => clear());
afterAll(() => api.close());
const patch = (id: string, body: object) => api.ask('PATCH', `/api/v1/tickets/${id}`, { body });
const giveBack = async (name: string, id: string) => {
  expect((await askAs(name, 'POST', `/tickets/${id}/give-back`, { reason: 'not mine' })).status).toBe(200);
  await api.desk.settle();
};
const later = async (minutes: number) => {
  api.desk.clock.advance(minutes * MINUTE);
  for (const name of Object.keys(agents)) if (online.has(name)) await come('online', name);
  await api.desk.settle();
};
const online = new Set<string>();
const arrive = async (...names: string[]) => {
  names.forEach((name) => online.add(name));
  await come('online', ...names);
  await api.desk.settle();
};
beforeEach(() => online.clear());
const told = async (id: string) =>
  (
    await api.desk.database.sql.query(
      `select 1 from notices where kind = 'given_back_by_all' and ticket_id = $1::uuid and to_role = 'supervisor'`,
      [id],
    )
  ).length;

describe('a ticket that was given back', () => {
  it('by the only one there is: supervisors are told once, and it is offered again', async () => {
    await arrive('eve');
    const id = await write({}, { group: 'office' });
    await api.desk.settle();
    expect(await whoHas(id)).toBe('eve');
    await giveBack('eve', id);
    expect([await whoHas(id), await told(id)]).toEqual([null, 1]);
    await later(11);
    expect([await whoHas(id), await told(id)]).toEqual(['eve', 1]);
    await giveBack('eve', id);
    await later(11);
    expect([await whoHas(id), await told(id)]).toEqual(['eve', 1]);
  });

  it('goes to somebody else first; it waits for who is not there, and supervisors know', async () => {
    await arrive('cyd');
    const id = await write({}, { group: 'second' });
    await api.desk.settle();
    await giveBack('cyd', id);
    expect([await whoHas(id), await told(id)]).toEqual([null, 1]);
    await later(11);
    // Its deputy has not refused it, and the group's member is there.
    expect([await whoHas(id), await told(id)]).toEqual(['cyd', 1]);
  });

  it('by one of two is kept for the other, and comes to the first again when the other had it', async () => {
    await arrive('ann');
    const id = await write();
    await api.desk.settle();
    await giveBack('ann', id);
    await later(9);
    expect([await whoHas(id), await told(id)]).toEqual([null, 1]);
    await arrive('bob');
    expect(await whoHas(id)).toBe('bob');
    // He worked on it and lays it back for anybody.
    await come('offline', 'bob');
    online.delete('bob');
    await patch(id, { assignee: null });
    await api.desk.settle();
    await later(0);
    expect(await whoHas(id)).toBe('ann');
  });
});
