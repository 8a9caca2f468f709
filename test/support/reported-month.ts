import { expect } from '@jest/globals';
import { REPORT_KINDS } from '../../apps/ticketing/src/desk/schema/reports.js';
import { InboxDirectory } from '../../apps/ticketing/src/inboxes/inbox-directory.js';
import { InboxRepository } from '../../apps/ticketing/src/inboxes/inbox.repository.js';
import { describeChannel } from './capabilities.js';
import { type Api, openApi } from './ticketing-api.js';
import { mail, type MailFields } from './ticketing-desk.js';

/** Kinds that are of tickets which came by an inbox, each of that one and of another. */
export const KINDS_OF_INBOXES = REPORT_KINDS.filter((kind) => kind !== 'promises');
const ofInboxes = KINDS_OF_INBOXES.flatMap((kind) => [
  [`here-${kind}`, { kind, inboxes: ['support'] }],
  [`elsewhere-${kind}`, { kind, inboxes: ['chat'] }],
]);

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
      ...Object.fromEntries(ofInboxes),
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

export interface Item {
  readonly [name: string]: unknown;
  readonly id: string;
}
export interface Report {
  readonly columns: { key: string; label: string; kind: string }[];
  readonly rows: (string | number | null)[][];
  readonly nextCursor: string | null;
}

export const MARCH = 'from=2026-03-01&to=2026-03-31';

/** A desk that reports, with an inbox for mail. */
export async function openReports(): Promise<Api> {
  const api = await openApi({ desk: DESK, settings: SETTINGS });
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
  await api.desk.get(InboxDirectory).refresh();
  return api;
}

/** What is asked of it, and what customers and agents do at it. */
export function onReports(api: () => Api) {
  const numbers: string[] = [];
  const MINUTE = 60_000;
  const ask = <T = Item>(method: string, path: string, body?: unknown, key?: string | null) =>
    api().ask<T>(method, `/api/v1${path}`, { ...(body === undefined ? {} : { body }), ...(key === undefined ? {} : { key }) });
  const report = async (path: string) => (await ask<Report>('GET', `/reports/${path}`)).body;
  /** Rows as objects by column. */
  const read = async (path: string) => {
    const { columns, rows } = await report(path);
    return rows.map((row) => Object.fromEntries(columns.map(({ key }, at) => [key, row[at]])));
  };
  const wait = (minutes: number) => api().desk.clock.advance(minutes * MINUTE);
  const take = async (fields: MailFields) => {
    const at = api().desk.clock.now().toISOString();
    const message = mail({ inbox: 'support', occurredAt: at, ...fields });
    await api().desk.take(message);
    const { body } = await ask<{ items: Item[] }>('GET', `/ledger?remoteMessageId=${encodeURIComponent(message.remoteMessageId!)}`);
    return { id: String(body.items[0]!['ticketId']), message };
  };
  const answer = async (id: string, text: string) => {
    const { status } = await ask('POST', `/tickets/${id}/replies`, { text });
    expect(status).toBe(202);
  };
  const change = (id: string, edit: object) => ask('PATCH', `/tickets/${id}`, edit);

  /** 2 March 2026, 17:00 in Shanghai: three inquiries. */
  const fill = async (admin: string) => {
    const first = await take({ from: 'zhang@example.com', name: '=张三', subject: 'ERP', text: '无法登录' });
    await change(first.id, { category: 'login', assignee: admin, fields: { product: 'ERP', customer: 'XX 公司', solution: '重置密码' } });
    wait(30);
    await answer(first.id, '请重置密码');
    wait(30);
    await change(first.id, { status: 'closed' });
    await api().desk.settle();
    wait(30);
    await ask('POST', `/tickets/${first.id}/ratings`, { value: 3, suggestion: '@more' });
    const second = await take({ from: 'li@example.com', name: '李四', subject: 'Sync', text: '数据不同步' });
    await change(second.id, { category: 'sync', assignee: admin, stage: 'investigating', level: 2 });
    wait(90);
    await answer(second.id, '正在排查');
    const third = await take({ from: 'wang@example.com', name: '王五', text: '怎么用？' });
    await change(third.id, { category: 'sync' });
    await api().desk.settle();
    for (const { id } of [first, second, third]) numbers.push(String((await ask('GET', `/tickets/${id}`)).body['number']));
  };
  /** The agent who has them. */
  const findAdmin = async () => (await ask<{ items: Item[] }>('GET', '/agents')).body.items[0]!.id;
  return { numbers, ask, report, read, wait, take, change, fill, findAdmin };
}
