import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { InboundMessage, InboxId } from '#contracts';
import { openInbox } from '../../support/chat-desk.js';
import { type Api, openApi } from '../../support/ticketing-api.js';
import { mail, type MailFields } from '../../support/ticketing-desk.js';

const both = (zh: string, en: string) => ({ zh, en });
const DESK = {
  languages: ['zh', 'en'],
  automatic: { perTicketPerDay: 50, perContactPerDay: 50 },
  groups: { technical: { name: '技术支持' }, service: { name: '客服' }, warehouse: { name: '仓储部' } },
  fields: {
    email: { name: both('邮箱', 'Email'), kind: 'email' },
    os: { name: both('操作系统', 'OS'), kind: 'choice', choices: ['windows', 'mac'].map((value) => ({ value, name: value })) },
    summary: { name: both('问题概述', 'Summary') },
    symptom: { name: both('问题现象', 'Symptom'), kind: 'textarea', required: [{ requestTypes: ['fault'] }] },
    frequency: { name: both('发生频率', 'Frequency') },
    solution: { name: both('解决方案', 'Solution'), seenBy: 'agents' },
    department: { name: both('责任部门', 'Department at fault'), seenBy: 'agents' },
    expected: { name: both('期望结果', 'Expected result') },
  },
  forms: { help: { name: '工单', fields: ['email', 'os', 'summary', 'symptom', 'expected'], subjectField: 'summary' } },
  defaultRequestType: 'inquiry',
  requestTypes: {
    inquiry: { name: both('咨询', 'Inquiry') },
    fault: {
      name: both('故障', 'Fault'),
      categories: ['technical'],
      group: 'technical',
      fields: ['symptom', 'frequency'],
      stages: [
        { key: 'intake', name: both('受理', 'Intake'), next: ['diagnosis'] },
        {
          key: 'diagnosis',
          name: both('诊断', 'Diagnosis'),
          requires: { fields: ['frequency'] },
          outcomes: [
            { key: 'known', name: '已知问题', to: 'verify', requires: { fields: ['solution'] } },
            { key: 'unknown', name: '未知问题', to: 'investigating', requires: { estimate: true } },
          ],
        },
        { key: 'investigating', name: both('技术攻关中', 'In technical investigation'), next: ['verify'] },
        {
          key: 'verify',
          name: both('客户验证', 'Verification'),
          status: 'pending',
          tell: both(
            '问题 {{ticket.number}} 已修复，请验证：1 已解决 2 未解决',
            'Your problem {{ticket.number}} is fixed. Is it? 1 yes 2 no',
          ),
          asksCustomer: { yes: 'done', no: 'diagnosis' },
        },
        { key: 'done', name: both('完成', 'Done') },
      ],
    },
    complaint: {
      name: both('投诉', 'Complaint'),
      categories: ['complaint'],
      group: 'service',
      stages: [
        {
          key: 'plan',
          name: '制定方案',
          deadline: { within: '24 h', warn: '2 h' },
          outcomes: [{ key: 'own_fault', name: '我方责任', to: 'rectify', requires: { fields: ['department'] } }],
        },
        {
          key: 'rectify',
          name: '整改',
          task: { groupField: 'department', text: '投诉 {{ticket.number}} 需整改：{{note}}', within: '3 working days', whenDone: 'answer' },
        },
        { key: 'answer', name: '回复客户' },
      ],
    },
  },
  evidence: {
    logs: { name: both('错误日志', 'Error log'), requestTypes: ['fault'], attachments: ['text/plain'] },
    transaction: { name: both('交易单号', 'Transaction number'), categories: ['payment'], pattern: '交易单号[:：\\s]*([A-Z0-9]{8,})' },
  },
};

