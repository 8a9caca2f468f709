import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Api, openApi } from '../../support/ticketing-api.js';
import { mail } from '../../support/ticketing-desk.js';

const DESK = {
  groups: { second: { name: 'Second line' } },
  rules: [
    { key: 'awake', when: ['record:snooze.ended'], then: [{ tag: 'awake' }] },
    { key: 'asked', when: ['record:consultation.asked'], then: [{ tag: 'asked' }] },
    { key: 'ordered', when: ['record:order.linked'], if: { fact: 'ticket.status', in: ['new', 'open'] }, then: [{ tag: 'ordered' }] },
  ],
};

describe('rules of what rooms write into the thread', () => {
  let api: Api;
  beforeAll(async () => {
    api = await openApi({ desk: DESK });
  });
  afterAll(() => api.close());
  const ask = async <T = Record<string, unknown>>(method: string, path: string, body?: unknown) => {
    const answer = await api.ask<T>(method, `/api/v1${path}`, body === undefined ? {} : { body });
    expect([path, answer.status < 300]).toEqual([path, true]);
    await api.desk.settle();
    return answer.body;
  };

  it('run when a ticket wakes, when another group is asked, when an order is linked: once each', async () => {
    await api.desk.take(mail({ from: 'ann@example.com' }));
    const { items } = await ask<{ items: { id: string }[] }>('GET', '/tickets');
    const ticket = `/tickets/${items[0]!.id}`;
    const tags = async () => (await ask<{ tags: string[] }>('GET', ticket)).tags;
    await ask('POST', `${ticket}/consultations`, { group: 'second', question: 'Which port?' });
    expect(await tags()).toEqual(['asked']);
    await ask('PUT', `${ticket}/snooze`, { until: new Date(api.desk.clock.now().getTime() + 3_600_000).toISOString() });
    expect(await tags()).toEqual(['asked']);
    api.desk.clock.advance(3_600_001);
    await api.desk.settle();
    expect((await tags()).sort()).toEqual(['asked', 'awake']);
    const { items: runs } = await ask<{ items: { rule: string }[] }>('GET', `${ticket}/rule-runs`);
    expect(runs.map(({ rule }) => rule).sort()).toEqual(['asked', 'awake']);
  });

  it('name the event as it is written: what is no event is a fault that says what is allowed', async () => {
    const desk = { ...DESK, rules: [{ key: 'x', when: ['record:Snooze'], then: [{ tag: 'x' }] }] };
    const refused = await api.ask<{ faults: unknown[] }>('PUT', '/api/v1/desk', { body: { desk } });
    expect([refused.status, JSON.stringify(refused.body)]).toEqual([422, expect.stringContaining('record:CODE')]);
  });
});
