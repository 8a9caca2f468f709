import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Api, openApi } from '../../support/ticketing-api.js';
import { mail } from '../../support/ticketing-desk.js';

const DESK = {
  knowledge: {
    sections: [{ key: 'faults', name: '故障', sections: [] }],
    articles: { 'clear-cache': { section: 'faults', texts: { zh: { title: '清除缓存', body: '1. 打开设置\n2. 清除缓存' } } } },
  },
};

interface View {
  readonly archive: { readonly article: string | null };
  readonly code?: string;
}

describe('the article of an archive', () => {
  let api: Api;
  beforeAll(async () => {
    api = await openApi({ desk: DESK });
  }, 120_000);
  afterAll(() => api.close());

  it('is one that there is, named by its key, its id or the address of its page; the ticket is linked with it', async () => {
    await api.desk.take(mail({ from: 'ann@example.com', subject: '打印机', text: '打印机坏了。' }));
    await api.desk.settle();
    const { items } = (await api.ask<{ items: { id: string }[] }>('GET', '/api/v1/tickets')).body;
    const path = `/api/v1/tickets/${items[0]!.id}`;
    const put = (article: string) => api.ask<View>('PUT', `${path}/archive`, { body: { article } });
    const { status, body } = await put('clear-cash');
    expect([status, body.code]).toEqual([404, 'article_unknown']);
    expect((await api.ask<View>('GET', `${path}/closing`)).body.archive.article).toBeNull();
    const { article } = (await put('clear-cache')).body.archive;
    const opened = await api.ask<{ key: string }>('GET', `/api/v1/knowledge/articles/${article}`);
    expect(opened.body.key).toBe('clear-cache');
    for (const named of [article!, `https://help.example/help/articles/${article}/`, 'https://help.example/zh/clear-cache?from=mail'])
      expect((await put(named)).body.archive.article).toBe(article);
    const uses = await api.ask<{ items: { articleId: string; how: string }[] }>('GET', `${path}/articles`);
    expect(uses.body.items.map(({ articleId, how }) => [articleId, how])).toEqual([[article, 'linked']]);
  });
});
