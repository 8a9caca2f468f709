import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Answer, type Api, type Body, openApi } from '../../support/ticketing-api.js';
import { mail } from '../../support/ticketing-desk.js';

const DESK = {
  languages: ['zh', 'en'],
  groups: { experts: { name: { zh: '专家', en: 'Experts' } } },
  templates: {
    'ask-data': {
      name: 'Ask for data',
      kind: 'data-collection',
      text: {
        zh: '{{contact.name}}，请提供日志（{{ticket.number}}）。',
        en: 'Dear {{contact.name}}, please send the log ({{ticket.number}}).',
      },
    },
  },
  checklists: { lists: { intake: { name: 'Intake', steps: [{ key: 'log', text: 'Log is there' }] } } },
  macros: {
    collect: {
      name: 'Collect',
      reply: 'ask-data',
      note: 'Waiting for the log',
      checklist: 'intake',
      changes: { priority: 'high', group: 'experts', addTags: ['waiting'], fields: { reason: 'log' } },
      snoozeHours: 24,
    },
  },
};

interface Ticket {
  readonly id: string;
  readonly number: string;
  readonly version: number;
  readonly status: string;
  readonly priority: string;
  readonly tags: readonly string[];
  readonly fields: Record<string, unknown>;
  readonly contact: { readonly id: string };
}
interface Listed<T> {
  readonly items: readonly T[];
}
interface Action {
  readonly id: string;
  readonly changed: readonly string[];
  readonly left: readonly string[];
}

let api: Api;
beforeAll(async () => {
  api = await openApi({ desk: DESK });
});
afterAll(() => api.close());

const ask = <T = Body>(method: string, path: string, body?: unknown, key?: string): Promise<Answer<T>> =>
  api.ask<T>(method, `/api/v1${path}`, {
    ...(body === undefined ? {} : { body }),
    ...(key === undefined ? {} : { headers: { 'idempotency-key': key } }),
  });
const get = async (id: string) => (await ask<Ticket>('GET', `/tickets/${id}`)).body;
const entriesOf = async (id: string) =>
  (await ask<Listed<{ direction: string; plainText: string }>>('GET', `/tickets/${id}/entries?limit=200`)).body.items;
const noticesOf = async (id: string) =>
  (await ask<Listed<{ kind: string; text: string }>>('GET', `/notices?ticket=${id}`)).body.items.map(({ kind }) => kind);
async function open(subject: string, from = `${randomUUID()}@customer.test`): Promise<Ticket> {
  await api.desk.take(mail({ subject, from, name: 'Ann', text: `About ${subject}` }));
  return (await ask<Listed<Ticket>>('GET', `/tickets?q=${encodeURIComponent(subject)}`)).body.items[0]!;
}
const hire = async (name: string) =>
  (
    await ask<{ id: string }>('POST', '/agents', {
      email: `${name}@desk.example`,
      displayName: name,
      role: 'agent',
      password: 'a long enough password',
    })
  ).body.id;

describe('a colleague', () => {
  it('is told when a note names him, watches by that, and is told what happens until he watches no more', async () => {
    const mia = await hire('mia');
    const ticket = await open('Watched');
    await ask('POST', `/tickets/${ticket.id}/notes`, { text: 'Do you know this, @mia? And @experts.' });
    await api.desk.settle();
    expect(await noticesOf(ticket.id)).toEqual(['mentioned', 'mentioned']);
    const watchers = async () => (await ask<Listed<{ agentId: string }>>('GET', `/tickets/${ticket.id}/watchers`)).body.items;
    expect((await watchers()).map(({ agentId }) => agentId)).toEqual([mia]);
    await ask('POST', `/tickets/${ticket.id}/replies`, { text: 'We look into it.' });
    await ask('PATCH', `/tickets/${ticket.id}`, { status: 'solved' });
    await api.desk.settle();
    const told = await noticesOf(ticket.id);
    expect(told.filter((kind) => kind === 'watched').length).toBeGreaterThanOrEqual(2);
    await ask('DELETE', `/tickets/${ticket.id}/watchers/${mia}`);
    expect(await watchers()).toEqual([]);
    await ask('POST', `/tickets/${ticket.id}/notes`, { text: 'Done.' });
    await api.desk.settle();
    expect(await noticesOf(ticket.id)).toEqual(told);
    expect((await ask('PUT', `/tickets/${ticket.id}/watchers/${randomUUID()}`)).body['code']).toBe('agent_unknown');
  });
});

