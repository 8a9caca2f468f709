import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Api, type Body, openApi } from '../../support/ticketing-api.js';
import { mail } from '../../support/ticketing-desk.js';

const text = (title: string, body: string) => ({ en: { title, body } });
const knowledge = {
  articles: {
    'print-labels': { texts: text('Printing labels', 'Install the component.') },
    returns: { texts: { ...text('Returns', 'Send it back.'), ja: { title: '返品', body: 'ご返送ください。' } } },
    whistle: { visibility: 'internal', texts: text('Whistle', 'For agents alone.') },
  },
};

let api: Api;
beforeAll(async () => {
  api = await openApi({ desk: { knowledge }, settings: { http: { publicUrl: 'https://desk.example/' } } });
});
afterAll(() => api.close());

const ask = <T = Body>(method: string, path: string, body?: unknown) =>
  api.ask<T>(method, `/api/v1${path}`, body === undefined ? {} : { body });

describe('what readers say of an article', () => {
  const say = (article: string, id: string, body: object, from = '198.51.100.20') =>
    api.ask<Body>('PUT', `/api/v1/help/articles/${article}/opinions/${id}`, { key: null, headers: { 'x-forwarded-for': from }, body });
  const [ann, bob] = ['0195a1b2-c3d4-4e5f-8a6b-7c8d9e0f1a2b', '0195a1b2-c3d4-4e5f-8a6b-7c8d9e0f1a2c'] as const;
  const shownOf = async (article: string) => (await ask<Body>('GET', `/knowledge/articles/${article}/opinions`)).body;

  it('is one opinion a reader, which he may change; its words lead to nobody', async () => {
    expect((await say('print-labels', ann, { helpful: true })).body).toEqual({ helpful: true, words: null });
    const told = await say('print-labels', bob, { helpful: false, words: ' Step 2 is wrong, call 13800138000 ', language: 'en' });
    expect(told.body).toEqual({ helpful: false, words: 'Step 2 is wrong, call …' });
    expect(await shownOf('print-labels')).toMatchObject({
      ...{ yes: 1, no: 1, now: { yes: 1, no: 1 } },
      words: [{ helpful: false, words: 'Step 2 is wrong, call …', language: 'en', version: 1 }],
    });
    // What tells who somebody is, agents take out; that it did not help stays.
    const words = `/knowledge/articles/print-labels/opinions/${bob}/words`;
    expect([(await ask('DELETE', words)).status, await shownOf('print-labels')]).toMatchObject([204, { no: 1, words: [] }]);
    expect((await ask('DELETE', words.replace(bob, 'none'))).body).toMatchObject({ status: 404, code: 'opinion_unknown' });
    await say('print-labels', bob, { helpful: false, words: 'Step 2 is wrong, call …' });
    // He finds it after all; what he wrote stays until he takes it away.
    expect((await say('print-labels', bob, { helpful: true })).body).toEqual({ helpful: true, words: 'Step 2 is wrong, call …' });
    expect((await say('print-labels', bob, { helpful: true, words: '' })).body).toEqual({ helpful: true, words: null });
    expect(await shownOf('print-labels')).toMatchObject({ yes: 2, no: 0, words: [] });
  });

  it('is counted for agents, by article and by the text that is shown', async () => {
    const content = { texts: text('Axolotl tank', 'Fill it.') };
    const { id } = (await ask<{ id: string }>('POST', '/knowledge/articles', { content })).body;
    expect((await say(id, ann, { helpful: false })).status).toBe(404);
    await ask('POST', `/knowledge/articles/${id}/publication`, {});
    for (const reader of [ann, bob]) await say(id, reader, { helpful: false });
    await ask('PATCH', `/knowledge/articles/${id}`, { content: { texts: text('Axolotl tank', 'Fill it with cold water.') } });
    await ask('POST', `/knowledge/articles/${id}/publication`, {});
    expect(await shownOf(id)).toMatchObject({ yes: 0, no: 2, now: { yes: 0, no: 0 } });
    const { items } = (await ask<{ items: Body[] }>('GET', '/knowledge/opinions')).body;
    expect(items[0]).toMatchObject({ articleId: id, title: 'Axolotl tank', yes: 0, no: 2, words: 0 });
  });

  it('is taken of one address so often and no oftener, and under an id that says nothing', async () => {
    expect((await say('returns', 'bob@example.com', { helpful: true })).body).toMatchObject({ status: 422, code: 'invalid_request' });
    const ids = Array.from({ length: 25 }, (_, n) => `0195a1b2-c3d4-4e5f-8a6b-7c8d9e0f2${String(n).padStart(3, '0')}`);
    const answers = await Promise.all(ids.map((id) => say('returns', id, { helpful: true }, '203.0.113.40')));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(20);
    expect(answers.find(({ status }) => status === 429)!.headers.get('retry-after')).toBe('60');
    expect((await say('returns', ann, { helpful: true }, '203.0.113.41')).status).toBe(200);
  });
});

describe('an article that an agent links', () => {
  const openTicket = async (subject: string, words: string) => {
    await api.desk.take(mail({ subject, text: words, from: `${subject}@customer.test` }));
    return (await ask<{ items: { id: string }[] }>('GET', `/tickets?q=${subject}`)).body.items[0]!.id;
  };
  const link = async (ticket: string, articleId: string) => (await ask('POST', `/tickets/${ticket}/articles`, { articleId })).body;

  it('goes to the customer by its page, in his language, also where the article is not in it', async () => {
    const japanese = await openTicket('henpin', '返品したいのですが、どうすればよいですか。');
    const page = 'https://desk.example/help/articles';
    expect(await link(japanese, 'returns')).toMatchObject({ title: '返品', language: 'ja', url: `${page}/returns?language=ja` });
    expect(await link(japanese, 'print-labels')).toMatchObject({ title: 'Printing labels', url: `${page}/print-labels?language=ja` });
    const english = await openTicket('parcel', 'How do I send it back?');
    expect(await link(english, 'returns')).toMatchObject({ title: 'Returns', url: `${page}/returns?language=en` });
    // Linked again it is answered again, for who closed the panel too early.
    expect(await link(english, 'returns')).toMatchObject({ url: `${page}/returns?language=en` });
  });

  it('has no address where customers may not read it', async () => {
    const ticket = await openTicket('whistling', 'It whistles.');
    expect(await link(ticket, 'whistle')).toMatchObject({ title: 'Whistle', url: null });
    const content = { texts: text('Draft', 'Not yet.') };
    const { id } = (await ask<{ id: string }>('POST', '/knowledge/articles', { content })).body;
    expect(await link(ticket, id)).toMatchObject({ title: 'Draft', url: null });
  });
});
