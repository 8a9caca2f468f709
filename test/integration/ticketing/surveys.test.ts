import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SurveyService } from '../../../apps/ticketing/src/surveys/survey.service.js';
import { HOUR, openSurveyDesk, surveysOf } from '../../support/survey-desk.js';
import type { Api } from '../../support/ticketing-api.js';

describe('how it was', () => {
  let api: Api;
  beforeAll(async () => {
    api = await openSurveyDesk();
  });
  afterAll(() => api.close());
  const { ask, list, take, solve, later, sentTo, ticket } = surveysOf(() => api);

  it('is asked after the desk’s delay, not before, and not of who came back', async () => {
    const { id } = await solve('delay@example.com');
    const back = await solve('back@example.com');
    await later(HOUR - 1_000);
    expect(await sentTo('delay@example.com')).toEqual([]);
    await ask('PATCH', `/tickets/${back.id}`, { status: 'open' });
    await api.desk.settle();
    await later(1_000);
    const [asked] = await sentTo('delay@example.com');
    expect(asked).toContain('5 4 5 4');
    expect(asked).toMatch(/https:\/\/desk\.example\/s\/[\w-]{48}/);
    expect(await sentTo('back@example.com')).toEqual([]);
    expect((await ticket(id))['status']).toBe('closed');
  });

  it('is asked by telephone: a task, and what the customer said is entered by the agent', async () => {
    const { id } = await solve('caller@example.com', { category: 'phone' });
    await later(24 * HOUR);
    const [task] = await list(`/tasks?ticket=${id}`);
    expect(task).toMatchObject({ kind: 'survey_call', text: '您对本次服务满意吗？' });
    const entered = await ask('POST', `/tickets/${id}/ratings`, { value: 3, suggestion: 'longer hours' });
    expect([entered.status, entered.body]).toEqual([201, expect.objectContaining({ way: 'agent', step: 'satisfied', survey: 'short' })]);
    expect((await ticket(id))['status']).toBe('closed');
  });

  it('nobody is to ring a customer who has said it on the page of his ticket', async () => {
    const { id } = await solve('clicks@example.com', { category: 'phone' });
    await later(24 * HOUR);
    expect(await list(`/tasks?ticket=${id}&state=open`)).toHaveLength(1);
    await api.desk.get(SurveyService).rate(id, { value: 3 });
    expect(await list(`/tasks?ticket=${id}&state=open`)).toEqual([]);
    expect(await list(`/tasks?ticket=${id}&state=done`)).toEqual([expect.objectContaining({ kind: 'survey_call', outcome: null })]);
  });

  it('is asked of chosen customers every so often, and of others when a person says so', async () => {
    const { id } = await take({ from: 'big@example.com' });
    await take({ from: 'small@example.com' });
    const contact = async (address: string) => (await list(`/contacts?identity=${address}`))[0]!.id;
    await ask('PATCH', `/contacts/${await contact('big@example.com')}`, { class: 'enterprise' });
    await later(24 * HOUR);
    const asked = async (address: string) => (await sentTo(address)).filter((text) => text.includes('推荐')).length;
    expect([await asked('big@example.com'), await asked('small@example.com')]).toEqual([1, 0]);
    await later(24 * HOUR);
    expect(await asked('big@example.com')).toBe(1);
    for (let day = 0; day < 2; day += 1) await later(45 * 24 * HOUR);
    expect(await asked('big@example.com')).toBe(2);
    const round = await ask('POST', '/survey-rounds', { round: 'quarterly', contactIds: [await contact('small@example.com')] });
    expect([round.status, round.body]).toEqual([201, { asked: 1 }]);
    expect(await asked('small@example.com')).toBe(1);
    expect((await ask('POST', '/survey-rounds', { round: 'x', contactIds: [id] })).body).toMatchObject({ code: 'round_unknown' });
  });

  it('a customer of a class is sought every so often: a ticket, a task, its time', async () => {
    await take({ from: 'flag@example.com' });
    const [contact] = await list('/contacts?identity=flag@example.com');
    await ask('PATCH', `/contacts/${contact!.id}`, { class: 'flagship' });
    await later(24 * HOUR);
    const mine = async () => (await list(`/tickets?contact=${contact!.id}`)).filter(({ subject }) => subject === 'Monthly check-in');
    const [opened] = await mine();
    expect(opened).toMatchObject({ status: 'open' });
    const [task] = await list(`/tasks?ticket=${opened!.id}`);
    expect(task).toMatchObject({ kind: 'check_in', text: 'Ring and ask' });
    expect(task!['dueAt']).not.toBeNull();
    await later(24 * HOUR);
    expect(await mine()).toHaveLength(1);
    await later(29 * 24 * HOUR);
    expect(await mine()).toHaveLength(2);
  });
});