describe('tickets', () => {
  it('are linked and stay two; both say so, and it is taken back', async () => {
    const [one, two] = [await open('First of two'), await open('Second of two')];
    const link = await ask<{ id: string; kind: string }>('POST', `/tickets/${one.id}/links`, { ticket: two.number, kind: 'causes' });
    expect(link.status).toBe(201);
    const kinds = async (id: string) =>
      (await ask<Listed<{ kind: string }>>('GET', `/tickets/${id}/links`)).body.items.map(({ kind }) => kind);
    expect([await kinds(one.id), await kinds(two.id)]).toEqual([['causes'], ['caused by']]);
    await ask('POST', `/tickets/${one.id}/links`, { ticket: two.id, kind: 'causes' });
    expect(await kinds(one.id)).toEqual(['causes']);
    expect((await ask('POST', `/tickets/${one.id}/links`, { ticket: one.number })).body['code']).toBe('link_itself');
    expect((await ask('DELETE', `/tickets/${two.id}/links/${link.body.id}`)).status).toBe(204);
    expect(await kinds(one.id)).toEqual([]);
    expect((await entriesOf(two.id)).map(({ plainText }) => plainText).slice(-2)).toEqual([
      `Linked with ${one.number} (caused by)`,
      'A link was taken away',
    ]);
  });

  it('sleep until a time, or until the customer writes', async () => {
    const [first, second] = [await open('Sleeper one', 's1@customer.test'), await open('Sleeper two', 's2@customer.test')];
    const until = new Date(api.desk.clock.now().getTime() + 3_600_000).toISOString();
    for (const { id } of [first, second])
      expect((await ask('PUT', `/tickets/${id}/snooze`, { until, note: 'ask again' })).status).toBe(200);
    expect([(await get(first.id)).status, (await ask<Listed<unknown>>('GET', '/snoozes')).body.items.length]).toEqual(['pending', 2]);
    await api.desk.take(mail({ from: 's2@customer.test', subject: `Re: Sleeper two 【技术支持】${second.number}`, text: 'Any news?' }));
    await api.desk.settle();
    expect([(await get(first.id)).status, (await get(second.id)).status]).toEqual(['pending', 'open']);
    api.desk.clock.advance(3_600_001);
    await api.desk.settle();
    expect((await get(first.id)).status).toBe('open');
    expect((await entriesOf(first.id)).at(-1)?.plainText).toBe('Woken: the time is up');
    expect((await ask('DELETE', `/tickets/${first.id}/snooze`)).body['code']).toBe('snooze_unknown');
    expect((await ask('PUT', `/tickets/${first.id}/snooze`, { until: '2020-01-01T00:00:00Z' })).body['code']).toBe('snooze_over');
  });

  it('are changed many at once, one that somebody changed is left, and all is taken back but what was changed since', async () => {
    const tickets = [await open('Bulk one'), await open('Bulk two'), await open('Bulk three')];
    const [one, two, three] = tickets as [Ticket, Ticket, Ticket];
    await ask('PATCH', `/tickets/${three.id}`, { tags: ['kept'] });
    const body = {
      tickets: tickets.map(({ number }) => number),
      expectedVersions: { [three.id]: three.version },
      changes: { priority: 'urgent', addTags: ['storm'], fields: { cause: 'flood' } },
    };
    const made = await ask<Action>('POST', '/bulk-actions', body, 'bulk-1');
    expect([made.status, [...made.body.changed].sort(), made.body.left]).toEqual([201, [one.id, two.id].sort(), [three.id]]);
    expect((await ask<Action>('POST', '/bulk-actions', body, 'bulk-1')).body.id).toBe(made.body.id);
    expect(await get(one.id)).toMatchObject({ priority: 'urgent', tags: ['storm'], fields: { cause: 'flood' } });
    expect(await get(three.id)).toMatchObject({ priority: 'normal', tags: ['kept'] });
    await ask('PATCH', `/tickets/${two.id}`, { priority: 'low' });
    const undone = (await ask<Action>('DELETE', `/bulk-actions/${made.body.id}`)).body;
    expect(undone.left).toEqual([two.id]);
    expect(await get(one.id)).toMatchObject({ priority: 'normal', tags: [], fields: {} });
    expect(await get(two.id)).toMatchObject({ priority: 'low', tags: [], fields: {} });
    expect((await ask('DELETE', `/bulk-actions/${made.body.id}`)).body['code']).toBe('action_undone');
  });

  it('get all that a macro says or nothing, and its changes are taken back', async () => {
    const ticket = await open('Macro case');
    expect((await ask<Listed<{ key: string; does: string[] }>>('GET', '/macros')).body.items[0]).toMatchObject({ key: 'collect' });
    const run = () => ask<Action>('POST', `/tickets/${ticket.id}/macro-runs`, { macro: 'collect' });
    const { status, body } = await run();
    expect(status).toBe(201);
    expect(await get(ticket.id)).toMatchObject({ priority: 'high', tags: ['waiting'], fields: { reason: 'log' }, status: 'pending' });
    const asked = async () =>
      (await entriesOf(ticket.id)).filter(({ plainText }) => plainText.includes(`Dear Ann, please send the log (${ticket.number}).`));
    expect((await asked()).length).toBe(1);
    // Its checklist runs already: nothing of it happens again.
    expect((await run()).body).toMatchObject({ code: 'checklist_running' });
    expect((await asked()).length).toBe(1);
    await ask('DELETE', `/bulk-actions/${body.id}`);
    expect(await get(ticket.id)).toMatchObject({ priority: 'normal', tags: [], fields: {} });
  });
});

describe('what a contact bought', () => {
  it('stands on his tickets, with the orders they are linked with', async () => {
    const ticket = await open('About my order');
    const product = { name: 'Gateway', model: 'G2', version: '3.1', boughtOn: '2025-11-03' };
    const set = await ask('PUT', `/contacts/${ticket.contact.id}/products`, { products: [product] });
    expect(set.status).toBe(200);
    const orders = [{ number: 'SO-1', placedAt: '2025-11-03T08:00:00+08:00', status: 'shipped', total: 'CNY 900' }];
    expect((await ask('PUT', `/contacts/${ticket.contact.id}/orders`, { orders })).status).toBe(200);
    const link = async () => (await ask('POST', `/tickets/${ticket.id}/orders`, { number: 'SO-1' })).body;
    await link();
    expect(await link()).toMatchObject({ orders: [{ number: 'SO-1', total: 'CNY 900' }], products: [product] });
    expect((await entriesOf(ticket.id)).filter(({ plainText }) => plainText === 'Linked with order SO-1').length).toBe(1);
    const other = await open('Somebody else');
    expect((await ask('PUT', `/contacts/${other.contact.id}/orders`, { orders })).body['code']).toBe('order_of_another');
    expect((await ask('DELETE', `/tickets/${ticket.id}/orders/SO-1`)).body).toMatchObject({ orders: [] });
    expect((await ask('DELETE', `/tickets/${ticket.id}/orders/SO-1`)).status).toBe(404);
  });
});
