import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Trainer } from '../../../apps/ticketing/src/recognition/trainer.js';
import { type Api, openApi } from '../../support/ticketing-api.js';
import { mail } from '../../support/ticketing-desk.js';

const said = (text: string) => ['{}', '你好，{}', '{}，谢谢', '请问{}', '急！{}'].map((wrapping) => wrapping.replace('{}', text));
const DESK = {
  languages: ['zh', 'en'],
  categories: {
    account: {
      name: { zh: '账户', en: 'Account' },
      children: {
        login: {
          name: { zh: '登录', en: 'Login' },
          keywords: { zh: ['登录不了'], en: ['log in'] },
          examples: [...said('登录页面一直转圈'), ...said('进不去系统')],
        },
      },
    },
    payment: {
      name: { zh: '支付', en: 'Payment' },
      priority: 'low',
      children: {
        refund: {
          name: { zh: '退款', en: 'Refund' },
          keywords: { zh: ['退款'], en: ['refund'] },
          examples: [...said('把钱退给我'), ...said('会员费多扣了想要回来')],
          priority: 'low',
        },
      },
    },
  },
  urgent: {
    security: {
      name: { zh: '账户安全', en: 'Account security' },
      keywords: { zh: ['被盗'], en: ['hacked'] },
      steps: [{ key: 'chat', text: { zh: '立即在线联系客户', en: 'Contact the customer at once' }, withinMinutes: 5 }],
    },
  },
  recognition: { category: { retrainAfter: 3 }, mood: { angry: { raise: 'high', tags: ['angry'] } } },
};

interface Ticket {
  readonly id: string;
  readonly category: string | null;
  readonly [field: string]: unknown;
}
interface Model {
  readonly version: number;
  readonly inForceSince: string | null;
  readonly [field: string]: unknown;
}
interface Seen {
  readonly items: { readonly kind: string; readonly label: string | null; readonly [field: string]: unknown }[];
}

