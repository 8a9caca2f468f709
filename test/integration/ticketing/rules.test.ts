import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DeskService } from '../../../apps/ticketing/src/desk/desk.service.js';
import { TicketEditor } from '../../../apps/ticketing/src/tickets/ticket-editor.js';
import { type Api, openApi } from '../../support/ticketing-api.js';
import { mail } from '../../support/ticketing-desk.js';

const AGENT = { kind: 'agent' as const, displayName: 'Li' };
const DESK = {
  languages: ['en', 'zh'],
  groups: { technical: { name: 'Technical', members: [] }, billing: { name: 'Billing', members: [] } },
  rules: [
    {
      key: 'outage-words',
      when: ['opened', 'customer_wrote'],
      if: {
        all: [
          { fact: 'message.text', contains: ['outage', '宕机'] },
          { fact: 'ticket.channel', is: 'email' },
        ],
      },
      then: [
        { raise: 'urgent' },
        { set: { group: 'technical', fields: { via: 'rules' } } },
        { tag: ['outage'] },
        { addTask: { kind: 'call', text: { en: 'Call {{contact.name}}', zh: '致电' }, dueIn: '15m' } },
        { send: { text: { en: 'We look at {{number}} at once.', zh: '马上处理 {{number}}' } } },
        { startTimer: { name: 'second-look', after: '2h' } },
      ],
    },
    {
      key: 'urgent-told',
      when: ['changed'],
      if: {
        all: [
          { fact: 'ticket.priority', is: 'urgent' },
          { fact: 'event.changed', contains: 'priority' },
        ],
      },
      then: [{ notify: { role: 'supervisor', text: 'Urgent: {{ticket.subject}}' } }],
    },
    { key: 'answered', when: ['agent_answered'], then: [{ stopTimer: { name: 'second-look' } }] },
    { key: 'second-look', when: ['timer:second-look'], then: [{ addNote: 'Nobody answered for two hours.' }] },
    { key: 'ping', when: ['changed'], if: { fact: 'ticket.tags', contains: 'ping' }, then: [{ untag: 'ping' }, { tag: 'pong' }] },
    { key: 'pong', when: ['changed'], if: { fact: 'ticket.tags', contains: 'pong' }, then: [{ untag: 'pong' }, { tag: 'ping' }] },
    {
      key: 'nobody',
      when: ['opened'],
      if: { fact: 'ticket.subject', contains: 'nobody' },
      then: [{ set: { assignee: 'gone@example.com' } }, { tag: 'never' }],
    },
    {
      key: 'after-nobody',
      when: ['opened'],
      if: { fact: 'ticket.subject', contains: 'nobody' },
      then: [{ notify: { agent: 'gone@example.com', text: 'x' } }, { addNote: 'still done' }],
    },
  ],
};

interface Run {
  readonly rule: string;
  readonly event: string;
  readonly fault: string | null;
  readonly depth: number;
  readonly deskVersion: number;
  readonly matched: { fact: string; value: unknown }[];
  readonly changes: Record<string, { from: unknown; to: unknown }>;
}

