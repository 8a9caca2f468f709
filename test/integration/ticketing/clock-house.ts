import { type InboundMessage, Topics } from '#contracts';
import { openApi } from '../../support/ticketing-api.js';
import { mail, type MailFields } from '../../support/ticketing-desk.js';

const HOURS = { days: 'mon-fri', spans: ['9:00-18:00'], moved: true };
export const DESK = {
  groups: { support: { name: 'Support' } },
  calendars: {
    office: { zone: 'Asia/Shanghai', holidays: ['cn'], hours: [HOURS, { days: 'sat', spans: ['10:00-16:00'], moved: true }] },
    hotline: {
      zone: 'Asia/Shanghai',
      hours: [
        { days: 'daily', spans: ['7:00-23:00'] },
        { days: 'daily', spans: ['23:00-7:00'], by: 'menu' },
      ],
    },
  },
  channels: {
    mail: { name: { zh: '邮件', en: 'Email' }, inboxes: ['support'], hours: 'office', outOfHoursNotice: true },
    phone: { name: { zh: '电话', en: 'Phone' }, media: ['phone'], hours: 'hotline' },
  },
  priorities: {
    high: { name: '高', response: '1 working hour', resolution: '4 working hours' },
    normal: { name: '中', response: '4 working hours', nextResponse: '2 working hours', resolution: '3 working days' },
  },
  targets: {
    list: [
      { key: 'vip', kind: 'response', when: { plan: ['enterprise'] }, length: '30 working minutes', alone: true },
      { key: 'taken', kind: 'pickup', when: { channel: ['phone'] }, length: '15 clock seconds' },
      { key: 'urgent-line', kind: 'pickup', when: { ivr: ['3'] }, length: '5 clock seconds' },
    ],
    attention: { remindOwner: '2 working hours', tellSupervisor: '4 working hours', calendar: 'office' },
  },
};

export interface Clock {
  readonly [name: string]: unknown;
  readonly kind: string;
  readonly state: string;
  readonly dueAt: string | null;
}
export interface List<T> {
  readonly items: readonly T[];
}

/** A desk with hours, channels and targets, with what its tests do to it again and again. */
export async function openClockHouse(settings: object = {}) {
  const api = await openApi({ desk: DESK, settings });
  await api.desk.bus.ensureTopics([Topics.outboundMessages('phone')]);
  let customers = 0;

  /** Shanghai's time; only forward. */
  const moveTo = (text: string) => api.desk.clock.set(new Date(`${text}+08:00`));
  const settle = () => api.desk.settle();
  const shanghai = (iso: unknown) => (typeof iso === 'string' ? new Date(Date.parse(iso) + 8 * 3_600_000).toISOString().slice(0, 16) : iso);
  const get = async <T>(path: string) => (await api.ask<T>('GET', `/api/v1${path}`)).body;
  const clocksOf = async (ticket: string) => (await get<List<Clock>>(`/tickets/${ticket}/clocks`)).items;
  const clockOf = async (ticket: string, kind: string) => (await clocksOf(ticket)).filter((clock) => clock.kind === kind).at(-1)!;
  const patch = (ticket: string, body: object) => api.ask('PATCH', `/api/v1/tickets/${ticket}`, { body });
  const reply = async (ticket: string) =>
    (await api.ask<{ id: string }>('POST', `/api/v1/tickets/${ticket}/replies`, { body: { text: 'We look.' } })).body.id;
  const told = async (ticket: string) =>
    (await api.desk.events(ticket))
      .filter(({ type }) => type === 'ticket.clock_changed.v1')
      .map(({ data }) => `${String(data['kind'])} ${String(data['change'])}`);

  const write = async (fields: MailFields = {}, more: Partial<InboundMessage> = {}) => {
    const message = mail(fields, { receivedAt: api.desk.clock.now().toISOString(), ...more });
    await api.desk.take(message);
    await settle();
    const { items } = await get<List<{ ticketId: string }>>(`/ledger?remoteMessageId=${encodeURIComponent(message.remoteMessageId!)}`);
    return { ticket: items[0]!.ticketId, message };
  };
  const open = async (more: Partial<InboundMessage> = {}) => {
    customers += 1;
    const from = `customer${customers}@example.org`;
    return { from, ...(await write({ from }, more)) };
  };
  return { api, moveTo, settle, shanghai, get, clocksOf, clockOf, patch, reply, told, write, open };
}