describe('recognition', () => {
  let api: Api;
  beforeAll(async () => {
    api = await openApi({ desk: DESK });
  });
  afterAll(() => api.close());

  const ticketOf = async (id: string) => (await api.ask<Ticket>('GET', `/api/v1/tickets/${id}`)).body;
  const take = async (text: string, subject = '咨询', from = 'ann@example.com'): Promise<Ticket> => {
    const message = mail({ text, subject, from });
    await api.desk.take(message);
    const { body } = await api.ask<Seen>('GET', `/api/v1/ledger?remoteMessageId=${encodeURIComponent(message.remoteMessageId!)}`);
    await api.desk.settle();
    return ticketOf(String(body.items[0]!['ticketId']));
  };
  const seen = async ({ id }: Ticket) => {
    const { items } = (await api.ask<Seen>('GET', `/api/v1/tickets/${id}/recognition`)).body;
    return Object.fromEntries(items.map((one) => [one.kind, one]));
  };
  const train = async () => (await api.ask<Model>('POST', '/api/v1/recognition/models', { body: { reason: 'test' } })).body;

  it('reads language, category, mood and urgency from the customer’s words, and says why', async () => {
    const ticket = await take('我登录不了，垃圾软件气死我了！账号还被盗了');
    expect(ticket).toMatchObject({
      language: 'zh',
      category: 'login',
      mood: 'angry',
      urgency: 'security',
      priority: 'high',
      tags: ['angry'],
    });
    expect(await seen(ticket)).toMatchObject({
      language: { label: 'zh', basis: 'words' },
      category: { label: 'login', basis: 'phrases', because: ['登录不了'] },
      mood: { label: 'angry', basis: 'words' },
      urgency: { label: 'security', basis: 'phrases', because: ['被盗'] },
    });
    const tasks = await api.ask<Seen>('GET', `/api/v1/tasks?ticket=${ticket.id}`);
    expect(tasks.body.items).toMatchObject([{ kind: 'urgent', text: '立即在线联系客户', dueAt: '2026-03-02T09:05:00.000Z' }]);
    const changed = (await api.desk.events(ticket.id)).filter(({ type }) => type === 'ticket.changed.v1');
    expect(changed).toHaveLength(1);
    expect(changed[0]!.data).toMatchObject({ reason: 'recognised', by: { kind: 'system' } });
  });

  it('is unsure rather than guessing; a later message may say it', async () => {
    const ticket = await take('你好，在吗', '你好', 'later@example.com');
    expect(ticket).toMatchObject({ category: null, language: 'zh', mood: 'neutral' });
    expect((await seen(ticket))['category']).toMatchObject({ label: null });
    await api.desk.take(mail({ from: 'later@example.com', text: '我要退款', references: [(await firstId(ticket.id))!] }));
    await api.desk.settle();
    expect(await ticketOf(ticket.id)).toMatchObject({ category: 'refund', priority: 'low' });
  });

  const firstId = async (ticketId: string) => {
    const { body } = await api.ask<{ items: { remoteMessageId: string | null }[] }>('GET', `/api/v1/tickets/${ticketId}/entries`);
    return body.items[0]!.remoteMessageId;
  };

  it('learns from the desk’s file, is measured on held-out examples, and is put back on wish', async () => {
    const before = await take('会员费被多扣了，想要回来', '费用');
    expect(before.category).toBeNull();
    const first = await train();
    expect(first).toMatchObject({ kind: 'category', version: 1, reason: 'test', examples: 20, labels: 2, deskVersion: 1 });
    expect(first['report']).toMatchObject({ examples: 20, right: expect.any(Number), coverage: expect.any(Number) });
    const after = await take('会员费被多扣了，想要回来', '费用');
    expect(after.category).toBe('refund');
    expect((await seen(after))['category']).toMatchObject({ basis: 'model', modelVersion: 1 });
    expect((await train()).version).toBe(2);
    const back = await api.ask<Model>('POST', '/api/v1/recognition/models/category/1/use');
    expect(back.body).toMatchObject({ version: 1, inForceSince: expect.any(String) });
    const { body } = await api.ask<{ models: Model[] }>('GET', '/api/v1/recognition');
    expect(body.models.map(({ version, inForceSince }) => [version, inForceSince !== null])).toEqual([
      [2, false],
      [1, true],
    ]);
    expect((await api.ask('POST', '/api/v1/recognition/models/category/9/use')).status).toBe(404);
  });

  it('takes what agents say for its next examples, and learns anew by itself', async () => {
    const trainer = api.desk.get(Trainer);
    expect(await trainer.trainDue()).toEqual([]);
    for (const text of ['导出按钮是灰色的', '按钮是灰色的点不了', '灰色按钮没反应']) {
      const ticket = await take(text, '问题', `${Math.random()}@example.com`);
      await api.ask('PATCH', `/api/v1/tickets/${ticket.id}`, { body: { category: 'account' } });
      await api.desk.settle();
      expect((await seen(ticket))['category']).toMatchObject({ correctedTo: 'account', correctedAt: expect.any(String) });
    }
    api.desk.clock.advance(1_000);
    const made = (await Promise.all([trainer.trainDue(), trainer.trainDue()])).flat();
    expect(made.map(({ version, examples, labels }) => [version, examples, labels])).toEqual([[3, 23, 3]]);
    expect(await trainer.trainDue()).toEqual([]);
    const learned = await api.ask<{ category: { candidates: { label: string }[] } }>('POST', '/api/v1/recognition/checks', {
      body: { text: '按钮灰色' },
    });
    expect(learned.body.category.candidates[0]!.label).toBe('account');
  });

  it('takes labelled examples from elsewhere, once for a request, with labels the desk has', async () => {
    const send = (label: string, key: string) =>
      api.ask<{ code: string }>('POST', '/api/v1/recognition/examples', {
        body: { items: [{ text: 'chargeback', label }] },
        headers: { 'idempotency-key': key },
      });
    expect([(await send('refund', 'a')).status, (await send('refund', 'a')).status]).toEqual([204, 204]);
    expect((await send('nonsense', 'b')).body.code).toBe('label_unknown');
    const [row] = await api.desk.database.sql.query<{ count: number }>(
      `select count(*)::int as count from recognition_examples where source = 'import'`,
    );
    expect(row!.count).toBe(1);
  });

  it('says what words would be, and changes nothing', async () => {
    const { body } = await api.ask('POST', '/api/v1/recognition/checks', {
      body: { text: 'My account was HACKED, I cannot log in! This is unacceptable!' },
    });
    expect(body).toMatchObject({
      language: { label: 'en' },
      category: { label: 'login' },
      urgency: { label: 'security' },
      mood: { label: 'angry' },
    });
  });

  it('of too little learns nothing', async () => {
    const { status, body } = await api.ask('POST', '/api/v1/recognition/models', { body: { kind: 'urgency' } });
    expect([status, body['code']]).toEqual([422, 'examples_too_few']);
  });
});
