import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { LiveBoard } from '../../../apps/ticketing/src/reports/live/live-board.js';
import { ThresholdWatch } from '../../../apps/ticketing/src/reports/live/threshold-watch.js';
import { ReportFacts } from '../../../apps/ticketing/src/reports/report-facts.js';
import { type Item, KINDS_OF_INBOXES, MARCH, onReports, openReports, type Report } from '../../support/reported-month.js';
import type { Api } from '../../support/ticketing-api.js';

describe('reports', () => {
  let api: Api;
  let admin: string;
  const { numbers, ask, report, read, wait, take, change, fill, findAdmin } = onReports(() => api);
  beforeAll(async () => {
    api = await openReports();
    admin = await findAdmin();
    await fill(admin);
  });
  afterAll(() => api.close());

  it('figures of a month', async () => {
    const [kpi] = await read(`kpi?${MARCH}`);
    expect(kpi).toMatchObject({
      period: '2026-03-01',
      inquiries: 3,
      answered: 2,
      meanFirstAnswer: 60,
      solved: 1,
      solvedShare: 0.3333,
      meanSolve: 60,
      rated: 1,
      satisfiedShare: 1,
    });
    const [service] = await read(`service?${MARCH}`);
    expect(service).toMatchObject({
      firstContact: 1,
      firstContactShare: 1,
      followUpsDue: 1,
      followUpsDone: 0,
      complex: 0,
      archivedShare: null,
    });
    expect(await read(`agents?${MARCH}`)).toMatchObject([{ inquiries: 2, solved: 1, meanFirstAnswer: 60, rated: 1 }]);
    expect(await read(`channels?${MARCH}`)).toMatchObject([{ channel: 'email', inquiries: 3 }]);
    expect(await read(`problems?${MARCH}`)).toMatchObject([
      { period: '2026-03-02', rank: 1, category: 'sync', inquiries: 2, share: 0.6667, unsolved: 2 },
      { rank: 2, category: 'login', example: numbers[0] },
    ]);
    expect(await read(`gaps?${MARCH}`)).toMatchObject([
      { category: 'sync', inquiries: 2, before: 0, change: null, gap: 0.6667 },
      { category: 'login', solvedShare: 1, gap: 0 },
    ]);
    expect(await read(`promises?${MARCH}&language=en`)).toMatchObject([
      { channel: 'Email', for: 'complex', promise: 'Ø ≤ 4h', measured: 2, mean: 60, kept: 'yes' },
      { channel: 'Phone', promise: '≥ 98 %', measured: 0, kept: null },
    ]);
  });

  it('NPS by the day it was given', async () => {
    const { message, id } = await take({ from: 'nps@example.com' });
    for (const value of [10, 9, 7, 3]) {
      await ask('POST', `/tickets/${id}/ratings`, { survey: 'nps', value });
      wait(1);
    }
    expect(message).toBeDefined();
    await api.desk.settle();
    const rows = await read(`nps?${MARCH}`);
    expect(rows).toMatchObject([{ period: '2026-03-02', asked: 0, answers: 4, promoters: 2, passives: 1, detractors: 1, nps: 25 }]);
  });

  it('of one inbox are of what came by it', async () => {
    for (const kind of KINDS_OF_INBOXES) {
      const rows = async (key: string) => (await report(`${key}?${MARCH}`)).rows;
      expect([kind, await rows(`here-${kind}`)]).toEqual([kind, await rows(kind)]);
      expect([kind, await rows(`elsewhere-${kind}`)]).toEqual([kind, []]);
    }
  });

  it('are the same when all of it is counted anew', async () => {
    const keys = ['kpi', 'service', 'health', 'agents', 'gaps', 'problems', 'assessor'];
    const all = () => Promise.all(keys.map(async (key) => (await report(`${key}?${MARCH}`)).rows));
    const before = await all();
    await api.desk.database.sql.query('delete from report_facts');
    expect(await api.desk.get(ReportFacts).rebuild()).toMatchObject({ tickets: expect.any(Number) });
    expect(await all()).toEqual(before);
  });

  it('how the desk stands now, and who is told when a figure passes its threshold, once', async () => {
    type Live = { all: Record<string, number>; channels: Item[]; agents: Item[] };
    const { body } = await ask<Live>('GET', '/live');
    expect(body.all).toMatchObject({ open: 3, openedToday: 4, solvedToday: 1, lowScoresToday: 1, unassigned: 2 });
    expect(body.channels).toMatchObject([{ key: 'email', open: 3 }]);
    expect(body.agents).toMatchObject([{ id: admin, open: 1, solvedToday: 1 }]);
    const { id } = await take({ from: 'fourth@example.com' });
    await api.desk.settle();
    const watch = api.desk.get(ThresholdWatch);
    const board = api.desk.get(LiveBoard);
    const look = async () => {
      board.forget();
      await watch.look();
      return (await ask<{ items: Item[] }>('GET', '/notices?limit=200')).body.items
        .filter(({ kind }) => String(kind).startsWith('threshold'))
        .map(({ kind, text }) => [kind, text]);
    };
    expect(await look()).toEqual([['threshold_passed', '太多 – open: 4 (> 3)']]);
    expect(await look()).toHaveLength(1);
    await change(id, { status: 'closed' });
    wait(1);
    expect(await look()).toEqual([
      ['threshold_over', '太多 – open: 3 (ok)'],
      ['threshold_passed', '太多 – open: 4 (> 3)'],
    ]);
  });

  it('one is made when its month is over: kept, told, mailed, shown', async () => {
    api.desk.clock.set(new Date('2026-03-31T23:59:59Z'));
    await api.desk.settle();
    expect((await ask<{ items: Item[] }>('GET', '/report-runs')).body.items).toEqual([]);
    wait(1);
    await api.desk.settle();
    const [run] = (await ask<{ items: Item[] }>('GET', '/report-runs')).body.items;
    expect(run).toMatchObject({ key: 'monthly', from: '2026-03-01', to: '2026-03-31', title: '月报' });
    const kept = await ask<Report>('GET', `/report-runs/${run!.id}`);
    expect(kept.body.rows).toHaveLength(1);
    const { items } = (await ask<{ items: Item[] }>('GET', '/notices?kind=report')).body;
    expect(items).toHaveLength(1);
    const [sent] = (await api.desk.requests()).filter(({ to }) => to.some(({ value }) => value === 'director@example.com'));
    expect(sent!.parts[0]!.fallback).toContain('受理量: 5');
    const shown = async () =>
      (await ask<{ items: { key: string; rows: unknown[] }[] }>('GET', '/public/figures', undefined, null)).body.items.map(
        ({ key }) => key,
      );
    expect(await shown()).toEqual([]);
    const released = await ask<{ id: string }>('POST', '/public-figures/releases', { runId: run!.id });
    expect([released.status, await shown()]).toEqual([201, ['monthly']]);
    expect((await ask('POST', '/public-figures/releases', { runId: run!.id }, null)).status).toBe(401);
    expect((await ask<{ id: string }>('POST', '/public-figures/releases', { runId: run!.id })).body.id).toBe(released.body.id);
    await ask('DELETE', `/public-figures/releases/${released.body.id}`);
    expect(await shown()).toEqual([]);
    await api.desk.settle();
    expect((await ask<{ items: Item[] }>('GET', '/report-runs')).body.items).toHaveLength(1);
  });
});
