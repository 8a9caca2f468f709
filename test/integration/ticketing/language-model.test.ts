import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { SecondReadings } from '../../../apps/ticketing/src/recognition/second-readings.js';
import { type Behaviour, completion, LanguageModelServer } from '../../simulators/language-model/language-model-server.js';
import { type Api, openApi } from '../../support/ticketing-api.js';
import { mail, type MailFields, openDesk } from '../../support/ticketing-desk.js';

const DESK = {
  languages: ['en', 'zh'],
  groups: { security: { name: 'Security' } },
  sealed: [{ inbox: 'security', group: 'security' }],
  categories: {
    payment: { name: 'Payment', keywords: { en: ['refund'] }, priority: 'high' },
    login: { name: 'Signing in', keywords: { en: ['log in'] } },
  },
  recognition: { mood: { angry: { tags: ['angry'] } } },
};
const KEY = 'a key of the tests';

interface Ticket {
  readonly id: string;
  readonly category: string | null;
  readonly mood: string | null;
  readonly priority: string;
  readonly tags: readonly string[];
}
interface Prediction {
  readonly kind: string;
  readonly label: string | null;
  readonly basis: string;
  readonly confidence: number;
}

describe('an outside language model', () => {
  let server: LanguageModelServer;
  let api: Api;
  let customers = 0;
  beforeAll(async () => {
    server = await LanguageModelServer.start();
    const llm = { url: server.url, key: KEY, model: 'small', timeoutMs: 400, asks: ['category', 'mood'], perMinute: 20 };
    api = await openApi({ desk: DESK, settings: { recognition: { llm } } });
  });
  afterAll(async () => {
    await api.close();
    await server.stop();
  });
  beforeEach(() => {
    server.asked.length = 0;
    api.desk.clock.advance(60_000);
  });

  const says = (said: Behaviour | object) => {
    server.behave = typeof said === 'function' ? (said as Behaviour) : () => ({ body: completion(JSON.stringify(said)) });
  };
  const ticket = async (id: string) => (await api.ask<Ticket>('GET', `/api/v1/tickets/${id}`)).body;
  const predictions = async (id: string) => {
    const { items } = (await api.ask<{ items: Prediction[] }>('GET', `/api/v1/tickets/${id}/recognition`)).body;
    return new Map(items.map((one) => [one.kind, one]));
  };
  const take = async (fields: MailFields) => {
    customers += 1;
    const message = mail({ from: `customer${customers}@example.org`, subject: 'Question', ...fields });
    await api.desk.take(message);
    await api.desk.settle();
    const path = `/api/v1/ledger?remoteMessageId=${encodeURIComponent(message.remoteMessageId!)}`;
    return (await api.ask<{ items: { ticketId: string }[] }>('GET', path)).body.items[0]!.ticketId;
  };
  const read = async (fields: MailFields) => {
    const id = await take(fields);
    await api.desk.get(SecondReadings).idle();
    await api.desk.settle();
    return id;
  };

  it('is asked what this process is unsure about, and says it beside what stands', async () => {
    says({ category: 'payment', category_confidence: 0.83, mood: 'angry' });
    const id = await read({ text: 'You took my money twice. Call +86 138 0000 1234 or write to bo@shop.example.', name: 'Bo Private' });
    expect(await ticket(id)).toMatchObject({ category: 'payment', priority: 'high', mood: 'angry', tags: ['angry'] });
    const told = await predictions(id);
    expect(told.get('category')).toMatchObject({ label: 'payment', basis: 'llm', confidence: expect.closeTo(0.83, 2) });
    expect([told.get('mood')!.basis, told.get('language')!.basis]).toEqual(['llm', 'words']);
    const [question] = server.asked;
    expect([question!.authorization, question!.model]).toEqual([`Bearer ${KEY}`, 'small']);
    const [system, user] = question!.messages;
    expect(system!.content).toContain('- payment: Payment');
    // Nothing but what may leave the house, and no addresses or numbers.
    expect(JSON.parse(user!.content)).toEqual({ subject: 'Question', text: expect.stringContaining('You took my money twice') });
    expect(JSON.stringify(question)).not.toMatch(/Bo Private|bo@shop|customer\d|138 0000/);
  });

  it('is not asked where the desk itself is sure', async () => {
    says({ category: 'login' });
    const id = await read({ text: 'I am furious, this is outrageous, I want a refund!' });
    expect([(await ticket(id)).category, (await predictions(id)).get('category')!.basis]).toEqual(['payment', 'phrases']);
    expect(server.asked).toEqual([]);
  });

  it.each<[string, Behaviour]>([
    ['a label that the desk has not', () => ({ body: completion('{"category":"weather"}') })],
    ['words instead of JSON', () => ({ body: completion('It is about payment, I think.') })],
    ['no completion', () => ({ body: '<html>502</html>' })],
    ['an error', () => ({ status: 500, body: '{}' })],
    ['too much', () => ({ body: completion('x'.repeat(100_000)) })],
    ['nothing in time', () => 'never'],
    ['that it does not know', () => ({ body: completion('{"category":null,"mood":null}') })],
  ])('changes nothing when it answers %s', async (_, behaviour) => {
    says(behaviour);
    const began = Date.now();
    const id = await take({ text: 'It is a curious thing that happens here.' });
    // It waits for nobody: what was recognised here stands before there is an answer.
    if (behaviour({} as never) === 'never') expect(Date.now() - began).toBeLessThan(5_000);
    expect((await predictions(id)).get('category')).toMatchObject({ label: null, basis: 'phrases' });
    await api.desk.get(SecondReadings).idle();
    await api.desk.settle();
    expect(server.asked).toHaveLength(1);
    expect(await ticket(id)).toMatchObject({ category: null, mood: 'neutral' });
    expect((await predictions(id)).get('category')).toMatchObject({ label: null, basis: 'phrases' });
  });

  it('understands an answer in a fence, and takes no part of one that names what was not offered', async () => {
    says(() => ({ body: completion('```json\n{"category":"login"}\n```') }));
    expect((await ticket(await read({ text: 'The page turns and turns.' }))).category).toBe('login');
    says({ category: 'login', mood: 'delighted' });
    expect((await ticket(await read({ text: 'The page turns again.' }))).category).toBeNull();
  });

  it('leaves what an agent said meanwhile', async () => {
    says(async () => {
      await api.desk.database.sql.query(`update tickets set category = 'login', version = version + 1 where subject = 'Something odd'`);
      return { body: completion('{"category":"payment"}') };
    });
    const id = await read({ subject: 'Something odd', text: 'It is so odd.' });
    expect(server.asked).toHaveLength(1);
    expect((await ticket(id)).category).toBe('login');
  });

  it('hears nothing of sealed inboxes', async () => {
    says({ category: 'payment' });
    const id = await read({ inbox: 'security', text: 'A strange thing about your servers.' });
    expect(server.asked).toEqual([]);
    const [row] = await api.desk.database.sql.query<{ category: string | null }>('select category from tickets where id = $1', [id]);
    expect(row!.category).toBeNull();
  });

  it('is asked no oftener than it may be', async () => {
    says({ category: 'payment' });
    for (let count = 0; count < 22; count += 1) await read({ text: `A strange thing, the ${count}th of them.` });
    expect(server.asked.length).toBe(20);
    api.desk.clock.advance(60_000);
    await read({ text: 'A strange thing a minute later.' });
    expect(server.asked.length).toBe(21);
  });
});

