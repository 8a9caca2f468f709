import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { chat, openInbox, STATES } from '../../support/chat-desk.js';
import { type Api, type Body, openApi } from '../../support/ticketing-api.js';

const DESK = {
  languages: ['en'],
  bot: { inboxes: ['shop'], texts: { greeting: 'Hello, I am the assistant.' } },
  channels: { chat: { name: 'Chat', inboxes: ['shop'] } },
  targets: { list: [{ key: 'chat', kind: 'response', when: { channel: ['chat'] }, length: '2 clock minutes' }] },
};
const MINUTE_MS = 60_000;

interface Clock {
  readonly kind: string;
  readonly state: string;
  readonly dueAt: string | null;
  readonly breachedAt: string | null;
}

let api: Api;
beforeAll(async () => {
  api = await openApi({ desk: DESK });
  await openInbox(api.desk, 'shop', 'webchat', { states: [...STATES] });
});
afterAll(() => api.close());

const ask = <T = Body>(method: string, path: string, body?: unknown) =>
  api.ask<T>(method, `/api/v1${path}`, body === undefined ? {} : { body });

describe('what people promise in a chat that a bot began', () => {
  let visitors = 0;
  let key = '';
  beforeEach(() => {
    key = `visitor-${(visitors += 1)}`;
  });

  const say = async (text: string): Promise<string> => {
    const message = chat(key, text, { at: api.desk.clock.now() }, 'shop');
    await api.desk.take(message);
    await api.desk.settle();
    return String((await ask<{ ticketId: string }>('GET', `/entries/${message.id}`)).body.ticketId);
  };
  const passMinutes = async (minutes: number) => {
    api.desk.clock.advance(minutes * MINUTE_MS);
    await api.desk.settle();
  };
  const responseOf = async (ticket: string) =>
    (await ask<{ items: Clock[] }>('GET', `/tickets/${ticket}/clocks`)).body.items.filter(({ kind }) => kind === 'response');
  const factsOf = async (ticket: string) =>
    (
      await api.desk.database.sql.query<object>(
        'select first_answer_s as answer, first_reply_s as reply from report_facts where ticket_id = $1::uuid',
        [ticket],
      )
    )[0];
  const inMinutes = (minutes: number) => new Date(api.desk.clock.now().getTime() + minutes * MINUTE_MS).toISOString();

  it('counts from its hand-over, however long it talked', async () => {
    const ticket = await say('quantum flux');
    await passMinutes(10);
    expect(await responseOf(ticket)).toMatchObject([{ state: 'paused', dueAt: null, breachedAt: null }]);
    await say('talk to a human please');
    expect(await responseOf(ticket)).toMatchObject([{ state: 'running', dueAt: inMinutes(2) }]);
    await passMinutes(1);
    await ask('POST', `/tickets/${ticket}/replies`, { text: 'Hello, I am Grace.' });
    await api.desk.settle();
    expect(await responseOf(ticket)).toMatchObject([{ state: 'met', breachedAt: null }]);
    expect(await factsOf(ticket)).toEqual({ answer: 60, reply: 0 });
  });

  it('counts from when somebody was given it, and runs out then', async () => {
    const ticket = await say('quantum flux');
    await passMinutes(10);
    const agent = { email: `${key}@desk.example`, displayName: 'Ada', role: 'agent', password: 'a long enough password' };
    await ask('PATCH', `/tickets/${ticket}`, { assignee: (await ask<{ id: string }>('POST', '/agents', agent)).body.id });
    await api.desk.settle();
    expect(await responseOf(ticket)).toMatchObject([{ state: 'running', dueAt: inMinutes(2) }]);
    await passMinutes(3);
    expect((await responseOf(ticket))[0]!.breachedAt).not.toBeNull();
  });

  it('is met by a person who answers into it', async () => {
    const ticket = await say('quantum flux');
    await passMinutes(10);
    await ask('POST', `/tickets/${ticket}/replies`, { text: 'Hello, I am Grace.' });
    await api.desk.settle();
    expect(await responseOf(ticket)).toMatchObject([{ state: 'met', breachedAt: null }]);
    expect(await factsOf(ticket)).toMatchObject({ answer: 0 });
  });
});
