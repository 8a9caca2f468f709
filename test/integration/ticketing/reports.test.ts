import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { InboxDirectory } from '../../../apps/ticketing/src/inboxes/inbox-directory.js';
import { InboxRepository } from '../../../apps/ticketing/src/inboxes/inbox.repository.js';
import { LiveBoard } from '../../../apps/ticketing/src/reports/live/live-board.js';
import { ThresholdWatch } from '../../../apps/ticketing/src/reports/live/threshold-watch.js';
import { ReportFacts } from '../../../apps/ticketing/src/reports/report-facts.js';
import { describeChannel } from '../../support/capabilities.js';
import { type Api, openApi } from '../../support/ticketing-api.js';
import { mail, type MailFields } from '../../support/ticketing-desk.js';

const DESK = {
  languages: ['zh', 'en'],
  groups: { service: { name: 'Service' } },
  surveys: { forms: { short: { kind: 'three-step' }, nps: { kind: 'nps' } } },
  reports: {
    definitions: {
      monthly: {
        ...{ kind: 'kpi', title: { zh: '月报', en: 'Monthly' }, public: true },
        schedule: { every: 'month', at: '08:00' },
        recipients: { roles: ['supervisor'], mail: ['director@example.com'], inbox: 'support' },
      },
    },
    promises: [
      { key: 'mail', name: { zh: '邮件', en: 'Email' }, for: { en: 'complex' }, channels: ['email'], measure: 'first-answer', mean: '4h' },
      { key: 'phone', name: 'Phone', channels: ['phone'], measure: 'connected', share: 0.98 },
    ],
    states: { investigating: { zh: '技术攻关中', en: 'in technical investigation' } },
    thresholds: [{ key: 'many', metric: 'open', above: 3, text: { zh: '太多', en: 'too many' } }],
  },
};
const SETTINGS = { deskSettings: { timeZone: 'Asia/Shanghai' } };

interface Item {
  readonly [name: string]: unknown;
  readonly id: string;
}
interface Report {
  readonly columns: { key: string; label: string; kind: string }[];
  readonly rows: (string | number | null)[][];
  readonly nextCursor: string | null;
}

