import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { listTold } from '../../support/chat-desk.js';
import { type Answer, onBotDesk, openBotDesk, type Page, type Ticket } from '../../support/bot-desk.js';
import type { Api } from '../../support/ticketing-api.js';
import { mail } from '../../support/ticketing-desk.js';

describe('a desk’s bot', () => {
  let api: Api;
  beforeAll(async () => {
    api = await openBotDesk();
  });
  afterAll(() => api.close());
  const { get, post, entriesOf, botOf, visitor, last, changeBot } = onBotDesk(() => api);

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
});
