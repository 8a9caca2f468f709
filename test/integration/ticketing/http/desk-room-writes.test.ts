import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Api, type Body, openApi } from '../../../support/ticketing-api.js';
import { mail } from '../../../support/ticketing-desk.js';

const HOURS = [{ days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'], from: '00:00', to: '24:00' }];
const DESK = {
  languages: ['en'],
  knowledge: { articles: { first: { texts: { en: { title: 'Reset the pump', body: 'Hold the button.' } } } } },
  templates: { hello: { name: 'Hello', text: 'Hello {{contact.name}}' } },
  checklists: {
    lists: {
      check: { name: 'Check', steps: [{ key: 'a', text: 'A' }] },
      other: { name: 'Other', steps: [{ key: 'a', text: 'A' }] },
      guide: {
        name: 'Guide',
        kind: 'guidance',
        steps: [
          { key: 'a', text: 'A', screenshot: true },
          { key: 'b', text: 'B' },
        ],
      },
    },
  },
  macros: { tag: { name: 'Tag', changes: { addTags: ['x'] } } },
  bookings: {
    services: {
      visit: { name: 'Visit', minutes: 60, leadHours: 0, perSlot: 9, hours: HOURS, ticket: { subject: 'Visit', origin: 'counter' } },
    },
  },
  visits: { branches: [{ key: 'main', name: 'Main' }] },
  quality: { sheets: { answers: { name: 'Answers', reviews: 'answers', criteria: [{ key: 'ok', name: 'Ok', weight: 1 }] } } },
};

let api: Api;
beforeAll(async () => {
  api = await openApi({ desk: DESK });
});
afterAll(() => api.close());

const ask = <T = Body>(method: string, path: string, body?: unknown, key?: string) =>
  api.ask<T>(method, `/api/v1${path}`, {
    ...(body === undefined ? {} : { body }),
    ...(key === undefined ? {} : { headers: { 'idempotency-key': key } }),
  });
let keys = 0;

/** Asked, its answer lost as by a crash after the commit, and asked again with the same key. */
async function askTwice(method: string, path: string, body?: unknown): Promise<Body> {
  const key = `twice-${(keys += 1)}`;
  const first = await ask(method, path, body, key);
  expect([path, first.status, first.body['code']]).toEqual([path, first.status < 300 ? first.status : 'a success', undefined]);
  await api.desk.database.sql.query('update http_idempotency set answer = null, claim = null where key = $1', [key]);
  const again = await ask(method, path, body, key);
  expect([method, path, again.status, again.body]).toEqual([method, path, first.status, first.body]);
  return first.body;
}

async function open(subject: string): Promise<{ id: string; number: string; contact: { id: string } }> {
  await api.desk.take(mail({ subject, from: `${subject.replaceAll(' ', '.')}@customer.test`, text: 'Please help' }));
  const { body } = await ask<{ items: { id: string; number: string; contact: { id: string } }[] }>(
    'GET',
    `/tickets?q=${encodeURIComponent(subject)}`,
  );
  return body.items[0]!;
}

describe('a write of the desk’s rooms whose answer was lost', () => {
  it('had its effect once: of the help', async () => {
    const content = { texts: { en: { title: 'Clean the filter', body: 'With water.' } } };
    const { id } = await askTwice('POST', '/knowledge/articles', { content });
    const article = `/knowledge/articles/${String(id)}`;
    await askTwice('PATCH', article, {
      content: { texts: { en: { title: 'Clean the filter', body: 'With warm water.' } } },
      expectedVersion: 1,
    });
    await askTwice('POST', `${article}/publication`, { expectedVersion: 2 });
    await askTwice('POST', `${article}/reviews`, { valid: true });
    await askTwice('POST', `${article}/archiving`, {});
    await askTwice('POST', '/knowledge/imports', {
      format: 'jsonl',
      language: 'en',
      text: '{"title":"No key","body":"each time a new one"}',
    });
    const { body } = await ask<{ items: { title: string }[] }>('GET', '/knowledge/articles');
    expect(body.items.filter(({ title }) => title === 'No key').length).toBe(1);
    await ask('GET', '/knowledge/search?q=xylophone');
    await askTwice('POST', '/knowledge/unanswered-searches/dealt-with', { question: 'xylophone' });
  });

  it('had its effect once: of a ticket’s help, templates and checklists', async () => {
    const ticket = `/tickets/${(await open('Pump case')).id}`;
    await askTwice('POST', `${ticket}/articles`, { articleId: 'first' });
    const first = await ask<{ id: string }>('GET', '/knowledge/articles/first');
    await askTwice('DELETE', `${ticket}/articles/${first.body.id}`);
    await askTwice('POST', `${ticket}/article-sendings`, { articleId: 'first' });
    await askTwice('POST', `${ticket}/solution-draft`, {});
    await askTwice('POST', `${ticket}/template-sendings`, { template: 'hello' });
    await askTwice('POST', `${ticket}/call-points`, { points: { caller: 'Ann' } });
    const run = await askTwice('POST', `${ticket}/checklists`, { checklist: 'check' });
    await askTwice('PUT', `${ticket}/checklists/${String(run['id'])}/steps/a`, { result: true, expectedVersion: 1 });
    await askTwice('POST', `${ticket}/checklists/${String(run['id'])}/end`, { state: 'done' });
    const guide = await askTwice('POST', `${ticket}/checklists`, { checklist: 'guide' });
    await askTwice('POST', `${ticket}/checklists/${String(guide['id'])}/next-steps`, {});
    const { body } = await ask<{ items: { direction: string; author: { role: string } }[] }>('GET', `${ticket}/entries?limit=200`);
    const sent = body.items.filter(({ direction, author }) => direction === 'outbound' && author.role !== 'bot');
    // An article, a template and twice a guidance; and the acknowledgement.
    expect(sent.length).toBe(5);
  });

  it('had its effect once: of bookings, visits and reviews', async () => {
    const contact = { identity: { scheme: 'phone', value: '+8613900000777' } };
    const { body } = await ask<{ items: { startsAt: string }[] }>('GET', '/bookings/slots?service=visit');
    const [slot, later] = body.items as [{ startsAt: string }, { startsAt: string }];
    const booking = await askTwice('POST', '/bookings', { service: 'visit', startsAt: slot.startsAt, contact });
    await askTwice('PATCH', `/bookings/${String(booking['id'])}`, { startsAt: later.startsAt, expectedVersion: 1 });
    await askTwice('POST', `/bookings/${String(booking['id'])}/cancellation`, { expectedVersion: 2 });
    await askTwice('POST', '/visits', { branch: 'main', contact, subject: 'Came in' });
    const agent = await ask<{ id: string }>('POST', '/agents', {
      email: 'li@desk.example',
      displayName: 'li',
      role: 'agent',
      password: 'a long enough password',
    });
    const { headers } = await api.ask('POST', '/api/v1/session', {
      key: null,
      body: { email: 'li@desk.example', password: 'a long enough password' },
    });
    const ticket = await open('Reviewed case');
    const cookie = headers.get('set-cookie')!.split(';', 1)[0]!;
    await api.ask('POST', `/api/v1/tickets/${ticket.id}/replies`, {
      key: null,
      headers: { cookie, 'x-tributary-request': '1' },
      body: { text: 'Answer' },
    });
    await api.desk.settle();
    const reviews = await ask<{ items: { id: string; agentId: string }[] }>('GET', '/entry-reviews?state=waiting');
    expect(reviews.body.items.map(({ agentId }) => agentId)).toEqual([agent.body.id]);
    await askTwice('PUT', `/entry-reviews/${reviews.body.items[0]!.id}`, { scores: { ok: 90 } });
    const share = await ask<{ items: unknown[] }>('GET', '/entry-reviews/share');
    expect(share.body.items).toEqual([
      { sheet: 'answers', all: 1, chosen: 1, reviewed: 1, overdue: 0, share: 1, passed: 1, meanResult: 90 },
    ]);
  });

  it('had its effect once: of teamwork and purchases', async () => {
    const [ticket, other] = [await open('Team case'), await open('Other team case')];
    const path = `/tickets/${ticket.id}`;
    const { body: agents } = await ask<{ items: { id: string; email: string }[] }>('GET', '/agents');
    const agentId = agents.items.find(({ email }) => email === 'li@desk.example')!.id;
    await askTwice('PUT', `${path}/watchers/${agentId}`);
    await askTwice('DELETE', `${path}/watchers/${agentId}`);
    const link = await askTwice('POST', `${path}/links`, { ticket: other.number });
    await askTwice('DELETE', `${path}/links/${String(link['id'])}`);
    await askTwice('PUT', `${path}/snooze`, { until: '2027-01-01T00:00:00Z' });
    await askTwice('DELETE', `${path}/snooze`);
    const bulk = await askTwice('POST', '/bulk-actions', { tickets: [ticket.id], changes: { addTags: ['y'] } });
    await askTwice('DELETE', `/bulk-actions/${String(bulk['id'])}`);
    await askTwice('POST', `${path}/macro-runs`, { macro: 'tag' });
    await askTwice('PUT', `/contacts/${ticket.contact.id}/products`, { products: [{ name: 'Pump' }] });
    await askTwice('PUT', `/contacts/${ticket.contact.id}/orders`, { orders: [{ number: 'A-1' }] });
    await askTwice('POST', `${path}/orders`, { number: 'A-1' });
    await askTwice('DELETE', `${path}/orders/A-1`);
  });
});