interface View {
  ticketId: string;
  requestType: string | null;
  chosenBy: string;
  stage: string | null;
  stageName: string | null;
  dueAt: string | null;
  missedAt: string | null;
  estimate: { at: string; times: number } | null;
  next: { stage: string; outcome: string | null; missing: unknown[] }[];
  fields: { key: string; value: unknown }[];
  missingFields: string[];
  evidence: { key: string; askedAt: string | null; givenAt: string | null; value: string | null }[];
  history: { stage: string; back: boolean; actor: { kind: string } }[];
  code?: string;
  missing?: unknown;
  allowed?: string[];
  faults?: { field: string; problem: string }[];
}

describe('request types', () => {
  let api: Api;
  beforeAll(async () => {
    api = await openApi({ desk: DESK });
    await openInbox(api.desk, 'support', 'email', { addressedBy: ['email'] });
  });
  afterAll(() => api.close());

  const take = async (fields: MailFields & { category?: string } = {}, more: Partial<InboundMessage> = {}) => {
    const { category, ...rest } = fields;
    const message = mail(
      { subject: '打印机', text: '打印机坏了，请尽快处理。', ...rest },
      { ...(category === undefined ? {} : { handling: { category } }), ...more },
    );
    await api.desk.take(message);
    await api.desk.settle();
    const { body } = await api.ask<{ items: { ticketId: string }[] }>(
      'GET',
      `/api/v1/ledger?remoteMessageId=${encodeURIComponent(message.remoteMessageId)}`,
    );
    return { id: body.items[0]!.ticketId, message };
  };
  const view = async (id: string) => (await api.ask<View>('GET', `/api/v1/tickets/${id}/request`)).body;
  const ticket = async (id: string) =>
    (
      await api.ask<{ number: string; status: string; group: string | null; fields: object; subject: string }>(
        'GET',
        `/api/v1/tickets/${id}`,
      )
    ).body;
  const move = async (id: string, body: object) => {
    const answer = await api.ask<View>('POST', `/api/v1/tickets/${id}/stages`, { body });
    await api.desk.settle();
    return answer;
  };
  const toldTo = async (address: string) =>
    (await api.desk.requests())
      .filter(({ to, automatic }) => to[0]?.value === address && automatic?.reason !== 'acknowledgement')
      .map(({ parts, automatic }) => ({ reason: automatic?.reason, text: parts[0]!.fallback ?? '' }));
  const reply = (from: string, to: InboundMessage, text: string, more: Partial<InboundMessage> = {}) =>
    take({ from, text, references: [to.remoteMessageId], id: `${Math.random()}@example.com` }, more);

  it('are chosen by the category, or the default; the first stage begins and the group has it', async () => {
    const fault = await take({ from: 'a@example.com', category: 'technical' });
    expect(await view(fault.id)).toMatchObject({
      requestType: 'fault',
      chosenBy: 'category',
      stage: 'intake',
      stageName: '受理',
      missingFields: ['symptom'],
    });
    expect((await ticket(fault.id)).group).not.toBeNull();
    const plain = await take({ from: 'b@example.com' });
    expect(await view(plain.id)).toMatchObject({ requestType: 'inquiry', chosenBy: 'default', stage: null, next: [] });
    await api.ask('PATCH', `/api/v1/tickets/${plain.id}`, { body: { category: 'complaint' } });
    await api.desk.settle();
    expect(await view(plain.id)).toMatchObject({ requestType: 'complaint', chosenBy: 'category', stage: 'plan' });
    await api.ask('PATCH', `/api/v1/tickets/${plain.id}`, { body: { requestType: 'fault' } });
    await api.desk.settle();
    expect(await view(plain.id)).toMatchObject({ requestType: 'fault', chosenBy: 'agent', stage: 'intake', dueAt: null });
    await api.ask('PATCH', `/api/v1/tickets/${plain.id}`, { body: { category: 'complaint2' } });
    await api.desk.settle();
    expect(await view(plain.id)).toMatchObject({ requestType: 'fault', chosenBy: 'agent' });
  });

  it('a mail by the template comes in as one well-formed ticket, whose words agents may correct but not spoil', async () => {
    const text =
      '您好\n\n邮箱：li@example.com\n操作系统：☑ Windows □ Mac\n问题概述：无法导出 PDF\n问题现象：提示“导出失败”\n点了两次\n期望结果：下载 PDF';
    const { id, message } = await take({ from: 'li@example.com', text, subject: '导出失败' });
    expect((await ticket(id)).fields).toEqual({
      ...{ email: 'li@example.com', os: 'windows', summary: '无法导出 PDF', symptom: '提示“导出失败”\n点了两次', expected: '下载 PDF' },
    });
    await api.ask('PATCH', `/api/v1/tickets/${id}`, { body: { fields: { os: 'mac' } } });
    await reply('li@example.com', message, text);
    expect((await ticket(id)).fields).toMatchObject({ os: 'mac' });
    const bad = await api.ask<View>('PATCH', `/api/v1/tickets/${id}`, { body: { fields: { os: 'beos', nonsense: 1, email: 'x' } } });
    expect([bad.status, bad.body.code]).toEqual([422, 'fields_invalid']);
    expect(bad.body.faults!.map(({ field, problem }) => `${field} ${problem}`)).toEqual([
      'os no_choice',
      'nonsense unknown_field',
      'email no_email',
    ]);
  });

  it('a form fills fields, and says what it is', async () => {
    const fields = [
      { name: 'request_type', value: 'complaint' },
      { name: 'summary', value: '态度差' },
      { name: 'solution', value: 'not for customers' },
    ];
    const inbox = { id: 'tickets' as InboxId, channel: 'form', provider: 'form' };
    const parts = [{ partId: '1', type: 'form' as const, formId: 'tickets', fields, fallback: '态度差' }];
    const { id } = await take(
      { from: 'form@example.com', subject: '态度差' },
      { inbox, parts, replyWindow: { open: false, reason: 'one_way' } },
    );
    expect(await view(id)).toMatchObject({ requestType: 'complaint', chosenBy: 'form', stage: 'plan' });
    expect((await ticket(id)).fields).toEqual({ summary: '态度差' });
  });

  it('evidence is asked for once, recognised when it comes, and may be ticked by hand', async () => {
    const { id, message } = await take({ from: 'pay@example.com', category: 'payment' });
    const asked = (await toldTo('pay@example.com')).filter(({ reason }) => reason === 'evidence_asked');
    expect(asked).toHaveLength(1);
    expect(asked[0]!.text).toContain('1. 交易单号');
    await reply('pay@example.com', message, '还没找到');
    expect((await toldTo('pay@example.com')).filter(({ reason }) => reason === 'evidence_asked')).toHaveLength(1);
    await reply('pay@example.com', message, '交易单号：20260302ABCD');
    expect((await view(id)).evidence).toMatchObject([{ key: 'transaction', value: '20260302ABCD', givenAt: expect.any(String) }]);
    const fault = await take({ from: 'logs@example.com', category: 'technical' });
    await api.ask('PUT', `/api/v1/tickets/${fault.id}/evidence/logs`, { body: { value: 'read to me on the phone' } });
    expect((await view(fault.id)).evidence).toMatchObject([{ key: 'logs', givenAt: expect.any(String) }]);
    expect((await api.ask('PUT', `/api/v1/tickets/${fault.id}/evidence/nothing`, { body: {} })).status).toBe(404);
  });

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
    expect(task).toMatchObject({ kind: 'stage', text: `投诉 ${(await ticket(id)).number} 需整改：错发商品`, dueAt: expect.any(String) });
    const done = await api.ask('POST', `/api/v1/tasks/${task!.id}/done`, { body: { outcome: '已改进出库复核' } });
    expect(done.status).toBe(200);
    await api.desk.settle();
    expect(await view(id)).toMatchObject({ stage: 'answer' });
    const notices = (await api.ask<{ items: { kind: string; text: string }[] }>('GET', `/api/v1/notices?ticket=${id}`)).body.items;
    expect(notices.map(({ kind }) => kind).sort()).toEqual(['stage_task', 'stage_task_done']);
    expect(notices.find(({ kind }) => kind === 'stage_task_done')!.text).toContain('已改进出库复核');
  });
});
