import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventIdOf } from '#contracts';
import { type Api, openApi } from '../../support/ticketing-api.js';
import { mail, type MailFields, toRecord } from '../../support/ticketing-desk.js';

const DESK = {
  languages: ['zh', 'en'],
  groups: { service: { name: 'Service' } },
  surveys: {
    forms: {
      weighted: { kind: 'weighted', recommend: true },
      short: { kind: 'three-step' },
      nps: { kind: 'nps' },
    },
    asked: [
      { key: 'by-phone', survey: 'short', categories: ['phone'], way: 'agent', delay: '24h' },
      { key: 'after', survey: 'weighted', way: 'reply', delay: '1h' },
    ],
    periodic: [{ key: 'quarterly', survey: 'nps', for: { classes: ['enterprise'] }, every: '90d', inbox: 'support' }],
    feedback: {
      readers: [{ key: 'director' }],
      inboxes: ['feedback'],
      categories: ['suggestion'],
    },
  },
  checkIns: [
    {
      key: 'monthly',
      for: { classes: ['flagship'] },
      every: '30d',
      subject: { en: 'Monthly check-in' },
      text: { en: 'Ring and ask' },
      group: 'service',
      origin: 'call',
    },
  ],
};

interface Item {
  readonly [name: string]: unknown;
  readonly id: string;
}
interface Page {
  readonly items: Item[];
}

