import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Api, openApi } from '../../support/ticketing-api.js';
import { mail } from '../../support/ticketing-desk.js';

const open = { fact: 'channels.mail.open', is: true };
const closed = { fact: 'calendars.engineers.open', is: false };
const DESK = {
  languages: ['en', 'zh'],
  calendars: {
    engineers: { zone: 'Asia/Shanghai', holidays: ['cn'], hours: [{ days: 'mon-fri', spans: ['9:00-18:00'], moved: true }] },
  },
  channels: { mail: { name: 'Mail', media: ['email'], hours: 'engineers' } },
  groups: {
    first: { name: 'First line', level: 1, members: [] },
    experts: { name: 'Experts', level: 2, members: [] },
  },
  routing: { escalation: { reasons: { disputed: { name: 'Disputed', to: 'next' } } } },
  surveys: { forms: { service: { kind: 'csat' } } },
  rules: [
    { key: 'out-of-hours', when: ['opened'], if: closed, then: [{ tag: 'night' }] },
    { key: 'in-hours', when: ['opened'], if: open, then: [{ tag: 'day' }] },
    { key: 'holiday', when: ['opened'], if: { fact: 'calendar.holiday', is: 'national-day' }, then: [{ tag: 'holiday' }] },
    { key: 'make-up', when: ['opened'], if: { fact: 'calendars.engineers.makeUp', is: true }, then: [{ tag: 'make-up' }] },
    { key: 'longer', when: ['opened'], if: { fact: 'channels.mail.override', is: 'opened' }, then: [{ tag: 'longer' }] },
    {
      key: 'later',
      when: ['opened'],
      if: { fact: 'message.text', contains: 'later' },
      then: [{ snooze: { for: '2 working h', note: 'Ring {{number}}' } }],
    },
    { key: 'woken', when: ['status_changed'], if: { fact: 'event.to', is: 'open' }, then: [{ tag: 'woken' }] },
    {
      key: 'ask',
      when: ['opened'],
      if: { fact: 'message.text', contains: 'ask me' },
      then: [{ survey: { form: 'service', way: 'reply' } }],
    },
    {
      key: 'up',
      when: ['opened'],
      if: { fact: 'message.text', contains: 'lawyer' },
      then: [{ set: { group: 'first' } }, { escalate: { reason: 'disputed' } }],
    },
    {
      key: 'up-told',
      when: ['escalated'],
      if: { fact: 'ticket.group', is: 'experts' },
      then: [{ addNote: 'A dispute: {{event.reason}}' }],
    },
    {
      key: 'again',
      when: ['escalated'],
      if: { fact: 'message.text', contains: 'top of all' },
      then: [{ escalate: { reason: 'disputed' } }],
    },
  ],
};

interface Seen {
  readonly tags: string[];
  readonly status: string;
  readonly group: string | null;
  readonly level: number | null;
  readonly version: number;
}

