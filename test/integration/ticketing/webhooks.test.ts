import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readSignedWebhook, verifyWebhook } from '#connector-sdk';
import { WebhookSender } from '../../../apps/ticketing/src/webhooks/webhook-sender.js';
import { type Api, openApi } from '../../support/ticketing-api.js';
import { mail } from '../../support/ticketing-desk.js';

interface Webhook {
  readonly id: string;
  readonly enabled: boolean;
  readonly disabledReason: string | null;
  readonly failingSince: string | null;
}
interface Delivery {
  readonly id: string;
  readonly eventType: string;
  readonly state: string;
  readonly tries: number;
  readonly lastStatus: number | null;
  readonly lastError: string | null;
  readonly nextTryAt: string | null;
}
interface List<T> {
  readonly items: readonly T[];
}
interface Received {
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly body: string;
}

const HOUR = 3_600_000;
let api: Api;
let server: Server;
let base: string;
let received: Received[];
let answer: (request: Received) => { status: number; headers?: Record<string, string>; body?: string };

beforeAll(async () => {
  server = createServer((request: IncomingMessage, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      const got = { path: request.url!, headers: request.headers as Record<string, string>, body };
      received.push(got);
      const { status, headers = {}, body: told = '' } = answer(got);
      response.writeHead(status, headers).end(told);
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  base = `http://127.0.0.1:${port}`;
  api = await openApi({ settings: { webhooks: { privateHosts: [`127.0.0.1:${port}`] } } });
});
afterAll(async () => {
  await api.close();
  server.close();
});
beforeEach(async () => {
  received = [];
  answer = () => ({ status: 204 });
  for (const { id } of (await ask<List<Webhook>>('GET', '')).body.items) await ask('DELETE', `/${id}`);
});

const ask = <T>(method: string, path: string, body?: unknown) =>
  api.ask<T>(method, `/api/v1/webhooks${path}`, body === undefined ? {} : { body });
const make = async (events: string[] = [], path = '/hook') =>
  (await ask<Webhook>('POST', '', { name: path, url: `${base}${path}`, events })).body;
const show = async (id: string) => (await ask<Webhook>('GET', `/${id}`)).body;
const secretOf = async (id: string) => (await ask<{ secret: string }>('GET', `/${id}/secret`)).body.secret;
const deliveriesOf = async (id: string) => (await ask<List<Delivery>>('GET', `/${id}/deliveries`)).body.items;
const run = async () => {
  await api.desk.settle();
  for (let begun = 1; begun > 0;) {
    const { begun: started, sent } = await api.desk.get(WebhookSender).runDue();
    await sent;
    begun = started;
  }
};
const judge = ({ headers, body }: Received, ...secrets: string[]) =>
  verifyWebhook(readSignedWebhook(headers, Buffer.from(body)), secrets, api.desk.clock.now().getTime()).valid;

describe('a webhook', () => {
  it('is told what it asked for, signed so that any receiver of Standard Webhooks can check it', async () => {
    const [some, all] = [await make(['ticket.opened.v1'], '/some'), await make([], '/all')];
    await api.desk.take(mail({ subject: 'To be told' }));
    await run();
    const [only, ...more] = received.filter(({ path }) => path === '/some');
    expect(more).toEqual([]);
    expect(JSON.parse(only!.body)).toMatchObject({
      type: 'ticket.opened.v1',
      timestamp: expect.any(String),
      data: { subject: 'To be told' },
    });
    expect([judge(only!, await secretOf(some.id)), judge(only!, await secretOf(all.id))]).toEqual([true, false]);
    expect(
      new Set(received.filter(({ path }) => path === '/all').map(({ body }) => (JSON.parse(body) as { type: string }).type)).size,
    ).toBeGreaterThan(1);
    const ids = received.map(({ headers }) => headers['webhook-id']);
    expect(new Set(ids).size).toBe(ids.length);
    await run();
    expect(received).toHaveLength(ids.length);
  });

  it('that does not take an event gets it again under the same id, later and later, for days', async () => {
    const { id } = await make(['ticket.opened.v1']);
    answer = () => ({ status: 500, body: 'not\ntoday' });
    await api.desk.take(mail({}));
    await run();
    expect(await deliveriesOf(id)).toMatchObject([{ state: 'pending', tries: 1, lastStatus: 500, lastError: 'answered 500: not today' }]);
    expect((await show(id)).failingSince).not.toBeNull();
    answer = () => ({ status: 429, headers: { 'retry-after': '7200' } });
    api.desk.clock.advance(6_000);
    await run();
    const [waiting] = await deliveriesOf(id);
    expect(Date.parse(waiting!.nextTryAt!) - api.desk.clock.now().getTime()).toBe(2 * HOUR);
    answer = () => ({ status: 200 });
    api.desk.clock.advance(2 * HOUR);
    await run();
    expect(await deliveriesOf(id)).toMatchObject([{ state: 'delivered', tries: 3 }]);
    expect((await show(id)).failingSince).toBeNull();
    expect(new Set(received.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
    expect(new Set(received.map(({ headers }) => headers['webhook-timestamp'])).size).toBe(3);
  });

  it('is given up after more than three days; sent anew on demand it has the same id', async () => {
    const { id } = await make(['ticket.opened.v1']);
    answer = () => ({ status: 503 });
    await api.desk.take(mail({}));
    for (let tries = 0; tries < 12; tries += 1) {
      await run();
      const [{ nextTryAt }] = (await deliveriesOf(id)) as [Delivery];
      if (nextTryAt !== null) api.desk.clock.set(new Date(nextTryAt));
    }
    expect(await deliveriesOf(id)).toMatchObject([{ state: 'failed', tries: 10 }]);
    answer = () => ({ status: 200 });
    const [{ id: delivery }] = (await deliveriesOf(id)) as [Delivery];
    expect((await ask('POST', `/${id}/deliveries/${delivery}/redeliveries`)).status).toBe(202);
    await run();
    expect(await deliveriesOf(id)).toMatchObject([{ state: 'delivered' }]);
    expect(new Set(received.map(({ headers }) => headers['webhook-id']))).toEqual(new Set([delivery]));
    expect((await ask<{ body: string }>('GET', `/${id}/deliveries/${delivery}`)).body.body).toBe(received[0]!.body);
  });

  it('that nothing gets through to for days is switched off, admins are told, and what it missed can be sent', async () => {
    const { id } = await make(['ticket.opened.v1']);
    const since = api.desk.clock.now().toISOString();
    answer = () => ({ status: 500 });
    for (let day = 0; day < 6; day += 1) {
      await api.desk.take(mail({}));
      await run();
      api.desk.clock.advance(24 * HOUR);
    }
    expect(await show(id)).toMatchObject({ enabled: false, disabledReason: 'nothing got through for 5 days' });
    const notices = await api.ask<List<{ kind: string; text: string }>>('GET', '/api/v1/notices?kind=webhook_disabled');
    expect(notices.body.items.map(({ text }) => text)).toEqual([expect.stringContaining('"/hook" was switched off')]);
    const before = (await deliveriesOf(id)).length;
    await api.desk.take(mail({}));
    await run();
    // What happens while it is off is kept, unsent.
    const all = await deliveriesOf(id);
    expect([all.length, all.filter(({ state }) => state === 'pending').length, all[0]!.state]).toEqual([before + 1, 0, 'dropped']);
    answer = () => ({ status: 200 });
    expect((await ask<Webhook>('PATCH', `/${id}`, { enabled: true })).body).toMatchObject({
      enabled: true,
      disabledReason: null,
      failingSince: null,
    });
    const { body } = await ask<{ redelivering: number }>('POST', `/${id}/redeliveries`, { since });
    expect(body.redelivering).toBe(before + 1);
    await run();
    expect((await deliveriesOf(id)).every(({ state }) => state === 'delivered')).toBe(true);
  });

  it('whose endpoint says that it is gone is switched off at once', async () => {
    const { id } = await make(['ticket.opened.v1']);
    answer = () => ({ status: 410 });
    await api.desk.take(mail({}));
    await run();
    expect(await show(id)).toMatchObject({ enabled: false, disabledReason: expect.stringContaining('410') });
  });

  it('changes its secret without an event that nobody can check', async () => {
    const { id } = await make(['ticket.opened.v1']);
    const old = await secretOf(id);
    await ask('POST', `/${id}/rotations`);
    const fresh = await secretOf(id);
    expect(fresh).not.toBe(old);
    await ask('POST', `/${id}/tests`);
    await run();
    expect([judge(received[0]!, old), judge(received[0]!, fresh)]).toEqual([true, true]);
    api.desk.clock.advance(25 * HOUR);
    await ask('POST', `/${id}/tests`);
    await run();
    expect([judge(received[1]!, old), judge(received[1]!, fresh)]).toEqual([false, true]);
    const stored = await api.desk.database.sql.query<{ secret: string }>('select secret from webhooks');
    expect(JSON.stringify(stored)).not.toContain(fresh.slice(6));
  });

  it('never reaches what is not on the internet, nor follows where it is led', async () => {
    for (const url of [
      'https://127.0.0.1/x',
      'https://[::1]/x',
      'https://169.254.169.254/latest',
      'http://example.com/x',
      'https://a:b@example.com/',
      'ftp://x.y/',
    ])
      expect((await ask<{ code: string }>('POST', '', { name: 'x', url })).body.code).toBe('webhook_refused');
    // A name that leads inside is seen when it is looked up.
    const inside = (await ask<Webhook>('POST', '', { name: 'x', url: 'https://localhost/x', events: [] })).body;
    const led = await make(['ticket.opened.v1'], '/led');
    answer = () => ({ status: 302, headers: { location: `${base}/elsewhere` } });
    await api.desk.take(mail({}));
    await run();
    expect(received.map(({ path }) => path)).toEqual(['/led']);
    expect((await deliveriesOf(led.id))[0]).toMatchObject({ state: 'pending', lastStatus: 302 });
    expect((await deliveriesOf(inside.id))[0]).toMatchObject({
      lastStatus: null,
      lastError: expect.stringContaining('localhost is not on the internet'),
    });
  });

  it('that a process died over comes again when the lease is over', async () => {
    const { id } = await make(['ticket.opened.v1']);
    await api.desk.take(mail({}));
    await api.desk.settle();
    await api.desk.database.sql.query(`update webhook_deliveries set tries = 1, next_try_at = $1`, [
      new Date(api.desk.clock.now().getTime() + 60_000),
    ]);
    await run();
    expect(received).toEqual([]);
    api.desk.clock.advance(61_000);
    await run();
    expect(await deliveriesOf(id)).toMatchObject([{ state: 'delivered', tries: 2 }]);
  });
});