describe('rules of the desk', () => {
  let api: Api;
  beforeAll(async () => {
    api = await openApi({ desk: DESK });
  });
  afterAll(() => api.close());

  const open = async (fields: Parameters<typeof mail>[0]) => {
    const message = mail(fields);
    await api.desk.take(message);
    await api.desk.settle();
    const { body } = await api.ask<{ items: { ticketId: string }[] }>(
      'GET',
      `/api/v1/ledger?remoteMessageId=${encodeURIComponent(message.remoteMessageId!)}`,
    );
    return body.items[0]!.ticketId;
  };
  const ticket = async (id: string) =>
    (
      await api.ask<{ number: string; priority: string; tags: string[]; fields: object; group: string; status: string; version: number }>(
        'GET',
        `/api/v1/tickets/${id}`,
      )
    ).body;
  const runs = async (id: string) => (await api.ask<{ items: Run[] }>('GET', `/api/v1/tickets/${id}/rule-runs`)).body.items;
  const entries = async (id: string) =>
    (
      await api.ask<{ items: { direction: string; newText: string; flags: { automatic?: { reason: string } } }[] }>(
        'GET',
        `/api/v1/tickets/${id}/entries`,
      )
    ).body.items;
  const list = async (path: string) =>
    (await api.ask<{ items: { kind: string; text: string; dueAt?: string; ticketId: string }[] }>('GET', path)).body.items;

  it('change tickets, answer each other, and say why', async () => {
    const id = await open({ from: 'bo@example.com', name: 'Bo', subject: 'Help', text: 'There is an OUTAGE here' });
    const after = await ticket(id);
    expect(after).toMatchObject({ priority: 'urgent', tags: ['outage'], fields: { via: 'rules' } });
    const [told, ran, ...more] = await runs(id);
    expect(more.map(({ rule }) => rule)).toEqual([]);
    expect(ran).toMatchObject({ rule: 'outage-words', event: 'opened', depth: 1, deskVersion: 1, fault: null });
    expect(ran!.matched).toEqual([
      { fact: 'message.text', operator: 'contains', wanted: ['outage', '宕机'], value: 'outage' },
      { fact: 'ticket.channel', operator: 'is', wanted: 'email', value: 'email' },
    ]);
    expect(ran!.changes['ticket.priority']).toEqual({ from: 'normal', to: 'urgent' });
    expect(told).toMatchObject({ rule: 'urgent-told', event: 'changed', depth: 2 });
    expect((await list(`/api/v1/notices?ticket=${id}`)).map(({ text }) => text)).toEqual(['Urgent: Help']);
    expect(await list(`/api/v1/tasks?ticket=${id}`)).toMatchObject([{ kind: 'call', text: 'Call Bo', dueAt: '2026-03-02T09:15:00.000Z' }]);
    const sent = (await entries(id)).find(({ flags }) => flags.automatic?.reason === 'outage-words');
    expect(sent!.newText).toBe(`We look at ${after.number} at once.`);
  });

  it('wait for what happens later, unless somebody was faster', async () => {
    const slow = await open({ subject: 'Slow', text: 'outage' });
    const fast = await open({ from: 'eve@example.com', subject: 'Fast', text: 'outage' });
    await api.ask('POST', `/api/v1/tickets/${fast}/replies`, { body: { text: 'We are on it.' } });
    await api.desk.get(TicketEditor).edit(fast, { subject: 'Faster' }, AGENT);
    await api.desk.settle();
    api.desk.clock.advance(2 * 3_600_000);
    await api.desk.settle();
    const notes = async (id: string) => (await entries(id)).filter(({ direction }) => direction === 'note').map(({ newText }) => newText);
    expect(await notes(slow)).toEqual(['Nobody answered for two hours.']);
    expect(await notes(fast)).toEqual([]);
  });

  it('that would answer each other for ever run once each', async () => {
    const id = await open({ subject: 'Loop', text: 'hello' });
    await api.desk.get(TicketEditor).edit(id, { tags: ['ping'] }, AGENT);
    await api.desk.settle();
    expect((await runs(id)).map(({ rule, depth }) => [rule, depth])).toEqual([
      ['pong', 1],
      ['ping', 1],
    ]);
    const { version, tags } = await ticket(id);
    expect(tags).toEqual(['ping']);
    await api.desk.settle();
    expect((await ticket(id)).version).toBe(version);
  });

  it('that fail are left out for that ticket alone: reported, and a person goes on', async () => {
    const id = await open({ subject: 'nobody there', text: 'hello' });
    const other = await open({ from: 'zoe@example.com', subject: 'fine', text: 'outage' });
    const [second, first] = await runs(id);
    expect(first).toMatchObject({ rule: 'nobody', fault: 'there is no agent gone@example.com' });
    expect(second).toMatchObject({ rule: 'after-nobody', fault: 'notify: there is no agent gone@example.com' });
    expect((await ticket(id)).status).toBe('new');
    expect((await entries(id)).map(({ newText }) => newText)).toEqual(
      expect.arrayContaining(['still done', expect.stringContaining('The rule "nobody" could not be followed')]),
    );
    expect((await list('/api/v1/notices?kind=rule_failed')).filter(({ ticketId }) => ticketId === id)).toHaveLength(2);
    expect((await ticket(other)).priority).toBe('urgent');
  });

  it('leave alone what nobody works on', async () => {
    const message = mail({ from: 'robot@example.com', subject: 'Out of office', text: 'outage' });
    await api.desk.take({
      ...message,
      flags: { automated: { reason: 'header:auto-submitted', class: 'auto-reply' } },
      mayAutoReply: false,
    });
    await api.desk.settle();
    const { body } = await api.ask<{ items: { ticketId: string }[] }>(
      'GET',
      `/api/v1/ledger?remoteMessageId=${encodeURIComponent(message.remoteMessageId!)}`,
    );
    expect(await runs(body.items[0]!.ticketId)).toEqual([]);
  });

  describe('rehearsed', () => {
    const rehearse = (body: object) =>
      api.ask<{
        tickets: number;
        different: number;
        items: { subject: string; changes: object; actions: { gone: object[]; added: object[] } }[];
        faults?: object[];
      }>('POST', '/api/v1/desk/rehearsals', { body });
    const stored = async () =>
      (
        await api.desk.database.sql.query<{ print: string }>("select md5(string_agg(t::text, '' order by t.id)) as print from tickets t")
      )[0]!.print;

    it('shows which tickets would have been handled another way, and writes nothing', async () => {
      const before = await stored();
      const same = await rehearse({ rules: DESK.rules, days: 7 });
      expect(same.body).toMatchObject({ different: 0, items: [] });
      expect(same.body.tickets).toBeGreaterThan(4);
      const [first, ...rest] = DESK.rules;
      const calmer = {
        ...first!,
        then: [{ raise: 'high' }, { set: { group: 'billing' } }, { startTimer: { name: 'second-look', after: '2h' } }],
      };
      const { body } = await rehearse({ rules: [calmer, ...rest], days: 7 });
      expect(body.items.map(({ subject }) => subject).sort()).toEqual(['Faster', 'Help', 'Slow', 'fine']);
      const help = body.items.find(({ subject }) => subject === 'Help')!;
      expect(help.changes).toEqual({
        'ticket.fields.via': { before: 'rules', after: null },
        'ticket.group': { before: 'technical', after: 'billing' },
        'ticket.priority': { before: 'urgent', after: 'high' },
        'ticket.tags': { before: ['outage'], after: [] },
      });
      expect(help.actions.gone.map((action) => Object.keys(action)[0])).toEqual(['addTask', 'send', 'notify']);
      expect(await stored()).toBe(before);
    });

    it('looks no further back than it is told', async () => {
      api.desk.clock.advance(3 * 86_400_000);
      const late = await open({ from: 'late@example.com', subject: 'Late', text: 'outage' });
      const { body } = await rehearse({ rules: [], days: 1 });
      expect(body.items.map(({ subject }) => subject)).toEqual(['Late']);
      expect((await ticket(late)).priority).toBe('urgent');
    });

    it('refuses what would be no desk', async () => {
      const { status, body } = await rehearse({ rules: [{ key: 'x', when: ['opened'], then: [{ raise: 'hot' }] }] });
      expect([status, body]).toMatchObject([422, { code: 'desk_invalid', faults: [{ path: 'profile.rules.0.then.0.raise' }] }]);
      expect((await api.ask('POST', '/api/v1/desk/rehearsals', { body: { days: 3 } })).status).toBe(422);
    });
  });

  it('of a changed desk hold from then on; runs keep the version they were of', async () => {
    await api.desk
      .get(DeskService)
      .apply({ desk: { ...DESK, rules: [{ key: 'new-one', when: ['opened'], then: [{ tag: 'v2' }] }] }, source: 'api', actor: AGENT });
    const id = await open({ from: 'next@example.com', subject: 'Next', text: 'outage' });
    expect(await runs(id)).toMatchObject([{ rule: 'new-one', deskVersion: 2 }]);
    expect((await ticket(id)).tags).toEqual(['v2']);
  });
});
