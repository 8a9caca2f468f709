import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AgentLeaving } from '../../../apps/ticketing/src/routing/agents/agent-leaving.js';
import { type LoggedIn, loginAgent } from '../../support/agent-login.js';
import { type Api, openApi } from '../../support/ticketing-api.js';
import { mail } from '../../support/ticketing-desk.js';

interface View {
  readonly id: string;
  readonly kind: string;
  readonly name: string | null;
  readonly query: Record<string, string>;
  readonly count: number;
  readonly atLeast: boolean;
}

let api: Api;
let ann: LoggedIn;
let bob: LoggedIn;
beforeAll(async () => {
  api = await openApi({ desk: { groups: { first: { name: 'First' } } } });
  const { body } = await api.ask<{ items: { id: string }[] }>('GET', '/api/v1/groups');
  const group = body.items[0]!.id;
  ann = await loginAgent(api, 'Ann', 'agent', [group]);
  bob = await loginAgent(api, 'Bob');
  const { sql } = api.desk.database;
  for (let n = 0; n < 5; n += 1) await api.desk.take(mail({ from: `v${n}@views.test`, subject: `V${n}` }));
  await api.desk.settle();
  const set = (subject: string, what: string, ...values: unknown[]) =>
    sql.query(`update tickets set ${what} where subject = '${subject}'`, values);
  await sql.query('update tickets set assignee_id = null, group_id = null');
  await set('V0', 'assignee_id = $1', ann.id);
  await set('V1', 'group_id = $1', group);
  await set('V2', `assignee_id = $1, status = 'solved'`, ann.id);
  await set('V3', `quarantined = true, status = 'closed'`);
  await set('V4', `confidential = true, tags = '{vip}'`);
});
afterAll(() => api.close());

const list = async (who: LoggedIn) => (await who.ask<{ items: View[] }>('GET', '/views')).body.items;
const counts = async (who: LoggedIn) => Object.fromEntries((await list(who)).map(({ id, name, count }) => [name ?? id, count]));

describe('views', () => {
  it('count open work of who asks: his, his groups’, nobody’s, and what he may not see is not there', async () => {
    expect(await counts(ann)).toEqual({ mine: 1, group: 1, unassigned: 1, overdue: 0, review: 0, spam: 1 });
    expect(await counts(bob)).toEqual({ mine: 0, group: 0, unassigned: 1, overdue: 0, review: 0, spam: 1 });
    const { body } = await api.ask<{ items: View[] }>('GET', '/api/v1/views');
    expect(body.items.map(({ id, count }) => [id, count])).toEqual([
      ['unassigned', 2],
      ['overdue', 0],
      ['review', 0],
      ['spam', 1],
    ]);
    for (const { query, count } of await list(ann)) {
      const { body: page } = await ann.ask<{ items: unknown[] }>('GET', `/tickets?${new URLSearchParams(query).toString()}`);
      expect([query, page.items.length]).toEqual([query, count]);
    }
  });

  it('of his own are kept as they were asked, changed and taken away by himself alone', async () => {
    const asked = { assignee: 'me', watching: true, status: 'new,solved' };
    const made = await ann.ask<View>('POST', '/views', { name: ' Mine, all ', query: asked });
    expect(made).toMatchObject({ status: 201, body: { kind: 'own', name: 'Mine, all', query: { ...asked, watching: 'true' }, count: 0 } });
    const path = `/views/${made.body.id}`;
    expect((await ann.ask<View>('PATCH', path, { query: { assignee: 'me', status: 'new,solved' } })).body).toMatchObject({
      name: 'Mine, all',
      count: 2,
    });
    expect(await counts(ann)).toMatchObject({ 'Mine, all': 2 });
    expect(await counts(bob)).not.toHaveProperty('Mine, all');
    for (const [method, body] of [['PATCH', { name: 'x' }] as const, ['DELETE', undefined] as const])
      expect((await bob.ask<{ code: string }>(method, path, body)).body.code).toBe('view_unknown');
    expect((await ann.ask('DELETE', path)).status).toBe(204);
    expect((await ann.ask('DELETE', path)).status).toBe(404);
    expect((await ann.ask('DELETE', '/views/mine')).status).toBe(404);
  });

  it('are refused where GET /tickets would refuse them, from programs, and above fifty', async () => {
    for (const query of [{ status: 'lost' }, { wrong: 'x' }, { limit: '3' }, { overdue: 'perhaps' }])
      expect([query, (await ann.ask('POST', '/views', { name: 'x', query })).status]).toEqual([query, 422]);
    expect((await api.ask<{ code: string }>('POST', '/api/v1/views', { body: { name: 'x', query: {} } })).body.code).toBe('not_an_agent');
    const made = await Promise.all(
      Array.from({ length: 52 }, (_, n) => bob.ask<View>('POST', '/views', { name: `v${n}`, query: { tag: 'vip' } })),
    );
    const codes = made.map(({ status }) => status).sort();
    expect([codes.filter((status) => status === 201).length, codes.filter((status) => status === 409).length]).toEqual([50, 2]);
    expect((await list(bob)).filter(({ kind, count }) => kind === 'own' && count === 0)).toHaveLength(50);
  });

  it('stop counting at a thousand', async () => {
    await api.desk.database.sql.query(`insert into tickets select (t).* from (
      select jsonb_populate_record(t, jsonb_build_object('id', gen_random_uuid(), 'number', 'N-' || n)) as t
      from (select t from tickets t where subject = 'V0') one, generate_series(1, 1000) n) many`);
    expect((await list(ann))[0]).toMatchObject({ id: 'mine', count: 1_000, atLeast: true });
    await api.desk.database.sql.query(`delete from tickets where number = 'N-1000'`);
    expect((await list(ann))[0]).toMatchObject({ id: 'mine', count: 1_000, atLeast: false });
  });

  it('go with the agent', async () => {
    await api.desk.get(AgentLeaving).leave(bob.id, undefined);
    expect(await api.desk.database.sql.query('select 1 from ticket_views where agent_id = $1', [bob.id])).toEqual([]);
  });
});
