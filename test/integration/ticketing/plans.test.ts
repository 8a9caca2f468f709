import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openInbox } from '../../support/chat-desk.js';
import { type Api, openApi } from '../../support/ticketing-api.js';
import { type Call, EMERGENCY_DESK, onApi, type Run } from '../../support/emergency-desk.js';

describe('plans of emergencies', () => {
  let api: Api;
  beforeAll(async () => {
    api = await openApi({ desk: EMERGENCY_DESK, settings: { http: { publicUrl: 'https://desk.example' } } });
    for (const id of ['sms', 'robot']) await openInbox(api.desk, id, 'notification', { in: [], out: ['text'] });
  });
  afterAll(() => api.close());

  const open = async (fields: Parameters<ReturnType<typeof onApi>['open']>[0]) => (await onApi(api).open(fields)).id;
  const later = (minutes: number) => onApi(api).later(minutes);
  const sent = (reason: string) => onApi(api).sent(reason);
  const calls = async (id: string) => (await api.ask<{ items: Call[] }>('GET', `/api/v1/tickets/${id}/page-calls`)).body.items;
  const plans = async (id: string) => (await api.ask<{ items: Run[] }>('GET', `/api/v1/tickets/${id}/plan-runs`)).body.items;
  const notices = async (id: string) =>
    (await api.ask<{ items: { kind: string; text: string }[] }>('GET', `/api/v1/notices?ticket=${id}`)).body.items;

  it('has steps with owners and times, is reported every half an hour, and what is missed goes up', async () => {
    const start = api.desk.clock.now().getTime();
    const id = await open({ from: 'h@example.com', subject: 'Plan', text: 'OUTAGE' });
    const [run] = await plans(id);
    expect(run!.steps.map(({ key, dueAt }) => [key, (new Date(dueAt).getTime() - start) / 60_000])).toEqual([
      ['contact', 15],
      ['extent', 15],
      ['restart', 60],
    ]);
    await api.ask('POST', `/api/v1/tickets/${id}/replies`, { body: { text: 'We are on it.' } });
    await later(5);
    await later(10);
    const [contact, extent] = (await plans(id))[0]!.steps;
    expect([contact!.missedAt, contact!.doneAt]).toEqual([null, expect.any(String)]);
    expect(extent!.missedAt).not.toBeNull();
    expect((await notices(id)).filter(({ kind }) => kind === 'plan_missed')).toHaveLength(1);
    expect((await calls(id)).map(({ pages }) => pages[0]!.person)).toEqual(['boss']);
    const wrong = await api.ask('POST', `/api/v1/plan-steps/${extent!.id}/done`, { body: {} });
    expect(wrong.body).toMatchObject({ code: 'result_missing' });
    await api.ask('POST', `/api/v1/plan-steps/${extent!.id}/done`, { body: { result: 'All of region east' } });
    await api.ask('POST', `/api/v1/plan-runs/${run!.id}/reports`, { body: { text: 'Cause found.' } });
    await later(15);
    await later(30);
    const [after] = await plans(id);
    expect(after!.reports.map(({ place, missed }) => [place, missed])).toEqual([
      [1, false],
      [2, true],
    ]);
    expect(after!.reports[1]!.text).toContain('All of region east');
    expect(after!.reports[0]!.recipients).toEqual([{ person: 'boss', inboxId: 'sms', fault: null }]);
    expect((await sent('plan_report')).map(({ to }) => to[0]!.value)).toEqual(['+8613800000009', '+8613800000009']);
    await api.ask('PATCH', `/api/v1/tickets/${id}`, { body: { status: 'solved' } });
    await later(60);
    const [ended] = await plans(id);
    expect(ended!.state).toBe('ended');
    expect(ended!.reports.map(({ place }) => place)).toEqual([1, 2, 0]);
    expect((await api.ask('POST', `/api/v1/plan-runs/${run!.id}/reports`, { body: { text: 'x' } })).body).toMatchObject({
      code: 'plan_over',
    });
  });

  it('have their contact made on the phone too, not where nobody was reached', async () => {
    const id = await open({ from: 'phone@example.com', subject: 'Plan by phone', text: 'OUTAGE' });
    const contact = async () => (await plans(id))[0]!.steps.find(({ key }) => key === 'contact')!;
    const record = (reached: boolean) =>
      api.ask('POST', `/api/v1/tickets/${id}/contact-records`, { body: { way: 'phone', reached, content: 'How far it goes' } });
    await record(false);
    await later(1);
    expect((await contact()).doneAt).toBeNull();
    await record(true);
    await later(1);
    expect((await contact()).doneAt).not.toBeNull();
    await api.ask('PATCH', `/api/v1/tickets/${id}`, { body: { status: 'solved' } });
    await later(1);
  });

  it('that nobody looked after for a night owes one report, and then again one each half hour', async () => {
    const id = await open({ from: 'n@example.com', subject: 'Night', text: 'OUTAGE' });
    const before = (await sent('plan_report')).length;
    await later(10 * 60);
    const reports = async () => (await plans(id))[0]!.reports.map(({ place, missed }) => [place, missed]);
    expect(await reports()).toEqual([[20, true]]);
    expect((await plans(id))[0]!.reports[0]!.text).toContain('20 were due');
    expect(await sent('plan_report')).toHaveLength(before + 1);
    await later(30);
    expect(await reports()).toEqual([
      [20, true],
      [21, true],
    ]);
    await api.ask('PATCH', `/api/v1/tickets/${id}`, { body: { status: 'solved' } });
    await later(1);
  });

  it('runs once at a time', async () => {
    const id = await open({ from: 'i@example.com', subject: 'Twice', text: 'OUTAGE' });
    expect((await api.ask('POST', `/api/v1/tickets/${id}/plan-runs`, { body: { plan: 'outage' } })).body).toMatchObject({
      code: 'plan_running',
      status: 409,
    });
    expect((await api.ask('POST', `/api/v1/tickets/${id}/plan-runs`, { body: { plan: 'fire' } })).body).toMatchObject({
      code: 'plan_unknown',
      status: 422,
    });
  });

  it('asked for twice with one key is one', async () => {
    const id = await open({ from: 'k@example.com', subject: 'Keys', text: 'hello' });
    const { twice } = onApi(api);
    expect(await twice(`/tickets/${id}/plan-runs`, { plan: 'outage' }, async () => (await plans(id)).length)).toEqual({
      status: 201,
      same: true,
      more: 1,
    });
    const [run] = await plans(id);
    const reports = async () => (await plans(id))[0]!.reports.length;
    expect(await twice(`/plan-runs/${run!.id}/reports`, { text: 'It goes on.' }, reports)).toEqual({ status: 201, same: true, more: 1 });
    const done = async () => (await plans(id))[0]!.steps.filter(({ doneAt }) => doneAt !== null).length;
    expect(await twice(`/plan-steps/${run!.steps[2]!.id}/done`, { result: 'ok' }, done)).toEqual({ status: 200, same: true, more: 1 });
  });
});
