import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type InboundMessage, Topics } from '#contracts';
import { TimerRunner } from '../../../apps/ticketing/src/timers/timer-runner.js';
import { type Api, openApi } from '../../support/ticketing-api.js';
import { mail, type MailFields } from '../../support/ticketing-desk.js';

const HOURS = { days: 'mon-fri', spans: ['9:00-18:00'], moved: true };
const DESK = {
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

interface Clock {
  readonly [name: string]: unknown;
  readonly kind: string;
  readonly state: string;
  readonly dueAt: string | null;
}
interface List<T> {
  readonly items: readonly T[];
}

describe('clocks of tickets', () => {
  let api: Api;
  let customers = 0;
  beforeAll(async () => {
    api = await openApi({ desk: DESK });
    await api.desk.bus.ensureTopics([Topics.outboundMessages('phone')]);
  });
  afterAll(() => api.close());

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

  it('begin with a message, in the hours of its channel, and say when they are due', async () => {
    moveTo('2026-03-03T17:00:00');
    const { ticket } = await open();
    expect(await clockOf(ticket, 'response')).toMatchObject({
      state: 'running',
      target: 'priority-normal',
      calendar: 'office',
      channel: 'mail',
    });
    expect(shanghai((await clockOf(ticket, 'response')).dueAt)).toBe('2026-03-04T12:00');
    expect(shanghai((await clockOf(ticket, 'resolution')).dueAt)).toBe('2026-03-06T17:00');
    expect((await clocksOf(ticket)).map(({ kind }) => kind).sort()).toEqual(['resolution', 'response']);
  });

  it('are warned of and run out once, told to the owner, then to the supervisors too', async () => {
    const { ticket } = await open();
    moveTo('2026-03-04T11:00:00');
    await settle();
    await settle();
    expect((await told(ticket)).filter((each) => each.startsWith('response'))).toEqual(['response started', 'response warned']);
    moveTo('2026-03-04T12:00:00');
    await settle();
    await settle();
    expect((await told(ticket)).filter((each) => each.startsWith('response'))).toEqual([
      'response started',
      'response warned',
      'response breached',
    ]);
    expect(await clockOf(ticket, 'response')).toMatchObject({ state: 'breached', leftMs: 0 });
    const notices = (await get<List<{ kind: string }>>(`/notices?ticket=${ticket}`)).items.map(({ kind }) => kind);
    expect(notices.sort()).toEqual(expect.arrayContaining(['clock_breached', 'clock_warned']));
    const late = (await get<List<Clock>>('/clocks?state=breached&kind=response')).items.map(({ ticketId }) => ticketId);
    expect(late).toContain(ticket);
  });

  it('a person’s answer stops them, an acknowledgement does not', async () => {
    moveTo('2026-03-04T13:00:00');
    const { ticket } = await open();
    const acknowledged = (await get<List<{ flags: { automatic?: object } }>>(`/tickets/${ticket}/entries`)).items.some(
      ({ flags }) => flags.automatic,
    );
    expect([acknowledged, (await clockOf(ticket, 'response')).state]).toEqual([true, 'running']);
    moveTo('2026-03-04T14:00:00');
    const answer = await reply(ticket);
    await settle();
    expect(await clockOf(ticket, 'response')).toMatchObject({ state: 'met', metBy: answer });
    expect(shanghai((await clockOf(ticket, 'response'))['metAt'])).toBe('2026-03-04T14:00');
  });

  it('one that met too late ran out, also where nobody looked at it in time', async () => {
    moveTo('2026-03-05T09:00:00');
    const { ticket } = await open();
    moveTo('2026-03-05T13:30:00');
    await reply(ticket);
    await settle();
    const clock = await clockOf(ticket, 'response');
    expect([clock.state, shanghai(clock['breachedAt'])]).toEqual(['met', '2026-03-05T13:00']);
    expect((await told(ticket)).filter((each) => each.endsWith('breached'))).toEqual(['response breached']);
  });

  it('what was answered in time never runs out, though the log has not told of it yet', async () => {
    moveTo('2026-03-05T13:40:00');
    const { ticket } = await open();
    moveTo('2026-03-05T17:39:59');
    await reply(ticket);
    moveTo('2026-03-05T17:40:01');
    // Timers look before what follows tickets has seen the answer.
    await api.desk.get(TimerRunner).runDue();
    expect((await clockOf(ticket, 'response')).state).toBe('running');
    await settle();
    expect(await clockOf(ticket, 'response')).toMatchObject({ state: 'met', breachedAt: null });
    expect((await told(ticket)).filter((each) => each.endsWith('breached'))).toEqual([]);
  });

  it('none runs out by hours that hold no more', async () => {
    moveTo('2026-03-05T17:45:00');
    const { ticket } = await open();
    expect(shanghai((await clockOf(ticket, 'response')).dueAt)).toBe('2026-03-06T12:45');
    moveTo('2026-03-06T12:40:00');
    const wish = { opens: false, to: '2026-03-06T18:00:00+08:00', reason: 'The house is without power' };
    await api.ask('POST', '/api/v1/hours/mail/overrides', { body: wish });
    moveTo('2026-03-06T12:46:00');
    await api.desk.get(TimerRunner).runDue();
    expect(await clockOf(ticket, 'response')).toMatchObject({ breachedAt: null });
    await settle();
    expect(shanghai((await clockOf(ticket, 'response')).dueAt)).toBe('2026-03-07T10:05');
  });

  it('a call that was logged stops them where somebody was reached', async () => {
    const { ticket } = await open();
    const record = (reached: boolean) =>
      api.ask<{ direction: string }>('POST', `/api/v1/tickets/${ticket}/contact-records`, {
        body: { way: 'phone', reached, content: 'Rang him up about the outage.', result: reached ? 'He restarts it.' : undefined },
      });
    expect((await record(false)).status).toBe(201);
    await settle();
    expect((await clockOf(ticket, 'response')).state).toBe('running');
    expect((await record(true)).body.direction).toBe('system');
    await settle();
    expect((await clockOf(ticket, 'response')).state).toBe('met');
    const future = { way: 'phone', reached: true, content: 'x', at: '2027-01-01T00:00:00Z' };
    expect((await api.ask<{ code: string }>('POST', `/api/v1/tickets/${ticket}/contact-records`, { body: future })).body.code).toBe(
      'contact_in_future',
    );
  });

  it('an answer that did not arrive was none: who waited waits on, as long as before', async () => {
    const { ticket } = await open();
    const before = await clockOf(ticket, 'response');
    const answer = await reply(ticket);
    await settle();
    const error = {
      code: 'dsn_policy',
      category: 'content_rejected',
      permanent: true,
      nativeCode: '5.7.1',
      message: 'refused',
      hint: 'ask',
    };
    const failed = { commandId: answer, inboxId: 'support', status: 'failed', rank: null, final: true, attempt: 1, evidence: 'dsn', error };
    await api.desk.deliver({ ...failed, at: api.desk.clock.now().toISOString() } as never);
    await settle();
    expect(await clockOf(ticket, 'response')).toMatchObject({ state: 'running', dueAt: before.dueAt, metBy: null });
  });

  it('the solution’s stands still while the customer has to answer', async () => {
    moveTo('2026-03-13T09:00:00');
    const { ticket, from, message } = await open();
    await patch(ticket, { priority: 'high' });
    await settle();
    expect(shanghai((await clockOf(ticket, 'resolution')).dueAt)).toBe('2026-03-13T13:00');
    moveTo('2026-03-13T10:00:00');
    await reply(ticket);
    await settle();
    expect(await clockOf(ticket, 'resolution')).toMatchObject({ state: 'paused', dueAt: null });
    moveTo('2026-03-13T17:00:00');
    await write({ from, references: [message.remoteMessageId!], subject: 'Re: Printer' });
    expect(shanghai((await clockOf(ticket, 'resolution')).dueAt)).toBe('2026-03-14T12:00');
    expect(shanghai((await clockOf(ticket, 'nextResponse')).dueAt)).toBeNull();
    await patch(ticket, { status: 'solved' });
    await settle();
    expect((await clockOf(ticket, 'resolution')).state).toBe('met');
  });

  it('are judged anew, as if it always had been so, when the priority or the customer’s plan is another', async () => {
    moveTo('2026-03-16T09:00:00');
    const { ticket } = await open();
    expect(shanghai((await clockOf(ticket, 'response')).dueAt)).toBe('2026-03-16T13:00');
    moveTo('2026-03-16T09:20:00');
    await patch(ticket, { priority: 'high' });
    await settle();
    expect(shanghai((await clockOf(ticket, 'response')).dueAt)).toBe('2026-03-16T10:00');
    const { contact } = await get<{ contact: { id: string } }>(`/tickets/${ticket}`);
    await api.ask('PATCH', `/api/v1/contacts/${contact.id}`, { body: { plan: 'enterprise' } });
    await settle();
    expect(await clockOf(ticket, 'response')).toMatchObject({ target: 'vip' });
    expect(shanghai((await clockOf(ticket, 'response')).dueAt)).toBe('2026-03-16T09:30');
    expect((await told(ticket)).filter((each) => each === 'response rejudged')).toHaveLength(2);
  });

  it('follow the hours that a supervisor changes, and the desk when it is another', async () => {
    moveTo('2026-03-17T17:00:00');
    const { ticket } = await open();
    const wish = { opens: true, from: '2026-03-17T18:00:00+08:00', to: '2026-03-17T22:00:00+08:00', reason: 'A large outage' };
    const made = await api.ask<{ id: string }>('POST', '/api/v1/hours/mail/overrides', { body: wish });
    expect(made.status).toBe(201);
    await settle();
    expect(shanghai((await clockOf(ticket, 'response')).dueAt)).toBe('2026-03-17T21:00');
    const { items: notices } = await get<List<{ text: string }>>('/notices?kind=hours_changed');
    expect(notices.filter(({ text }) => text.includes('A large outage'))).toHaveLength(1);
    await api.ask('DELETE', `/api/v1/hours/mail/overrides/${made.body.id}`);
    await settle();
    expect(shanghai((await clockOf(ticket, 'response')).dueAt)).toBe('2026-03-18T12:00');
    const desk = { ...DESK, priorities: { ...DESK.priorities, normal: { ...DESK.priorities.normal, response: '2 working hours' } } };
    await api.ask('PUT', '/api/v1/desk', { body: { desk } });
    await settle();
    expect(shanghai((await clockOf(ticket, 'response')).dueAt)).toBe('2026-03-18T10:00');
    await api.ask('PUT', '/api/v1/desk', { body: { desk: DESK } });
    await settle();
    const refused = async (body: object, code: string) =>
      expect((await api.ask<{ code: string }>('POST', '/api/v1/hours/mail/overrides', { body })).body.code).toBe(code);
    await refused({ ...wish, to: '2026-03-17T17:30:00+08:00' }, 'hours_override_invalid');
    expect((await api.ask<{ code: string }>('POST', '/api/v1/hours/fax/overrides', { body: wish })).body.code).toBe('channel_unknown');
  });

  it('hours are told to everybody, with the next opening and what is ahead', async () => {
    moveTo('2026-03-29T12:00:00');
    const { status, body } = await api.ask<{ channels: Record<string, unknown>[] }>('GET', '/api/v1/hours', { key: null });
    expect(status).toBe(200);
    const [email, phone] = body.channels as { [name: string]: unknown; announcements: { holiday: { key: string } | null }[] }[];
    expect([email!['open'], shanghai(email!['opensAt'])]).toEqual([false, '2026-03-30T09:00']);
    expect(email!.announcements.map(({ holiday }) => holiday?.key)).toEqual(['qingming']);
    expect([phone!['open'], phone!['by'], shanghai(phone!['closesAt'])]).toEqual([true, 'people', '2026-03-29T23:00']);
    const { ticket } = await open();
    const [acknowledgement] = (await get<List<{ direction: string; plainText: string }>>(`/tickets/${ticket}/entries`)).items.filter(
      ({ direction }) => direction === 'outbound',
    );
    expect(acknowledgement!.plainText).toContain('We are back Mon 30 Mar 09:00');
  });

  it('calls are measured by their own times', async () => {
    moveTo('2026-03-30T10:00:00');
    const call = (answered: string | null, ivr: string[] = []) => ({
      ...{
        callId: randomUUID(),
        revision: 1,
        legs: [],
        direction: 'inbound' as const,
        caller: '+8613800000000',
        callee: '400',
        agents: ['8001'],
        recordings: [],
      },
      ...{ startedAt: '2026-03-30T01:59:00.000Z', endedAt: '2026-03-30T01:59:50.000Z', ivr: ivr.map((key) => ({ key })) },
      ...(answered === null ? { outcome: 'abandoned_queue' as const } : { answeredAt: answered, outcome: 'answered' as const }),
    });
    const ring = (record: ReturnType<typeof call>) =>
      open({
        inbox: { id: 'hotline' as never, channel: 'phone', provider: 'generic' },
        parts: [{ partId: '1', type: 'call', call: record, fallback: 'a call' }],
      });
    const quick = await ring(call('2026-03-30T01:59:10.000Z'));
    expect(await clockOf(quick.ticket, 'pickup')).toMatchObject({ state: 'met', target: 'taken', breachedAt: null });
    expect((await clockOf(quick.ticket, 'response')).state).toBe('met');
    const urgent = await ring(call('2026-03-30T01:59:10.000Z', ['3']));
    expect(await clockOf(urgent.ticket, 'pickup')).toMatchObject({
      state: 'met',
      target: 'urgent-line',
      breachedAt: '2026-03-30T01:59:05.000Z',
    });
    const missed = await ring(call(null));
    expect(await clockOf(missed.ticket, 'pickup')).toMatchObject({ state: 'cancelled', breachedAt: '2026-03-30T01:59:15.000Z' });
    expect((await clockOf(missed.ticket, 'response')).state).toBe('running');
  });

  it('a ticket that nobody looks at reminds its owner, then the supervisor; a look is enough', async () => {
    moveTo('2026-03-31T09:00:00');
    const [alone, seen] = [await open(), await open()];
    const noticed = async (ticket: string) =>
      (await get<List<{ kind: string }>>(`/notices?ticket=${ticket}`)).items
        .map(({ kind }) => kind)
        .filter((kind) => kind.includes('looked'));
    await api.desk.database.sql.query('insert into ticket_looks (ticket_id, agent_id, seen_at) values ($1, $2, $3)', [
      seen.ticket,
      randomUUID(),
      new Date('2026-03-31T09:30:00+08:00'),
    ]);
    moveTo('2026-03-31T11:00:00');
    await settle();
    expect([await noticed(alone.ticket), await noticed(seen.ticket)]).toEqual([['ticket_not_looked_at'], []]);
    moveTo('2026-03-31T13:00:00');
    await settle();
    await settle();
    expect([await noticed(alone.ticket), await noticed(seen.ticket)]).toEqual([['ticket_still_not_looked_at', 'ticket_not_looked_at'], []]);
  });

  it('a merge takes who waits along; undone, it is as before', async () => {
    moveTo('2026-04-01T09:00:00');
    const one = await open();
    await reply(one.ticket);
    await settle();
    const other = await write({ from: one.from, subject: 'Something else' });
    expect(other.ticket).not.toBe(one.ticket);
    const merge = await api.ask<{ id: string }>('POST', `/api/v1/tickets/${other.ticket}/merges`, { body: { intoTicket: one.ticket } });
    await settle();
    expect(await clockOf(one.ticket, 'nextResponse')).toMatchObject({ state: 'running' });
    const waits = await clockOf(one.ticket, 'nextResponse');
    expect(waits['startedAt']).toBe((await clockOf(other.ticket, 'response'))['startedAt']);
    expect((await api.ask('DELETE', `/api/v1/tickets/${other.ticket}/merges/${merge.body.id}`)).status).toBeLessThan(300);
    await settle();
    expect((await clockOf(other.ticket, 'response')).state).toBe('running');
    expect((await clockOf(one.ticket, 'nextResponse')).state).toBe('cancelled');
  });

  it('the holidays of a year that is near and missing are asked for', async () => {
    moveTo('2026-10-05T09:00:00');
    await settle();
    const { items } = await get<List<{ text: string }>>('/notices?kind=holidays_missing');
    expect(items.map(({ text }) => text.includes('2027'))).toEqual([true]);
  });
});
