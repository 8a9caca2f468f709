import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { chat, listTold, openInbox, STATES } from '../../support/chat-desk.js';
import { type Api, openApi } from '../../support/ticketing-api.js';
import { mail } from '../../support/ticketing-desk.js';

const DESK = {
  languages: ['zh', 'en', 'de'],
  groups: { experts: { name: 'Experts' } },
  categories: { logistics: { name: 'Logistics', keywords: { en: ['parcel'] } } },
  calendars: { mornings: { zone: 'Asia/Shanghai', hours: [{ days: 'mon-fri', spans: ['9:00-12:00'] }] } },
  channels: { silent: { name: 'Chat', inboxes: ['silent'], hours: 'mornings', outOfHoursNotice: true } },
  bot: {
    inboxes: ['shop', 'reviewed', 'program', 'silent'],
    texts: { greeting: { zh: '您好，我是智能助手。', en: 'Hello, I am the assistant.' }, community: 'https://community.example' },
    emergency: {
      words: { en: ['shop is down'] },
      set: { priority: 'urgent', group: 'experts', tags: ['emergency'] },
      say: { en: 'This is filed as an emergency.' },
    },
    scripts: {
      parcel: {
        name: 'Parcel',
        words: {},
        categories: ['logistics'],
        first: 'order',
        steps: {
          order: { say: { en: 'Which order?' }, field: 'order', pattern: '^[A-Z]-\\d+$', to: 'done' },
          done: { say: { en: 'Order {{order}} is on its way.' }, end: 'solved' },
        },
      },
    },
    answers: [
      { key: 'hours', question: { en: 'What are your opening hours?' }, answer: { en: 'Daily 8:00 to 24:00.' } },
      { key: 'refund', question: { en: 'How do I get my money back?' }, answer: { en: 'Refunds take three days.' } },
    ],
  },
};

interface Ticket {
  readonly id: string;
  readonly status: string;
  readonly [field: string]: unknown;
}
interface Entry {
  readonly id: string;
  readonly direction: string;
  readonly plainText: string;
  readonly author: { readonly role: string; readonly displayName?: string };
  readonly parts: { readonly code?: string; readonly data?: object }[];
}
interface Answer {
  readonly id: string;
  readonly state: string;
  readonly said: { readonly text: string; readonly from: object }[];
  readonly [field: string]: unknown;
}
interface Page<T> {
  readonly items: T[];
}