describe('how it was', () => {
  let api: Api;
  beforeAll(async () => {
    api = await openApi({ desk: DESK, settings: { http: { publicUrl: 'https://desk.example' } } });
  });
  afterAll(() => api.close());

  const HOUR = 3_600_000;
  const ask = <T = Item>(method: string, path: string, body?: unknown, key?: string | null) =>
    api.ask<T>(method, `/api/v1${path}`, { ...(body === undefined ? {} : { body }), ...(key === undefined ? {} : { key }) });
  const list = async (path: string) => (await ask<Page>('GET', path)).body.items;
  const take = async (fields: MailFields) => {
    const message = mail({ inbox: 'support', ...fields });
    await api.desk.take(message);
    const [item] = await list(`/ledger?remoteMessageId=${encodeURIComponent(message.remoteMessageId!)}`);
    return { id: String(item!['ticketId']), message };
  };
  const solve = async (from: string, more: object = {}) => {
    const { id, message } = await take({ from });
    await ask('PATCH', `/tickets/${id}`, { status: 'closed', ...more });
    await api.desk.settle();
    return { id, message };
  };
  const later = async (ms: number) => {
    api.desk.clock.advance(ms);
    await api.desk.settle();
  };
  const sentTo = async (address: string) =>
    (await api.desk.requests())
      .filter((reply) => reply.to.some(({ value }) => value === address))
      .map(({ parts }) => parts[0]!.fallback)
      .filter((text) => !text.includes('we have received'));
  const ticket = async (id: string) => (await ask('GET', `/tickets/${id}`)).body;

  it('is asked after the desk’s delay, not before, and not of who came back', async () => {
    const { id } = await solve('delay@example.com');
    const back = await solve('back@example.com');
    await later(HOUR - 1_000);
    expect(await sentTo('delay@example.com')).toEqual([]);
    await ask('PATCH', `/tickets/${back.id}`, { status: 'open' });
    await api.desk.settle();
    await later(1_000);
    const [asked] = await sentTo('delay@example.com');
    expect(asked).toContain('5 4 5 4');
    expect(asked).toMatch(/https:\/\/desk\.example\/s\/[\w-]{48}/);
    expect(await sentTo('back@example.com')).toEqual([]);
    expect((await ticket(id))['status']).toBe('closed');
  });

  it('is told by a reply: the archived ticket gets the rating and stays archived; the customer is thanked', async () => {
    const { id, message } = await solve('reply@example.com');
    await later(HOUR);
    await later(30 * 60_000);
    await take({ from: 'reply@example.com', text: '2 1 3 2 4，等太久', references: [message.remoteMessageId!] });
    await api.desk.settle();
    const [rating, ...others] = await list(`/feedback?ticket=${id}`);
    expect(others).toEqual([]);
    expect(rating).toMatchObject({
      way: 'reply',
      value: 1.8,
      recommend: 4,
      step: 'unsatisfied',
      low: true,
      reason: '等太久',
      scale: 'weighted',
    });
    expect((await ticket(id))['status']).toBe('closed');
    const statuses = (await api.desk.events(id)).filter(({ type }) => type === 'ticket.status_changed.v1');
    expect(statuses).toHaveLength(1);
    expect((await sentTo('reply@example.com')).at(-1)).toBe('Thank you for your rating.');
    const [task] = await list(`/tasks?ticket=${id}`);
    expect(task).toMatchObject({ kind: 'low_score' });
    expect(await list(`/notices?kind=low_score&ticket=${id}`)).toHaveLength(1);
    // A second number is a message like any other: it opens the ticket again.
    await take({ from: 'reply@example.com', text: '5 5 5 5', references: [message.remoteMessageId!] });
    expect((await ticket(id))['status']).toBe('open');
  });

  it('is told by a link, once; looking at it answers nothing and shows nothing of the ticket', async () => {
    const { id } = await solve('link@example.com');
    await later(HOUR);
    const token = /\/s\/([\w-]{48})/.exec((await sentTo('link@example.com'))[0]!)![1]!;
    const shown = await ask('GET', `/surveys/${token}`, undefined, null);
    expect(shown.body).toMatchObject({
      state: 'open',
      kind: 'weighted',
      parts: [{ key: 'speed' }, { key: 'quality' }, { key: 'attitude' }, { key: 'ease' }],
    });
    const page = await api.ask<string>('GET', `/s/${token}`, { key: null });
    const number = String((await ticket(id))['number']);
    for (const text of [JSON.stringify(shown.body), page.body])
      for (const secret of ['Printer', number, 'link@']) expect(text).not.toContain(secret);
    const answer = (body: object) => ask('POST', `/surveys/${token}/answers`, body, null);
    expect((await answer({ parts: { speed: 5 } })).body).toMatchObject({ status: 422, code: 'answer_invalid' });
    const parts = { speed: 5, quality: 4, attitude: 5, ease: 4 };
    const both = await Promise.all([answer({ parts, recommend: 9, suggestion: '=more' }), answer({ parts })]);
    expect(both.map(({ status }) => status).sort()).toEqual([201, 409]);
    expect(await list(`/feedback?ticket=${id}`)).toHaveLength(1);
    expect((await ask('GET', `/surveys/${token.slice(0, -1)}A`, undefined, null)).status).toBe(404);
    await later(15 * 24 * HOUR);
    expect((await ask('GET', `/surveys/${token}`, undefined, null)).body).toMatchObject({ status: 410, code: 'survey_expired' });
  });

  it('is asked by telephone: a task, and what the customer said is entered by the agent', async () => {
    const { id } = await solve('caller@example.com', { category: 'phone' });
    await later(24 * HOUR);
    const [task] = await list(`/tasks?ticket=${id}`);
    expect(task).toMatchObject({ kind: 'survey_call', text: '您对本次服务满意吗？' });
    const entered = await ask('POST', `/tickets/${id}/ratings`, { value: 3, suggestion: 'longer hours' });
    expect([entered.status, entered.body]).toEqual([201, expect.objectContaining({ way: 'agent', step: 'satisfied', survey: 'short' })]);
    expect((await ticket(id))['status']).toBe('closed');
  });

  it('asked twice with one key it is taken in once', async () => {
    const { id } = await take({ from: 'twice@example.com' });
    const [contact] = await list('/contacts?identity=twice@example.com');
    const twice = async (path: string, body: object) => {
      const send = () => api.ask('POST', `/api/v1${path}`, { body, headers: { 'Idempotency-Key': `key ${path}` } });
      const [first, second] = [await send(), await send()];
      expect([first.status, second.body]).toEqual([201, first.body]);
      return first.body;
    };
    await twice(`/tickets/${id}/ratings`, { survey: 'short', value: 2 });
    const [rating, ...others] = await list(`/feedback?ticket=${id}`);
    expect(others).toEqual([]);
    await twice('/survey-rounds', { round: 'quarterly', contactIds: [contact!.id] });
    expect((await sentTo('twice@example.com')).filter((text) => text.includes('recommend'))).toHaveLength(1);
    for (let time = 0; time < 2; time += 1)
      expect((await ask('POST', `/feedback/${rating!.id}/seen`, { reader: 'director' })).body).toMatchObject({
        seen: [{ reader: 'director' }],
      });
  });

  it('is told by keys on a call, and by a chat’s buttons', async () => {
    const { id } = await take({ from: 'keys@example.com' });
    const call = {
      ...mail({ from: 'keys@example.com', inbox: 'support' }),
      parts: [
        {
          ...{ partId: '1', type: 'call' as const, fallback: 'call' },
          call: {
            callId: '1',
            revision: 1,
            legs: [],
            direction: 'inbound' as const,
            caller: '1',
            callee: '2',
            startedAt: '2026-03-02T09:00:00Z',
            agents: [],
            ivr: [],
            satisfaction: 4,
            recordings: [],
          },
        },
      ],
    };
    await api.desk.take(call);
    const chat = {
      ...{ id: eventIdOf('rated'), idempotencyKey: 'rated', inbox: call.inbox, conversationKey: 'support:keys@example.com' },
      ...{
        receivedAt: '2026-03-02T09:30:00.000Z',
        occurredAt: '2026-03-02T09:30:00.000Z',
        sender: call.sender,
        name: 'chat.rated',
        data: { score: 1, comment: 'rude' },
      },
    };
    await api.desk.takeRecords(toRecord('contact.event.v1', chat));
    await api.desk.settle();
    const ratings = (await list('/feedback?kind=rating')).filter(({ way }) => way === 'keys' || way === 'tap');
    expect(ratings.map(({ way, value, reason }) => [way, value, reason])).toEqual(
      expect.arrayContaining([
        ['keys', 4, null],
        ['tap', 1, 'rude'],
      ]),
    );
    expect(id).toBeDefined();
  });

  it('is one list with mails and forms, until each reader has seen it', async () => {
    const { id } = await take({ from: 'mailed@example.com', inbox: 'feedback', text: 'Please open on Sundays.' });
    const form = await take({ from: 'form@example.com' });
    await ask('PATCH', `/tickets/${form.id}`, { category: 'suggestion' });
    await api.desk.settle();
    await ask('PATCH', `/tickets/${form.id}`, { priority: 'low' });
    await api.desk.settle();
    const unseen = await list('/feedback?unseenBy=director');
    const mine = unseen.find(({ ticketId }) => ticketId === id)!;
    expect(mine).toMatchObject({ kind: 'mail', suggestion: 'Please open on Sundays.', seen: [] });
    expect(unseen.find(({ ticketId }) => ticketId === form.id)).toMatchObject({ kind: 'form' });
    const seen = await ask('POST', `/feedback/${mine.id}/seen`, {});
    expect(seen.body).toMatchObject({ seen: [{ reader: 'director' }] });
    expect((await list('/feedback?unseenBy=director')).map((each) => each.id)).not.toContain(mine.id);
    expect((await ask('POST', `/feedback/${mine.id}/seen`, { reader: 'nobody' })).body).toMatchObject({
      status: 403,
      code: 'not_a_reader',
    });
  });

  it('is asked of chosen customers every so often, and of others when a person says so', async () => {
    const { id } = await take({ from: 'big@example.com' });
    await take({ from: 'small@example.com' });
    const contact = async (address: string) => (await list(`/contacts?identity=${address}`))[0]!.id;
    await ask('PATCH', `/contacts/${await contact('big@example.com')}`, { class: 'enterprise' });
    await later(24 * HOUR);
    const asked = async (address: string) => (await sentTo(address)).filter((text) => text.includes('推荐')).length;
    expect([await asked('big@example.com'), await asked('small@example.com')]).toEqual([1, 0]);
    await later(24 * HOUR);
    expect(await asked('big@example.com')).toBe(1);
    for (let day = 0; day < 2; day += 1) await later(45 * 24 * HOUR);
    expect(await asked('big@example.com')).toBe(2);
    const round = await ask('POST', '/survey-rounds', { round: 'quarterly', contactIds: [await contact('small@example.com')] });
    expect([round.status, round.body]).toEqual([201, { asked: 1 }]);
    expect(await asked('small@example.com')).toBe(1);
    expect((await ask('POST', '/survey-rounds', { round: 'x', contactIds: [id] })).body).toMatchObject({ code: 'round_unknown' });
  });

  it('a customer of a class is sought every so often: a ticket, a task, its time', async () => {
    await take({ from: 'flag@example.com' });
    const [contact] = await list('/contacts?identity=flag@example.com');
    await ask('PATCH', `/contacts/${contact!.id}`, { class: 'flagship' });
    await later(24 * HOUR);
    const mine = async () => (await list(`/tickets?contact=${contact!.id}`)).filter(({ subject }) => subject === 'Monthly check-in');
    const [opened] = await mine();
    expect(opened).toMatchObject({ status: 'open' });
    const [task] = await list(`/tasks?ticket=${opened!.id}`);
    expect(task).toMatchObject({ kind: 'check_in', text: 'Ring and ask' });
    expect(task!['dueAt']).not.toBeNull();
    await later(24 * HOUR);
    expect(await mine()).toHaveLength(1);
    await later(29 * 24 * HOUR);
    expect(await mine()).toHaveLength(2);
  });
});