describe('rules and the hours of the desk', () => {
  let api: Api;
  beforeAll(async () => {
    api = await openApi({ desk: DESK });
  });
  afterAll(() => api.close());

  const at = (wall: string) => api.desk.clock.set(new Date(`${wall}:00+08:00`));
  const take = async (text: string, from = `${text.replace(/\W+/g, '-')}@example.com`) => {
    const message = mail({ from, subject: text, text });
    await api.desk.take(message);
    await api.desk.settle();
    const path = `/api/v1/ledger?remoteMessageId=${encodeURIComponent(message.remoteMessageId!)}`;
    return (await api.ask<{ items: { ticketId: string }[] }>('GET', path)).body.items[0]!.ticketId;
  };
  const ticket = async (id: string) => (await api.ask<Seen>('GET', `/api/v1/tickets/${id}`)).body;
  const list = async <T>(path: string) => (await api.ask<{ items: T[] }>('GET', `/api/v1${path}`)).body.items;
  const tagsAt = async (wall: string) => {
    at(wall);
    return (await ticket(await take(`Written ${wall}`))).tags;
  };

  it('know open and closed, holidays, make-up working days and what a supervisor changed', async () => {
    expect(await tagsAt('2026-09-29T11:00')).toEqual(['day']);
    expect(await tagsAt('2026-09-29T22:00')).toEqual(['night']);
    expect(await tagsAt('2026-10-01T11:00')).toEqual(['holiday', 'night']);
    expect(await tagsAt('2026-10-10T11:00')).toEqual(['day', 'make-up']);
    expect(await tagsAt('2026-10-11T11:00')).toEqual(['night']);
    at('2026-10-12T18:30');
    const wish = { opens: true, to: '2026-10-12T20:00:00+08:00', reason: 'An outage' };
    expect((await api.ask('POST', '/api/v1/hours/mail/overrides', { body: wish })).status).toBe(201);
    // The channel is open, the engineers' calendar is as it was planned.
    expect(await tagsAt('2026-10-12T19:00')).toEqual(['day', 'longer', 'night']);
    expect(await tagsAt('2026-10-12T20:30')).toEqual(['night']);
  });

  it('lay tickets to sleep by working time; they wake then, or when the customer writes', async () => {
    at('2026-10-16T17:00');
    const id = await take('later please');
    expect((await ticket(id)).status).toBe('pending');
    const [snooze] = await list<{ ticketId: string; until: string; note: string }>('/snoozes');
    expect(snooze).toMatchObject({ ticketId: id, until: '2026-10-19T02:00:00.000Z' });
    expect(snooze!.note).toMatch(/^Ring \S+$/);
    at('2026-10-19T09:59');
    await api.desk.settle();
    expect((await ticket(id)).status).toBe('pending');
    at('2026-10-19T10:00');
    await api.desk.settle();
    expect(await ticket(id)).toMatchObject({ status: 'open', tags: ['day', 'woken'] });
    expect(await list('/snoozes')).toEqual([]);
  });

  it('ask the customer how it was, once a run', async () => {
    at('2026-10-20T10:00');
    const id = await take('Please ask me');
    const sent = (await list<{ flags: { automatic?: { reason: string } }; plainText: string }>(`/tickets/${id}/entries`)).filter(
      ({ flags }) => flags.automatic?.reason === 'survey',
    );
    expect(sent).toHaveLength(1);
    await api.desk.take(mail({ from: 'Please-ask-me@example.com', subject: 'Re: Please ask me', text: '5' }));
    const [row] = await api.desk.database.sql.query<{ occasion: string; state: string; way: string }>(
      'select occasion, state, way from survey_requests where ticket_id = $1',
      [id],
    );
    expect(row).toMatchObject({ occasion: 'rule:ask', way: 'reply' });
  });

  it('hand a ticket one step up for a named reason, and say where there is no further one', async () => {
    const id = await take('My lawyer says');
    const seen = await ticket(id);
    const groups = await list<{ id: string; key: string }>('/groups');
    expect([groups.find(({ key }) => key === 'experts')!.id, 2]).toEqual([seen.group, seen.level]);
    const [escalation] = await list<{ reason: string; madeBy: object; form: { problem: string; why: string } }>(
      `/tickets/${id}/escalations`,
    );
    expect(escalation).toMatchObject({
      reason: 'disputed',
      madeBy: { kind: 'rule', displayName: 'up' },
      form: { problem: 'My lawyer says' },
    });
    const texts = (await list<{ newText: string }>(`/tickets/${id}/entries`)).map(({ newText }) => newText);
    expect(texts).toEqual(expect.arrayContaining(['A dispute: disputed', expect.stringContaining('The rule "up" asked for it')]));
    const top = await take('My lawyer goes to the top of all');
    const runs = await list<{ rule: string; fault: string | null }>(`/tickets/${top}/rule-runs`);
    expect(runs.find(({ rule }) => rule === 'again')!.fault).toBe('escalate: level 2 is the highest of this desk');
    expect((await ticket(top)).level).toBe(2);
  });

  it('are rehearsed with the hours, the sleep and the levels of the time', async () => {
    const rehearse = async (rules: object[]) =>
      (
        await api.ask<{ items: { subject: string; changes: Record<string, object>; actions: { gone: object[]; added: object[] } }[] }>(
          'POST',
          '/api/v1/desk/rehearsals',
          { body: { rules, days: 30, limit: 100 } },
        )
      ).body.items;
    expect(await rehearse(DESK.rules)).toEqual([]);
    // Now it is a working day; what is asked is how it was then.
    const holidays = { key: 'holiday', when: ['opened'], if: { fact: 'calendars.engineers.day', is: 'holiday' }, then: [{ tag: 'free' }] };
    const found = await rehearse(DESK.rules.map((rule) => (rule.key === 'holiday' ? holidays : rule)));
    expect(found.map(({ subject, changes }) => [subject, changes['ticket.tags']])).toEqual([
      ['Written 2026-10-01T11:00', { before: ['night', 'holiday'], after: ['night', 'free'] }],
    ]);
    const without = await rehearse(DESK.rules.filter(({ key }) => !['later', 'up', 'ask'].includes(key)));
    const bySubject = new Map(without.map((item) => [item.subject, item]));
    expect(bySubject.get('later please')).toMatchObject({
      changes: { 'ticket.status': { before: 'open', after: 'new' }, 'ticket.tags': { before: ['day', 'woken'], after: ['day'] } },
      actions: { gone: [{ snooze: { for: '2 working h' } }] },
    });
    expect(bySubject.get('My lawyer says')).toMatchObject({
      changes: { 'ticket.group': { before: 'experts', after: null }, 'ticket.level': { before: 2, after: null } },
      actions: { gone: [{ escalate: { reason: 'disputed' } }, { addNote: 'A dispute: {{event.reason}}' }] },
    });
    expect(bySubject.get('Please ask me')!.actions.gone).toEqual([{ survey: { form: 'service', way: 'reply' } }]);
  });
});