describe('reports', () => {
  let api: Api;
  let admin: string;
  const numbers: string[] = [];
  beforeAll(async () => {
    api = await openApi({ desk: DESK, settings: SETTINGS });
    await api.desk.get(InboxRepository).keep(api.desk.database.sql, [
      {
        inboxId: 'support',
        channel: 'email',
        provider: 'email',
        state: 'connected',
        at: '2026-03-02T08:00:00.000Z',
        capabilities: describeChannel(),
      },
    ] as never);
    api.desk.get(InboxDirectory).forget();
    admin = (await api.ask<{ items: Item[] }>('GET', '/api/v1/agents')).body.items[0]!.id;
    await fill();
  });
  afterAll(() => api.close());

  const MINUTE = 60_000;
  const ask = <T = Item>(method: string, path: string, body?: unknown, key?: string | null) =>
    api.ask<T>(method, `/api/v1${path}`, { ...(body === undefined ? {} : { body }), ...(key === undefined ? {} : { key }) });
  const report = async (path: string) => (await ask<Report>('GET', `/reports/${path}`)).body;
  /** Rows as objects by column. */
  const read = async (path: string) => {
    const { columns, rows } = await report(path);
    return rows.map((row) => Object.fromEntries(columns.map(({ key }, at) => [key, row[at]])));
  };
  const wait = (minutes: number) => api.desk.clock.advance(minutes * MINUTE);
  const take = async (fields: MailFields) => {
    const at = api.desk.clock.now().toISOString();
    const message = mail({ inbox: 'support', occurredAt: at, ...fields });
    await api.desk.take(message);
    const { body } = await ask<{ items: Item[] }>('GET', `/ledger?remoteMessageId=${encodeURIComponent(message.remoteMessageId!)}`);
    return { id: String(body.items[0]!['ticketId']), message };
  };
  const answer = async (id: string, text: string) => {
    const { status } = await ask('POST', `/tickets/${id}/replies`, { text });
    expect(status).toBe(202);
  };
  const change = (id: string, edit: object) => ask('PATCH', `/tickets/${id}`, edit);

  /** 2 March 2026, 17:00 in Shanghai: three inquiries. */
  async function fill(): Promise<void> {
    const first = await take({ from: 'zhang@example.com', name: '=张三', subject: 'ERP', text: '无法登录' });
    await change(first.id, { category: 'login', assignee: admin, fields: { product: 'ERP', customer: 'XX 公司', solution: '重置密码' } });
    wait(30);
    await answer(first.id, '请重置密码');
    wait(30);
    await change(first.id, { status: 'closed' });
    await api.desk.settle();
    wait(30);
    await ask('POST', `/tickets/${first.id}/ratings`, { value: 3, suggestion: '@more' });
    const second = await take({ from: 'li@example.com', name: '李四', subject: 'Sync', text: '数据不同步' });
    await change(second.id, { category: 'sync', assignee: admin, stage: 'investigating', level: 2 });
    wait(90);
    await answer(second.id, '正在排查');
    const third = await take({ from: 'wang@example.com', name: '王五', text: '怎么用？' });
    await change(third.id, { category: 'sync' });
    await api.desk.settle();
    for (const { id } of [first, second, third]) numbers.push(String((await ask('GET', `/tickets/${id}`)).body['number']));
  }

  const MARCH = 'from=2026-03-01&to=2026-03-31';

  it('the request log has its fourteen columns, and each cell is of what is stored', async () => {
    const { columns, rows } = await report(`request-log?${MARCH}`);
    expect(columns.map(({ label }) => label)).toEqual(
      ...[
        [
          '需求编号',
          '客户名称',
          '联系人',
          '联系方式',
          '产品/服务名称',
          '问题描述',
          '紧急程度',
          '请求时间',
          '响应时间',
          '处理人',
          '处理状态',
          '解决方案',
          '客户反馈',
          '归档时间',
        ],
      ],
    );
    expect(rows).toHaveLength(3);
    expect(rows[0]).toEqual([
      ...[
        numbers[0],
        'XX 公司',
        '=张三',
        'zhang@example.com',
        'ERP',
        '无法登录',
        '普通',
        '2026-03-02T09:00:00.000Z',
        '2026-03-02T09:30:00.000Z',
      ],
      ...[expect.any(String), '已归档', '重置密码', '满意', '2026-03-02T10:00:00.000Z'],
    ]);
    expect(rows[1]!.slice(10)).toEqual(['技术攻关中', null, null, null]);
    expect(rows[2]!.slice(8)).toEqual([null, null, '待受理', null, null, null]);
  });

  it('a list goes on where it ended', async () => {
    const page = await report(`request-log?${MARCH}&limit=2`);
    const rest = await report(`request-log?${MARCH}&limit=2&cursor=${encodeURIComponent(page.nextCursor!)}`);
    expect([...page.rows, ...rest.rows].map(([number]) => number)).toEqual(numbers);
    expect(rest.nextCursor).toBeNull();
  });

  it('progress and satisfaction tables', async () => {
    const [, progress] = (await report(`progress?${MARCH}`)).rows;
    expect(progress!.slice(0, 4)).toEqual([numbers[1], '技术攻关中', expect.any(String), '技术攻关中']);
    expect(progress![5]).toBe('2026-03-02 20:00 正在排查');
    const { columns, rows } = await report(`satisfaction?${MARCH}&language=en`);
    expect(columns).toHaveLength(6);
    expect(rows).toEqual([[numbers[0], '=张三', 'satisfied', null, '@more', '2026-03-02T10:30:00.000Z']]);
  });

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

  it('an export for an assessor names nobody', async () => {
    const { rows } = await report(`assessor?${MARCH}`);
    const text = JSON.stringify(rows);
    for (const secret of ['张三', 'example.com', 'EML', '无法登录', ...numbers]) expect(text).not.toContain(secret);
    expect(rows[0]!.slice(2)).toEqual(['2026-03-02', 'email', 'login', 'normal', 'closed', 30, 60, 'yes', 0, 100]);
    expect((await report(`assessor?${MARCH}`)).rows).toEqual(rows);
  });

  it('files are safe to open, and for supervisors', async () => {
    const csv = await api.ask<string>('GET', `/api/v1/reports/satisfaction?${MARCH}&format=csv`);
    expect(csv.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(csv.body).toContain(`${numbers[0]},'=张三,满意,,'@more,2026-03-02 18:30`);
    const response = await fetch(`${api.url}/api/v1/reports/request-log?${MARCH}&format=xlsx&limit=1`, {
      headers: { authorization: 'Bearer a-bootstrap-key-of-the-tests' },
    });
    expect([response.status, response.headers.get('link')]).toEqual([200, expect.stringContaining('rel="next"')]);
    expect(
      Buffer.from(await response.arrayBuffer())
        .subarray(0, 2)
        .toString(),
    ).toBe('PK');
    expect((await ask('GET', '/reports/none')).body).toMatchObject({ status: 404, code: 'report_unknown' });
    expect((await ask('GET', '/reports/kpi?from=2026-03-02&to=2026-03-01')).body).toMatchObject({ status: 400, code: 'period_invalid' });
    expect((await ask('GET', '/reports/kpi', undefined, null)).status).toBe(401);
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
    const shown = await ask<{ items: { key: string; rows: unknown[] }[] }>('GET', '/public/figures', undefined, null);
    expect(shown.body.items.map(({ key }) => key)).toEqual(['monthly']);
    await api.desk.settle();
    expect((await ask<{ items: Item[] }>('GET', '/report-runs')).body.items).toHaveLength(1);
  });
});
