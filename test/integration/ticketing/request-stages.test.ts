import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CaseRepository } from '../../../apps/ticketing/src/request-types/case.repository.js';
import { openRequestDesk, requestsOf, type RequestView as View } from '../../support/request-desk.js';
import type { Api } from '../../support/ticketing-api.js';

describe('stages of requests', () => {
  let api: Api;
  beforeAll(async () => {
    api = await openRequestDesk();
  }, 120_000);
  afterAll(() => api.close());
  const { take, view, ticket, move, toldTo, reply } = requestsOf(() => api);

  it('a fault goes on by its stages, its estimate is told and told again, and failed verification leads back', async () => {
    const { id, message } = await take({ from: 'fault@example.com', category: 'technical' });
    const skip = await move(id, { stage: 'done' });
    expect([skip.status, skip.body.code, skip.body.allowed]).toEqual([409, 'stage_not_next', ['diagnosis']]);
    expect((await api.ask<View>('PATCH', `/api/v1/tickets/${id}`, { body: { stage: 'done' } })).body.code).toBe('stage_by_move');
    expect((await move(id, { stage: 'diagnosis' })).body).toMatchObject({
      code: 'stage_requirements_missing',
      missing: [{ kind: 'field', key: 'frequency' }],
    });
    expect((await move(id, { stage: 'diagnosis', fields: { frequency: '每次' } })).body).toMatchObject({ stage: 'diagnosis' });
    expect((await view(id)).next).toEqual([
      { stage: 'verify', name: '客户验证', outcome: 'known', outcomeName: '已知问题', missing: [{ kind: 'field', key: 'solution' }] },
      { stage: 'investigating', name: '技术攻关中', outcome: 'unknown', outcomeName: '未知问题', missing: [{ kind: 'estimate' }] },
    ]);
    const at = new Date(api.desk.clock.now().getTime() + 6 * 3_600_000).toISOString();
    const later = new Date(api.desk.clock.now().getTime() + 9 * 3_600_000).toISOString();
    expect((await move(id, { outcome: 'unknown', estimate: { at } })).body).toMatchObject({
      stage: 'investigating',
      estimate: { at, times: 1 },
    });
    expect((await api.ask<View>('POST', `/api/v1/tickets/${id}/estimates`, { body: { at } })).body.estimate).toMatchObject({ times: 1 });
    expect(
      (await api.ask<View>('POST', `/api/v1/tickets/${id}/estimates`, { body: { at: later, note: '等待供应商' } })).body.estimate,
    ).toMatchObject({ times: 2 });
    const told = (await toldTo('fault@example.com')).filter(({ reason }) => reason === 'estimate').map(({ text }) => text);
    expect(told).toHaveLength(2);
    expect(told[1]).toMatch(/已调整为：.*等待供应商/s);
    await move(id, { stage: 'verify' });
    expect((await ticket(id)).status).toBe('pending');
    expect((await toldTo('fault@example.com')).at(-1)!.text).toContain('请验证');
    await reply('fault@example.com', message, '还是不行，仍然报错');
    expect(await view(id)).toMatchObject({ stage: 'diagnosis' });
    expect((await view(id)).history.map(({ stage, back }) => [stage, back])).toEqual([
      ...[
        ['intake', false],
        ['diagnosis', false],
        ['investigating', false],
        ['verify', false],
        ['diagnosis', true],
      ],
    ]);
    await move(id, { outcome: 'known', fields: { solution: '清除缓存' } });
    await reply('fault@example.com', message, '1');
    expect(await view(id)).toMatchObject({ stage: 'done', next: [] });
  });

  it('a move, an estimate and a tick asked for twice with one key are done once', async () => {
    const { id } = await take({ from: 'twice@example.com', category: 'technical' });
    const at = new Date(api.desk.clock.now().getTime() + 3_600_000).toISOString();
    const asked: [string, string, object][] = [
      ['POST', 'stages', { stage: 'diagnosis', fields: { frequency: '每次' } }],
      ['POST', 'estimates', { at }],
      ['PUT', 'evidence/logs', { value: 'read to me' }],
    ];
    for (const [method, what, body] of asked) {
      const send = () => api.ask<View>(method, `/api/v1/tickets/${id}/${what}`, { body, headers: { 'idempotency-key': `twice-${what}` } });
      const [first, second] = [await send(), await send()];
      expect([first.status < 300, second.status, second.body]).toEqual([true, first.status, first.body]);
    }
    const { history, estimate } = await view(id);
    expect([history.length, estimate!.times]).toEqual([2, 1]);
    const entries = await api.ask<{ items: { parts: { code?: string }[] }[] }>('GET', `/api/v1/tickets/${id}/entries`);
    expect(entries.body.items.filter(({ parts }) => parts[0]!.code === 'evidence.given')).toHaveLength(1);
  });

  it('deadlines of stages remind, then tell the supervisor; once', async () => {
    const { id } = await take({ from: 'late@example.com', category: 'complaint' });
    const due = new Date((await view(id)).dueAt!);
    expect(due.getTime() - api.desk.clock.now().getTime()).toBe(24 * 3_600_000);
    const notices = async () =>
      (await api.ask<{ items: { kind: string }[] }>('GET', `/api/v1/notices?ticket=${id}`)).body.items.map(({ kind }) => kind);
    api.desk.clock.set(new Date(due.getTime() - 2 * 3_600_000));
    await api.desk.settle();
    expect(await notices()).toEqual(['stage_warning']);
    api.desk.clock.set(due);
    await api.desk.settle();
    await api.desk.settle();
    expect((await notices()).sort()).toEqual(['stage_missed', 'stage_missed', 'stage_warning']);
    expect((await view(id)).missedAt).not.toBeNull();
    // What left its stage in time misses nothing.
    const other = await take({ from: 'intime@example.com', category: 'complaint' });
    await move(other.id, { outcome: 'own_fault', fields: { department: 'warehouse' } });
    api.desk.clock.advance(25 * 3_600_000);
    await api.desk.settle();
    expect(await view(other.id)).toMatchObject({ stage: 'rectify', missedAt: null });
  });

  it('our own fault is a task of the department, whose result comes back', async () => {
    const { id } = await take({ from: 'fault-of-ours@example.com', category: 'complaint' });
    await move(id, { outcome: 'own_fault', fields: { department: 'warehouse' }, note: '错发商品' });
    const tasks = async () =>
      (await api.ask<{ items: { id: string; text: string; dueAt: string; kind: string }[] }>('GET', `/api/v1/tasks?ticket=${id}`)).body
        .items;
    const [task] = await tasks();
    expect(task).toMatchObject({
      groupId: expect.any(String),
      kind: 'stage',
      text: `投诉 ${(await ticket(id)).number} 需整改：错发商品`,
      dueAt: expect.any(String),
    });
    const done = await api.ask('POST', `/api/v1/tasks/${task!.id}/done`, { body: { outcome: '已改进出库复核' } });
    expect(done.status).toBe(200);
    await api.desk.settle();
    expect(await view(id)).toMatchObject({ stage: 'answer' });
    const notices = (await api.ask<{ items: { kind: string; text: string }[] }>('GET', `/api/v1/notices?ticket=${id}`)).body.items;
    expect(notices.map(({ kind }) => kind).sort()).toEqual(['stage_task', 'stage_task_done']);
    expect(notices.find(({ kind }) => kind === 'stage_task_done')!.text).toContain('已改进出库复核');
  });

  it('what follows a move does not take back the next one that comes while it reads', async () => {
    const { id, message } = await take({ from: 'quick@example.com', category: 'technical' });
    const send = (body: object) => api.ask<View>('POST', `/api/v1/tickets/${id}/stages`, { body });
    await send({ stage: 'diagnosis', fields: { frequency: '每次', solution: '清除缓存' } });
    // The first reading of cases comes between the ticket's stage, read before, and the next move.
    const cases = api.desk.get(CaseRepository);
    const load = cases.load.bind(cases);
    cases.load = async (sql, ids) => {
      cases.load = load;
      expect((await send({ outcome: 'known' })).body).toMatchObject({ stage: 'verify' });
      return load(sql, ids);
    };
    await api.desk.settle();
    expect(await view(id)).toMatchObject({ stage: 'verify' });
    await reply('quick@example.com', message, '2');
    expect((await view(id)).history.map(({ stage, back }) => [stage, back])).toEqual([
      ['intake', false],
      ['diagnosis', false],
      ['verify', false],
      ['diagnosis', true],
    ]);
  });
});
