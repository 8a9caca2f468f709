import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventIdOf } from '#contracts';
import { HOUR, openSurveyDesk, surveysOf } from '../../support/survey-desk.js';
import type { Api } from '../../support/ticketing-api.js';
import { mail, toRecord } from '../../support/ticketing-desk.js';

describe('how it was, once told', () => {
  let api: Api;
  beforeAll(async () => {
    api = await openSurveyDesk();
  });
  afterAll(() => api.close());
  const { ask, list, take, solve, later, sentTo, ticket } = surveysOf(() => api);

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
    expect(await ticket(id)).toMatchObject({
      status: 'closed',
      rating: { score: 1.8, scale: 'weighted', step: 'unsatisfied', way: 'reply', comment: '等太久' },
    });
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
    const number = String((await ticket(id))['number']);
    for (const secret of ['Printer', number, 'link@']) expect(JSON.stringify(shown.body)).not.toContain(secret);
    expect((await ask('GET', `/surveys/${token}?language=ja`, undefined, null)).body).toMatchObject({
      language: 'ja',
      question: '次の各項目を 1～5 で評価してください。',
    });
    // The short link leads to the customers' page, in the language he was asked in; one that is none of ours as well, for the page to say so.
    const follow = async (path: string) => (await fetch(`${api.url}${path}`, { redirect: 'manual' })).headers.get('location');
    expect(await follow(`/s/${token}`)).toBe(`/help/survey/${token}?language=en`);
    expect(await follow('/s/%2F%2Fevil.example')).toBe('/help/survey/%2F%2Fevil.example');
    const answer = (body: object) => ask('POST', `/surveys/${token}/answers`, body, null);
    expect((await answer({ parts: { speed: 5 } })).body).toMatchObject({ status: 422, code: 'answer_invalid' });
    const parts = { speed: 5, quality: 4, attitude: 5, ease: 4 };
    const both = await Promise.all([answer({ parts, recommend: 9, suggestion: '=more' }), answer({ parts })]);
    expect(both.map(({ status }) => status).sort()).toEqual([201, 409]);
    expect(await list(`/feedback?ticket=${id}`)).toHaveLength(1);
    expect(await ticket(id)).toMatchObject({ rating: { scale: 'weighted', step: 'satisfied', way: 'link' } });
    expect((await ask('GET', `/surveys/${token.slice(0, -1)}A`, undefined, null)).status).toBe(404);
    await later(15 * 24 * HOUR);
    expect((await ask('GET', `/surveys/${token}`, undefined, null)).body).toMatchObject({ status: 410, code: 'survey_expired' });
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
    expect((await sentTo('twice@example.com')).filter((text) => text.includes('推荐'))).toHaveLength(1);
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
    await api.desk.settle();
    const keyed = (await list('/feedback?kind=rating')).find(({ way }) => way === 'keys');
    expect(await ticket(String(keyed!['ticketId']))).toMatchObject({ rating: { score: 4, scale: 'csat', points: 75, way: 'keys' } });
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
    // A tap shows at once, and is the same once the desk has taken it up.
    const tapped = { score: 1, scale: 'csat', step: 'unsatisfied', points: 0, way: 'tap', comment: 'rude' };
    const { ticketId: chatted } = (await ask<{ ticketId: string }>('GET', `/entries/${eventIdOf('rated')}`)).body;
    expect(await ticket(chatted)).toMatchObject({ rating: tapped });
    await api.desk.settle();
    expect(await ticket(chatted)).toMatchObject({ rating: tapped });
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
});
