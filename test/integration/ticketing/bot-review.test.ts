import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { listTold } from '../../support/chat-desk.js';
import { type Answer, onBotDesk, openBotDesk, type Page } from '../../support/bot-desk.js';
import type { Api } from '../../support/ticketing-api.js';

describe('what a bot says', () => {
  let api: Api;
  beforeAll(async () => {
    api = await openBotDesk();
  });
  afterAll(() => api.close());
  const { get, post, entriesOf, botOf, visitor, last, changeBot } = onBotDesk(() => api);

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
});