describe('a process that dies over its question', () => {
  it('leaves it to another, which asks once the time is over that it takes; a living one is not asked past', async () => {
    const server = await LanguageModelServer.start();
    const llm = { url: server.url, key: KEY, model: 'small', timeoutMs: 400, asks: ['category'], perMinute: 20 };
    const settings = { recognition: { llm } };
    const api = await openApi({ desk: DESK, settings });
    const other = await openDesk({ database: { url: api.desk.database.url, close: () => Promise.resolve() }, settings });
    const category = async () =>
      (await api.desk.database.sql.query<{ category: string | null }>('select category from tickets'))[0]!.category;
    const timers = () => api.desk.database.sql.query(`select 1 from timers where kind = 'second-reading'`);
    const look = async (ms: number) => {
      other.clock.set(new Date(other.clock.now().getTime() + ms));
      await other.settle();
      await other.get(SecondReadings).idle();
    };
    try {
      server.behave = () => ({ body: completion('{"category":"payment"}') });
      // It takes the question and never comes back.
      (api.desk.get(SecondReadings) as unknown as { start: () => void }).start = () => undefined;
      await api.desk.take(mail({ text: 'A strange thing.' }));
      await api.desk.settle();
      await look(1_000);
      expect([server.asked.length, await category()]).toEqual([0, null]);
      await look(20_000);
      expect([server.asked.length, await category(), await timers()]).toEqual([1, 'payment', []]);
      await look(60_000);
      expect(server.asked).toHaveLength(1);
    } finally {
      await other.close();
      await api.close();
      await server.stop();
    }
  });
});

describe('without a language model in the settings', () => {
  it('nothing is asked of anybody', async () => {
    const api = await openApi({ desk: DESK });
    try {
      await api.desk.take(mail({ text: 'A strange thing.' }));
      await api.desk.settle();
      expect(await api.desk.database.sql.query('select 1 from recognition_calls')).toEqual([]);
      expect(await api.desk.database.sql.query(`select 1 from timers where kind = 'second-reading'`)).toEqual([]);
    } finally {
      await api.close();
    }
  });
});
