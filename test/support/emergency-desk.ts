import { type Api } from './ticketing-api.js';
import { mail } from './ticketing-desk.js';

const sms = (to: string) => ({ inbox: 'sms', scheme: 'phone', to });
/** Who is on duty, a plan, and rules that call and start them. */
export const EMERGENCY_DESK = {
  languages: ['en', 'zh'],
  groups: { technical: { name: 'Technical', members: [] } },
  duty: {
    people: {
      wang: { name: 'Wang', language: 'zh', reach: [sms('+8613800000001'), { inbox: 'robot' }] },
      li: { name: 'Li', reach: [sms('+8613800000002')] },
      away: { name: 'Away', reach: [{ inbox: 'nowhere', to: 'x' }] },
      boss: { name: 'Boss', reach: [sms('+8613800000009')] },
    },
    rotas: {
      engineers: { passOnAfter: '10m', rounds: 1, otherwise: ['away', 'wang', 'li'] },
      leads: { otherwise: ['boss'] },
    },
  },
  plans: {
    outage: {
      name: { en: 'Outage', zh: '故障' },
      contactWithin: '15m',
      reportEvery: '30m',
      reportTo: ['boss'],
      escalateTo: 'leads',
      steps: [{ key: 'restart', text: 'Restart the cluster', owner: { group: 'technical' }, dueIn: '1h' }],
    },
  },
  rules: [
    {
      key: 'critical',
      when: ['opened'],
      if: { fact: 'message.text', contains: ['CRITICAL'] },
      then: [
        { raise: 'urgent' },
        { notify: { role: 'supervisor', text: 'Critical: {{number}}' } },
        { page: { rota: 'engineers', reason: 'critical case' } },
      ],
    },
    { key: 'outage', when: ['opened'], if: { fact: 'message.text', contains: 'OUTAGE' }, then: [{ startPlan: { plan: 'outage' } }] },
  ],
};

/** Incidents by alarms, policies of compensation, measures that need consent. */
export const INCIDENT_DESK = {
  languages: ['en', 'zh'],
  incidents: {
    ways: [
      { inbox: 'sms', scheme: 'phone' },
      { inbox: 'support', scheme: 'email' },
    ],
    mostPerNotice: 60,
    compensation: 'outage',
  },
  compensations: {
    outage: {
      name: 'Outage',
      per: '1h',
      amount: 1,
      byPlan: { enterprise: 20, free: 0 },
      tell: { en: 'You get {{amount}} {{unit}} for it.', zh: '补偿 {{amount}} {{unit}}。' },
    },
    missed: { name: 'Missed target', fixed: 5, unit: 'points' },
  },
  measures: {
    remote: {
      name: 'Remote',
      ask: { en: 'May we look ({{tool}}, {{rights}}) at: {{what}}? Risk: {{risk}}', zh: '…' },
      tools: ['Sunlogin'],
      rights: ['view', 'control'],
      recording: 'required',
    },
    risky: { name: 'Risky step', ask: 'We would {{what}}. Risk: {{risk}}. Do you agree?', riskNeeded: true },
  },
  rules: [
    {
      key: 'alarm',
      when: ['opened'],
      if: { fact: 'ticket.subject', contains: 'ALARM' },
      then: [
        { set: { category: 'incident' } },
        {
          openIncident: {
            title: 'Sync is down',
            affected: { plans: ['pro', 'enterprise'], categories: ['sync'] },
            tell: { en: 'Orders come late.', zh: '订单延迟。' },
          },
        },
      ],
    },
    {
      key: 'sync',
      when: ['opened'],
      if: { fact: 'ticket.subject', contains: 'sync' },
      then: [{ set: { category: 'sync' } }, { joinIncident: {} }],
    },
    {
      key: 'missed',
      when: ['opened'],
      if: { fact: 'ticket.subject', contains: 'LATE' },
      then: [{ compensate: { policy: 'missed', reason: 'answered too late' } }],
    },
  ],
};

export interface Call {
  readonly id: string;
  readonly state: string;
  readonly acknowledgedBy: string | null;
  readonly pages: {
    id: string;
    person: string;
    state: string;
    messages: { inboxId: string; fault: string | null; delivery: string | null }[];
  }[];
}
export interface Run {
  readonly id: string;
  readonly state: string;
  readonly steps: { id: string; key: string; dueAt: string; doneAt: string | null; result: string | null; missedAt: string | null }[];
  readonly reports: { place: number; missed: boolean; text: string; recipients: { person: string; fault: string | null }[] }[];
}

export interface Incident {
  readonly id: string;
  readonly ticketId: string;
  readonly state: string;
  readonly customers: number;
  readonly tickets: number;
  readonly told: number;
  readonly title: string;
}
export interface Customer {
  readonly contactId: string;
  readonly displayName: string | null;
  readonly ticketId: string | null;
  readonly told: { kind: string; outcome: string }[];
}
export interface Compensation {
  readonly id: string;
  readonly displayName: string | null;
  readonly amount: number;
  readonly unit: string;
  readonly state: string;
  readonly basis: object;
  readonly ticketId: string | null;
}

/** Ways through the API that several tests go. */
export function onApi(api: Api) {
  const get = async <T>(path: string) => (await api.ask<T>('GET', `/api/v1${path}`)).body;
  const post = <T>(path: string, body?: object, headers?: Record<string, string>) =>
    api.ask<T>('POST', `/api/v1${path}`, { ...(body === undefined ? {} : { body }), ...(headers === undefined ? {} : { headers }) });
  const settle = () => api.desk.settle();
  return {
    get,
    post,
    /** Takes a mail in and lets the desk work. */
    async open(fields: Parameters<typeof mail>[0]) {
      const message = mail(fields);
      await api.desk.take(message);
      await settle();
      const { items } = await get<{ items: { ticketId: string }[] }>(
        `/ledger?remoteMessageId=${encodeURIComponent(message.remoteMessageId!)}`,
      );
      return get<{ id: string; number: string; status: string; contact: { id: string } }>(`/tickets/${items[0]!.ticketId}`);
    },
    async later(minutes: number) {
      api.desk.clock.advance(minutes * 60_000);
      await settle();
    },
    async sent(reason: string) {
      return (await api.desk.requests()).filter(({ automatic }) => automatic?.reason === reason);
    },
    /** Asks twice with one Idempotency-Key: the same answer, and `count` says what there is of it. */
    async twice(path: string, body: object | undefined, count: () => Promise<number>) {
      const headers = { 'idempotency-key': `twice ${path} ${Math.random()}` };
      const before = await count();
      const [first, second] = [await post<object>(path, body, headers), await post<object>(path, body, headers)];
      return { status: first.status, same: JSON.stringify(first.body) === JSON.stringify(second.body), more: (await count()) - before };
    },
  };
}

export function textOf(reply: { readonly parts: readonly unknown[] }): string {
  return (reply.parts[0] as { text: string }).text;
}
