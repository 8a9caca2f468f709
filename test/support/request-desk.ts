import type { InboundMessage } from '#contracts';
import { openInbox } from './chat-desk.js';
import { type Api, openApi } from './ticketing-api.js';
import { mail, type MailFields } from './ticketing-desk.js';

const both = (zh: string, en: string) => ({ zh, en });
/** Request types with fields, stages, estimates, deadlines and evidence. */
const REQUEST_DESK = {
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

/** What the API shows of a ticket's request, or its refusal. */
export interface RequestView {
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

/** The desk above behind its API, with an inbox for mail. */
export async function openRequestDesk(): Promise<Api> {
  const api = await openApi({ desk: REQUEST_DESK });
  await openInbox(api.desk, 'support', 'email', { addressedBy: ['email'] });
  return api;
}

/** What tests of requests do again and again; the API is looked up when it is used, as it opens later. */
export function requestsOf(api: () => Api) {
  const take = async (fields: MailFields & { category?: string } = {}, more: Partial<InboundMessage> = {}) => {
    const { category, ...rest } = fields;
    const message = mail(
      { subject: '打印机', text: '打印机坏了，请尽快处理。', ...rest },
      { ...(category === undefined ? {} : { handling: { category } }), ...more },
    );
    await api().desk.take(message);
    await api().desk.settle();
    const { body } = await api().ask<{ items: { ticketId: string }[] }>(
      'GET',
      `/api/v1/ledger?remoteMessageId=${encodeURIComponent(message.remoteMessageId)}`,
    );
    return { id: body.items[0]!.ticketId, message };
  };
  const view = async (id: string) => (await api().ask<RequestView>('GET', `/api/v1/tickets/${id}/request`)).body;
  const ticket = async (id: string) =>
    (
      await api().ask<{ number: string; status: string; group: string | null; fields: object; subject: string }>(
        'GET',
        `/api/v1/tickets/${id}`,
      )
    ).body;
  const move = async (id: string, body: object) => {
    const answer = await api().ask<RequestView>('POST', `/api/v1/tickets/${id}/stages`, { body });
    await api().desk.settle();
    return answer;
  };
  const toldTo = async (address: string) =>
    (await api().desk.requests())
      .filter(({ to, automatic }) => to[0]?.value === address && automatic?.reason !== 'acknowledgement')
      .map(({ parts, automatic }) => ({ reason: automatic?.reason, text: parts[0]!.fallback ?? '' }));
  const reply = (from: string, to: InboundMessage, text: string, more: Partial<InboundMessage> = {}) =>
    take({ from, text, references: [to.remoteMessageId], id: `${Math.random()}@example.com` }, more);
  return { take, view, ticket, move, toldTo, reply };
}
