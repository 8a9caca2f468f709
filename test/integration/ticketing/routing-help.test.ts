import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { groupIdOf } from '../../../apps/ticketing/src/desk/desk-groups.js';
import { onRouting, openRouting } from '../../support/routing-desk.js';
import type { Api, Body } from '../../support/ticketing-api.js';

describe('help from other groups and levels', () => {
  let api: Api;
  const { agents, come, write, whoHas, askAs, noticesOf, clear } = onRouting(() => api);
  beforeAll(async () => {
    api = await openRouting(agents);
  });
  afterAll(() => api.close());
  beforeEach(clear);

  it('goes one level up for a named reason with the form, to the top for a dispute; the whole history goes along', async () => {
    await come('online', 'ann');
    const id = await write();
    await api.desk.settle();
    const form = { problem: 'TLS fails', impact: 'all shops', tried: [{ what: 'restart', result: 'the same' }], why: 'needs rights' };
    const escalate = (more: object) => askAs('ann', 'POST', `/tickets/${id}/escalations`, { ...form, ...more });
    expect((await escalate({ reason: 'bored' })).body).toMatchObject({ code: 'escalation_reason_unknown' });
    expect((await escalate({ reason: 'certified', suggestedTeam: 'office' })).body).toMatchObject({ code: 'escalation_impossible' });
    expect((await escalate({ reason: 'certified', suggestedTeam: 'second' })).body).toMatchObject({
      ...{ group: groupIdOf('second'), level: 2, assignee: null },
    });
    await come('online', 'cyd', 'eve');
    await api.desk.settle();
    expect(await whoHas(id)).toBe('cyd');
    expect(await noticesOf('cyd', 'escalated')).toHaveLength(1);
    const events = (await api.desk.events(id)).filter(({ type }) => type === 'ticket.escalated.v1');
    expect(events.map(({ data }) => [data['reason'], data['level']])).toEqual([['certified', 2]]);
    await askAs('cyd', 'POST', `/tickets/${id}/escalations`, { ...form, reason: 'dispute' });
    await api.desk.settle();
    expect(await whoHas(id)).toBe('eve');
    const history = await askAs<{ escalations: Body[]; assignments: Body[] }>('eve', 'GET', `/tickets/${id}/hand-over`);
    expect(history.body.escalations).toMatchObject([
      { form: { tried: form.tried }, toLevel: 2 },
      { reason: 'dispute', toLevel: 3 },
    ]);
    expect(history.body.assignments.map(({ agentName }) => agentName)).toEqual(['ann', 'cyd', 'eve']);
    expect((await askAs('eve', 'POST', `/tickets/${id}/escalations`, { ...form, reason: 'dispute' })).body).toMatchObject({
      code: 'escalation_impossible',
    });
  });

  it('is given to the next level though who had it told the customer so, and waited for him', async () => {
    await come('online', 'ann', 'cyd');
    const id = await write();
    await api.desk.settle();
    expect(await whoHas(id)).toBe('ann');
    expect((await askAs('ann', 'POST', `/tickets/${id}/replies`, { text: 'I ask a colleague.' })).status).toBeLessThan(300);
    const form = { reason: 'certified', problem: 'p', impact: 'i', tried: [], why: 'w' };
    expect((await askAs('ann', 'POST', `/tickets/${id}/escalations`, form)).status).toBe(201);
    await api.desk.settle();
    expect(await whoHas(id)).toBe('cyd');
  });

  it('another group or an expert is asked inside the ticket, and who has it keeps it', async () => {
    await come('online', 'ann', 'eve');
    const id = await write();
    await api.desk.settle();
    const experts = await askAs<{ items: Body[] }>('ann', 'GET', '/experts?field=NETWORK');
    expect(experts.body.items.map(({ displayName }) => displayName)).toEqual(['eve', 'cyd']);
    const asked = await askAs<{ id: string }>('ann', 'POST', `/tickets/${id}/consultations`, { field: 'network', question: 'Which port?' });
    expect(asked.body).toMatchObject({ agentId: agents['eve'], answer: null });
    expect(await noticesOf('eve', 'consulted')).toMatchObject([{ ticketId: id }]);
    expect((await askAs('bob', 'POST', `/consultations/${asked.body.id}/answer`, { answer: 'no' })).status).toBe(403);
    const answered = await askAs('eve', 'POST', `/consultations/${asked.body.id}/answer`, { answer: '443' });
    expect(answered.body).toMatchObject({ answer: '443', answeredBy: { displayName: 'eve' } });
    expect(await noticesOf('ann', 'consultation_answered')).toHaveLength(1);
    expect((await askAs('eve', 'POST', `/consultations/${asked.body.id}/answer`, { answer: '80' })).status).toBe(409);
    const late = await askAs<{ id: string }>('ann', 'POST', `/tickets/${id}/consultations`, { group: 'second', question: 'And then?' });
    expect((await askAs<{ items: Body[] }>('cyd', 'GET', '/consultations')).body.items).toMatchObject([{ id: late.body.id }]);
    api.desk.clock.advance(4 * 3_600_000);
    await api.desk.settle();
    expect(await noticesOf('cyd', 'consultation_late')).toHaveLength(1);
    expect(await whoHas(id)).toBe('ann');
    const texts = (await api.ask<{ items: { direction: string; newText: string }[] }>('GET', `/api/v1/tickets/${id}/entries`)).body.items;
    expect(texts.filter(({ direction }) => direction === 'system').map(({ newText }) => newText)).toEqual(
      expect.arrayContaining(['eve: Which port?', 'Which port?\n→ 443', 'second: And then?']),
    );
  });

  it('several groups work on one ticket at once, each by its deputy; what is late is told, results come back', async () => {
    await come('online', 'ann', 'dan');
    const id = await write();
    await api.desk.settle();
    const wish = { groups: ['second', 'office'], kind: 'joint', text: 'Find out together' };
    const { body } = await askAs<{ items: { id: string; dueAt: string; assigneeId: string | null }[] }>(
      'ann',
      'POST',
      `/tickets/${id}/group-tasks`,
      wish,
    );
    expect(body.items.map(({ assigneeId }) => assigneeId)).toEqual([agents['dan'], null]);
    expect(Date.parse(body.items[0]!.dueAt) - api.desk.clock.now().getTime()).toBe(30 * 60_000);
    expect(await noticesOf('dan', 'joint_handling')).toHaveLength(1);
    expect(await noticesOf('eve', 'joint_handling')).toHaveLength(1);
    await askAs('dan', 'POST', `/tasks/${body.items[0]!.id}/done`, { outcome: 'It was the router' });
    await api.desk.settle();
    expect(await noticesOf('ann', 'task_done')).toMatchObject([{ text: expect.stringContaining('It was the router') }]);
    api.desk.clock.advance(30 * 60_000);
    await api.desk.settle();
    expect(await noticesOf('eve', 'joint_handling_late')).toHaveLength(1);
    expect(await noticesOf('dan', 'joint_handling_late')).toHaveLength(0);
    const open = await api.ask<{ items: Body[] }>('GET', `/api/v1/tasks?state=open&group=${groupIdOf('office')}`);
    expect(open.body.items).toMatchObject([{ ticketId: id }]);
  });

  it('what a deputy had not done goes to the other one when he leaves', async () => {
    await come('online', 'ann', 'dan');
    const id = await write();
    await api.desk.settle();
    await askAs('ann', 'POST', `/tickets/${id}/group-tasks`, { groups: ['pair'], kind: 'joint', text: 'Look at it' });
    const owner = async () =>
      (await api.ask<{ items: { assigneeId: string }[] }>('GET', `/api/v1/tasks?ticket=${id}`)).body.items[0]!.assigneeId;
    await come('offline', 'dan');
    expect(await owner()).toBe(agents['dan']);
    await come('online', 'dan', 'mia');
    await come('offline', 'dan');
    expect(await owner()).toBe(agents['mia']);
    expect(await noticesOf('mia', 'joint_handling')).toMatchObject([{ ticketId: id, text: expect.stringContaining('Look at it') }]);
  });
});