describe('a desk’s bot', () => {
  let api: Api;
  let visitors = 0;
  beforeAll(async () => {
    api = await openApi({ desk: DESK });
    for (const id of ['shop', 'reviewed', 'program']) await openInbox(api.desk, id, 'webchat', { states: [...STATES] });
    await openInbox(api.desk, 'silent', 'webchat');
  });
  afterAll(() => api.close());

  const get = async <T>(path: string) => (await api.ask<T>('GET', `/api/v1${path}`)).body;
  const post = <T = Ticket>(path: string, body: object = {}, headers: Record<string, string> = {}) =>
    api.ask<T>('POST', `/api/v1${path}`, { body, headers });
  const entriesOf = async (id: string) => (await get<Page<Entry>>(`/tickets/${id}/entries`)).items;
  const botOf = (id: string) => get<{ state: string; reason: string | null }>(`/tickets/${id}/bot`);
  const visitor = (inbox = 'shop') => {
    const key = `visitor-${(visitors += 1)}`;
    let ticket = '';
    return {
      key,
      id: () => ticket,
      say: async (text: string) => {
        const message = chat(key, text, { at: api.desk.clock.now() }, inbox);
        await api.desk.take(message);
        ticket = String((await get<{ ticketId: string }>(`/entries/${message.id}`)).ticketId);
        await api.desk.settle();
        api.desk.clock.advance(1_000);
        return listTold(api.desk, key);
      },
    };
  };
  /** What was said last. */
  const last = (told: readonly unknown[]) => String(told.findLast((one) => typeof one === 'string'));

  it('answers first, over several turns, and nobody waits in line meanwhile', async () => {
    const ann = visitor();
    expect(await ann.say('Hello, where is my parcel?')).toEqual(['Hello, I am the assistant.\n\nWhich order?']);
    expect(last(await ann.say('A-17'))).toContain('Order A-17 is on its way.');
    expect(await get<Ticket>(`/tickets/${ann.id()}`)).toMatchObject({ status: 'new', category: 'logistics', fields: { order: 'A-17' } });
    const told = await ann.say('Yes');
    expect(told.slice(-2)).toEqual(['Glad to help!', { state: 'ended' }]);
    expect(await get<Ticket>(`/tickets/${ann.id()}`)).toMatchObject({ status: 'solved' });
    const mine = (await entriesOf(ann.id())).filter(({ direction }) => direction === 'outbound');
    expect(mine.map(({ author }) => author)).toEqual(Array(3).fill(expect.objectContaining({ role: 'bot', displayName: 'Assistant' })));
    expect(await botOf(ann.id())).toMatchObject({ state: 'solved' });
  });

  it('hands over on wish, in whichever language, with place and thread, and says no more', async () => {
    const [first, second] = [visitor(), visitor()];
    await first.say('Ich möchte mit einem Menschen sprechen');
    await second.say('What are your opening hours?');
    const told = await second.say('talk to a human please');
    expect(told[0]).toContain('Daily 8:00 to 24:00.');
    expect(told[1]).toEqual({ state: 'queued', position: 2 });
    expect(last(told)).toContain('You are number 2 in the queue, 1 before you.');
    expect(last(told)).toContain('https://community.example');
    const thread = await entriesOf(second.id());
    expect(thread.map(({ direction }) => direction)).toEqual(['inbound', 'outbound', 'inbound', 'system', 'outbound']);
    expect(thread[3]!.parts[0]).toMatchObject({ code: 'bot.handed_over', data: { reason: 'asked', position: 2 } });
    expect(await botOf(second.id())).toMatchObject({ state: 'person', reason: 'asked' });
    expect(await second.say('What are your opening hours?')).toHaveLength(told.length);
  });

  it('says with the hand-over how long it may take, once three were answered', async () => {
    const waiting = [visitor(), visitor(), visitor()];
    for (const one of waiting) await one.say('agent please');
    expect(last(await listTold(api.desk, waiting[2]!.key))).not.toContain('The wait is about');
    for (const one of waiting) {
      api.desk.clock.advance(120_000);
      await post(`/tickets/${one.id()}/replies`, { text: 'Hello, I am Grace.' });
      await api.desk.settle();
    }
    const told = await visitor().say('agent please');
    const { estimateMs } = told.find((one) => typeof one !== 'string' && one.state === 'queued') as { estimateMs: number };
    expect(estimateMs).toBeGreaterThan(60_000);
    expect(last(told)).toContain(`The wait is about ${Math.ceil(estimateMs / 60_000)} minutes.`);
  });

  it('leaves a conversation that a person took, though nobody said so to it', async () => {
    const ben = visitor();
    await ben.say('What are your opening hours?');
    await post(`/tickets/${ben.id()}/replies`, { text: 'Hello, I am Grace.' });
    const told = await ben.say('Where is my parcel?');
    expect(told.map((one) => (typeof one === 'string' ? one.split('\n')[0] : one.state))).toEqual([
      'Hello, I am the assistant.',
      'joined',
      'Hello, I am Grace.',
    ]);
    expect(await botOf(ben.id())).toMatchObject({ state: 'person', reason: 'taken' });
  });

  it('files an emergency and does not know everything', async () => {
    const cid = visitor();
    expect(last(await cid.say('please help with quantum flux'))).toContain('I found no answer');
    expect(last(await cid.say('The shop is down!'))).toContain('This is filed as an emergency.');
    expect(await get<Ticket>(`/tickets/${cid.id()}`)).toMatchObject({ priority: 'urgent', tags: ['emergency'], group: expect.any(String) });
    const dan = visitor('silent');
    await dan.say('quantum flux');
    const told = await dan.say('please, flux quantum');
    expect(last(told)).toMatch(/handing you over[\s\S]*You are number 1 in the queue/);
    expect(last(told)).toContain('We are back Tue 3 Mar 09:00.');
    expect(await botOf(dan.id())).toMatchObject({ state: 'person', reason: 'unknown' });
  });

  it('answers mail of other inboxes not at all', async () => {
    await api.desk.take(mail({ id: 'plain@example.com', text: 'What are your opening hours?' }));
    await api.desk.settle();
    const { items } = await get<Page<{ ticketId: string }>>('/ledger?remoteMessageId=plain@example.com');
    expect((await api.ask('GET', `/api/v1/tickets/${items[0]!.ticketId}/bot`)).status).toBe(409);
  });

  describe('under review', () => {
    beforeAll(() => changeBot({ review: 'all', reviewers: 'experts' }));
    afterAll(() => changeBot({}));

    it('waits for approval; it goes out as it is, or in the agent’s words, once', async () => {
      const [eve, fay] = [visitor('reviewed'), visitor('reviewed')];
      const greeted = ['Hello, I am the assistant.'];
      expect(await eve.say('What are your opening hours?')).toEqual(greeted);
      await fay.say('How do I get my money back?');
      const waiting = (await get<Page<Answer>>('/bot/answers?state=waiting')).items;
      expect(waiting.map(({ said }) => said[0]!.from)).toEqual([
        { kind: 'answer', key: 'hours' },
        { kind: 'answer', key: 'refund' },
      ]);
      const approve = (id: string, body: object) =>
        post<Answer>(`/bot/answers/${id}/approval`, body, { 'idempotency-key': `approve-${id}` });
      expect((await approve(waiting[0]!.id, {})).body).toMatchObject({ state: 'sent', edited: false, decidedBy: { kind: 'agent' } });
      expect((await approve(waiting[0]!.id, {})).body).toMatchObject({ state: 'sent' });
      expect((await post<Answer>(`/bot/answers/${waiting[0]!.id}/approval`)).status).toBe(409);
      expect((await approve(waiting[1]!.id, { text: 'It takes two days.' })).body).toMatchObject({ state: 'sent', edited: true });
      expect(last(await listTold(api.desk, eve.key))).toContain('Daily 8:00 to 24:00.');
      expect(await listTold(api.desk, fay.key)).toEqual([...greeted, 'It takes two days.']);
      expect((await get<Page<{ kind: string }>>(`/notices?ticket=${eve.id()}`)).items.map(({ kind }) => kind)).toEqual([
        'bot_answer_waiting',
      ]);
    });

    it('rejected, a person takes over; taken by a person, it is void; hand-over needs nobody’s approval', async () => {
      const [gil, hal, ivy] = [visitor('reviewed'), visitor('reviewed'), visitor('reviewed')];
      for (const one of [gil, hal]) await one.say('What are your opening hours?');
      const [his, other] = (await get<Page<Answer>>('/bot/answers?state=waiting')).items;
      expect((await post<Answer>(`/bot/answers/${his!.id}/rejection`, { reason: 'We moved.' })).body).toMatchObject({ state: 'rejected' });
      expect(last(await listTold(api.desk, gil.key))).toContain('I am handing you over');
      expect((await entriesOf(gil.id())).find(({ direction }) => direction === 'system')!.plainText).toContain('We moved.');
      await post(`/tickets/${hal.id()}/replies`, { text: 'I am Grace.' });
      await api.desk.settle();
      expect((await post<{ code: string }>(`/bot/answers/${other!.id}/approval`)).body.code).toBe('bot_not_answering');
      expect(await get<Page<Answer>>(`/bot/answers?ticket=${hal.id()}`)).toMatchObject({ items: [{ state: 'void' }] });
      expect(last(await ivy.say('agent please'))).toContain('I am handing you over');
    });
  });

  describe('under review that nobody does', () => {
    beforeAll(() => changeBot({ review: 'all', reviewWithin: '5m' }));
    afterAll(() => changeBot({}));

    it('has a person take over in time; what was decided before stays', async () => {
      const [jan, kay] = [visitor('reviewed'), visitor('reviewed')];
      for (const one of [jan, kay]) await one.say('What are your opening hours?');
      const { items } = await get<Page<Answer & { ticketId: string }>>('/bot/answers?state=waiting');
      await post<Answer>(`/bot/answers/${items.find(({ ticketId }) => ticketId === kay.id())!.id}/approval`);
      api.desk.clock.advance(4 * 60_000);
      await api.desk.settle();
      expect(await botOf(jan.id())).toMatchObject({ state: 'active' });
      api.desk.clock.advance(60_000);
      await api.desk.settle();
      expect(await botOf(jan.id())).toMatchObject({ state: 'person', reason: 'unreviewed' });
      expect(last(await listTold(api.desk, jan.key))).toContain('I am handing you over');
      const states = (await get<Page<Answer>>(`/bot/answers?ticket=${jan.id()}`)).items.map(({ state }) => state);
      expect(states.sort()).toEqual(['sent', 'void']);
      expect(await botOf(kay.id())).toMatchObject({ state: 'active' });
    });
  });

  describe('a program outside', () => {
    let key = '';
    beforeAll(async () => {
      await changeBot({ answeredBy: 'outside' });
      key = (await post<{ key: string }>('/api-keys', { name: 'bot', scopes: ['bot'] })).body.key;
    });
    afterAll(() => changeBot({}));
    const as = (path: string, body: object, asked: string) =>
      api.ask<Answer & { code: string }>('POST', `/api/v1${path}`, { key, body, headers: { 'idempotency-key': asked } });

    it('answers and hands over in its place, with a key for that alone, once for a request', async () => {
      const joe = visitor('program');
      expect(await joe.say('What are your opening hours?')).toEqual([]);
      const answered = await as(`/tickets/${joe.id()}/bot/replies`, { text: 'Always open.', confidence: 0.8 }, 'one');
      expect([answered.status, answered.body]).toMatchObject([
        202,
        { state: 'sent', said: [{ text: 'Always open.', from: { score: 0.8 } }] },
      ]);
      expect((await as(`/tickets/${joe.id()}/bot/replies`, { text: 'Always open.', confidence: 0.8 }, 'one')).body).toEqual(answered.body);
      expect((await as(`/tickets/${joe.id()}/replies`, { text: 'x' }, 'two')).status).toBe(403);
      expect((await as(`/tickets/${joe.id()}/bot/handover`, { note: 'He wants an invoice.' }, 'three')).body).toMatchObject({
        state: 'person',
        reason: 'outside',
      });
      expect((await as(`/tickets/${joe.id()}/bot/handover`, { note: 'He wants an invoice.' }, 'three')).status).toBe(200);
      const told = await listTold(api.desk, joe.key);
      expect(told.filter((one) => one === 'Always open.')).toHaveLength(1);
      expect(last(told)).toContain('I am handing you over');
      expect((await as(`/tickets/${joe.id()}/bot/replies`, { text: 'And more' }, 'four')).body.code).toBe('bot_not_answering');
    });

    it('need not listen for the wish for a person', async () => {
      const kim = visitor('program');
      await kim.say('hello');
      expect(last(await kim.say('I want to speak to a person'))).toContain('I am handing you over');
    });
  });

  async function changeBot(more: object): Promise<void> {
    const { status } = await api.ask('PUT', '/api/v1/desk', { body: { desk: { ...DESK, bot: { ...DESK.bot, ...more } } } });
    expect(status).toBe(200);
    await api.desk.settle();
  }
});
