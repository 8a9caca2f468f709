import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Api, openApi } from '../../support/ticketing-api.js';
import { mail } from '../../support/ticketing-desk.js';

const DESK = {
  calendars: { office: { zone: 'Asia/Shanghai', hours: [{ days: 'mon-fri', spans: ['9:00-18:00'] }] } },
  channels: { mail: { name: 'Mail', media: ['email'], hours: 'office' } },
  defaultRequestType: 'fault',
  requestTypes: {
    fault: {
      name: 'Fault',
      stages: [
        { key: 'intake', name: 'Intake', deadline: { within: '4 working h', warn: '30 min' }, next: ['done'] },
        { key: 'done', name: 'Done' },
      ],
    },
  },
};

describe('deadlines of stages and the hours of today', () => {
  let api: Api;
  beforeAll(async () => {
    api = await openApi({ desk: DESK });
  });
  afterAll(() => api.close());

  const at = (wall: string) => api.desk.clock.set(new Date(`2026-03-${wall}:00+08:00`));
  const open = async (from: string) => {
    const message = mail({ from, subject: from });
    await api.desk.take(message);
    await api.desk.settle();
    const path = `/api/v1/ledger?remoteMessageId=${encodeURIComponent(message.remoteMessageId!)}`;
    return (await api.ask<{ items: { ticketId: string }[] }>('GET', path)).body.items[0]!.ticketId;
  };
  const due = async (id: string) => {
    const { body } = await api.ask<{ dueAt: string | null; missedAt: string | null }>('GET', `/api/v1/tickets/${id}/request`);
    const wall = body.dueAt === null ? '-' : new Date(Date.parse(body.dueAt) + 8 * 3_600_000).toISOString().slice(8, 16);
    return `${wall}${body.missedAt === null ? '' : ' missed'}`;
  };
  const change = async (opens: boolean, to: string) => {
    const body = { opens, to: `2026-03-${to}:00+08:00`, reason: 'An outage' };
    const made = await api.ask<{ id: string }>('POST', '/api/v1/hours/mail/overrides', { body });
    expect(made.status).toBe(201);
    await api.desk.settle();
    return made.body.id;
  };
  const told = async (id: string) =>
    (await api.ask<{ items: { kind: string; ticketId: string }[] }>('GET', `/api/v1/notices?ticket=${id}`)).body.items
      .map(({ kind }) => kind)
      .filter((kind, index, all) => all.indexOf(kind) === index);

  it('follow what a supervisor changes, and back', async () => {
    at('17T17:00');
    const before = await open('before@example.org');
    expect(await due(before)).toBe('18T12:00');
    const id = await change(true, '17T22:00');
    expect(await due(before)).toBe('17T21:00');
    expect(await due(await open('after@example.org'))).toBe('17T21:00');
    await api.ask('DELETE', `/api/v1/hours/mail/overrides/${id}`);
    await api.desk.settle();
    expect(await due(before)).toBe('18T12:00');
  });

  it('are missed by the hours that hold, and not by those that hold no more', async () => {
    at('19T13:00');
    const ticket = await open('late@example.org');
    expect(await due(ticket)).toBe('19T17:00');
    at('19T16:00');
    const id = await change(false, '19T18:00');
    expect(await due(ticket)).toBe('20T10:00');
    at('19T17:05');
    await api.desk.settle();
    expect([await due(ticket), await told(ticket)]).toEqual(['20T10:00', []]);
    await api.ask('DELETE', `/api/v1/hours/mail/overrides/${id}`);
    await api.desk.settle();
    expect([await due(ticket), await told(ticket)]).toEqual(['19T17:00 missed', ['stage_missed']]);
    // By today's hours it is not late after all.
    await change(true, '19T22:00');
    expect(await due(ticket)).toBe('19T17:00 missed');
  });
});
