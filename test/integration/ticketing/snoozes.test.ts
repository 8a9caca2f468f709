import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TimerRunner } from '../../../apps/ticketing/src/timers/timer-runner.js';
import { type Api, type Body, openApi } from '../../support/ticketing-api.js';

const HOUR = 3_600_000;
let api: Api;
beforeAll(async () => {
  api = await openApi({});
});
afterAll(() => api.close());
const ask = <T = Body>(method: string, path: string, body?: unknown) =>
  api.ask<T>(method, `/api/v1${path}`, body === undefined ? {} : { body });
const patch = (id: string, body: object) => ask('PATCH', `/tickets/${id}`, body);
const see = async (id: string) => (await ask<{ version: number; status: string; updatedAt: string }>('GET', `/tickets/${id}`)).body;
const sleep = async (hours = 1) => {
  const { body } = await ask<{ id: string }>('POST', '/tickets', {
    ...{ contact: { identity: { scheme: 'email', value: 's@customer.test' } }, origin: 'call', subject: 'Sleeper' },
  });
  const until = new Date(api.desk.clock.now().getTime() + hours * HOUR).toISOString();
  expect((await ask('PUT', `/tickets/${body.id}/snooze`, { until })).status).toBe(200);
  await api.desk.settle();
  return body.id;
};
const sleeps = async (id: string) =>
  (await ask<{ items: { ticketId: string }[] }>('GET', '/snoozes')).body.items.some(({ ticketId }) => ticketId === id);

describe('a ticket that sleeps', () => {
  it.each(['solved', 'closed'])('and is %s sleeps no more: it is not woken, and stays as it was', async (status) => {
    const id = await sleep();
    await patch(id, { status });
    await api.desk.settle();
    expect(await sleeps(id)).toBe(false);
    const before = await see(id);
    api.desk.clock.advance(2 * HOUR);
    await api.desk.settle();
    expect(await see(id)).toEqual(before);
  });

  it('is not woken either when its time is up before the log has told that it is closed', async () => {
    const id = await sleep();
    await patch(id, { status: 'closed' });
    const before = await see(id);
    api.desk.clock.advance(2 * HOUR);
    await api.desk.get(TimerRunner).runDue();
    expect([await see(id), await sleeps(id)]).toEqual([before, false]);
  });

  it('and was closed, opened again and laid to sleep again sleeps on, whatever the log tells of before', async () => {
    const id = await sleep();
    await patch(id, { status: 'closed' });
    await patch(id, { status: 'open' });
    const until = new Date(api.desk.clock.now().getTime() + HOUR).toISOString();
    await ask('PUT', `/tickets/${id}/snooze`, { until });
    await api.desk.settle();
    expect([await sleeps(id), (await see(id)).status]).toEqual([true, 'pending']);
  });

  it('is awake when an agent opens it by hand', async () => {
    const id = await sleep();
    await patch(id, { status: 'open' });
    await api.desk.settle();
    expect(await sleeps(id)).toBe(false);
    const before = await see(id);
    api.desk.clock.advance(2 * HOUR);
    await api.desk.settle();
    expect(await see(id)).toEqual(before);
  });
});
