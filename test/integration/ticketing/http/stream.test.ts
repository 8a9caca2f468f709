import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { WebSocket } from 'ws';
import { Topics } from '#contracts';
import type { TestDatabase } from '#database/testing';
import { type Api, BOOTSTRAP_KEY, openApi, openApiDatabase } from '../../../support/ticketing-api.js';
import { mail } from '../../../support/ticketing-desk.js';

interface Message {
  readonly cursor: string;
  readonly event?: { readonly id: string; readonly type: string; readonly subject: string; readonly data: { readonly version: number } };
}

/** A client of the stream that keeps what it heard. */
class Listener {
  readonly messages: Message[] = [];
  private readonly socket: WebSocket;
  private look: (() => void) | undefined;

  constructor(api: Api, since?: string) {
    const query = since === undefined ? '' : `?since=${since}`;
    this.socket = new WebSocket(`${api.url.replace('http', 'ws')}/api/v1/stream${query}`, {
      headers: { authorization: `Bearer ${BOOTSTRAP_KEY}` },
    });
    this.socket.on('message', (data: Buffer) => {
      this.messages.push(JSON.parse(data.toString()) as Message);
      this.look?.();
    });
    this.socket.on('error', () => undefined);
  }

  get cursor(): string {
    return this.messages.at(-1)!.cursor;
  }

  get ids(): string[] {
    return this.messages.flatMap(({ event }) => (event === undefined ? [] : [event.id]));
  }

  /** Resolves when so many events (0: the greeting) were heard. */
  async heard(events: number): Promise<void> {
    while (this.messages.length === 0 || this.ids.length < events) await new Promise<void>((resolve) => (this.look = resolve));
  }

  async closed(): Promise<number> {
    const [code] = (await once(this.socket, 'close')) as [number];
    return code;
  }

  async leave(): Promise<void> {
    this.socket.terminate();
    if (this.socket.readyState !== WebSocket.CLOSED) await once(this.socket, 'close');
  }
}

let database: TestDatabase;
let api: Api;
beforeAll(async () => {
  database = await openApiDatabase();
  api = await openApi({ database });
});
afterAll(async () => {
  await api.close();
  await database.close();
});

async function countEvents(): Promise<number> {
  const [row] = await api.desk.database.sql.query<{ events: number }>(
    `select count(*)::int as events from log_records r join log_heads h on h.id = r.head where h.topic = $1`,
    [Topics.ticketEvents],
  );
  return row!.events;
}

async function allIds(): Promise<string[]> {
  const rows = await api.desk.database.sql.query<{ id: string }>(
    `select envelope::json->>'id' as id from log_records r join log_heads h on h.id = r.head where h.topic = $1`,
    [Topics.ticketEvents],
  );
  return rows.map(({ id }) => id);
}

describe('the stream', () => {
  it('tells every client what happens from now on, in order per ticket', async () => {
    await api.desk.take(mail({ subject: 'Before anybody listened' }));
    const [one, other] = [new Listener(api), new Listener(api)];
    await Promise.all([one.heard(0), other.heard(0)]);
    const before = await countEvents();
    await api.desk.take(...Array.from({ length: 20 }, (_, index) => mail({ from: `p${index}@example.com`, subject: `Case ${index}` })));
    const told = (await countEvents()) - before;
    await Promise.all([one.heard(told), other.heard(told)]);
    expect(new Set(one.ids).size).toBe(told);
    expect([...other.ids].sort()).toEqual([...one.ids].sort());
    const versions = new Map<string, number>();
    for (const { event } of one.messages) {
      if (event === undefined) continue;
      expect(event.data.version).toBeGreaterThanOrEqual(versions.get(event.subject) ?? 0);
      versions.set(event.subject, event.data.version);
    }
    await Promise.all([one.leave(), other.leave()]);
  });

  it('goes on from a cursor, also in another process, with nothing missed and nothing twice', async () => {
    const first = new Listener(api);
    await first.heard(0);
    const known = new Set(await allIds());
    const heard: string[] = [];
    await api.desk.take(mail({ from: 'a@example.com' }), mail({ from: 'b@example.com' }), mail({ from: 'c@example.com' }));
    await first.heard(1);
    const cut = first.messages.findIndex(({ event }) => event !== undefined);
    heard.push(first.messages[cut]!.event!.id);
    let { cursor } = first.messages[cut]!;
    const closed = first.closed();
    await api.close();
    expect(await closed).toBe(1001);

    api = await openApi({ database });
    await api.desk.take(mail({ from: 'd@example.com' }), mail({ from: 'e@example.com' }));
    const second = new Listener(api, cursor);
    // Meanwhile more happens: caught up and told live must meet without a seam.
    for (let round = 0; round < 5; round += 1)
      await api.desk.take(mail({ from: `w${round}@example.com` }), mail({ from: `v${round}@example.com` }));
    const missing = (await allIds()).filter((id) => !known.has(id) && !heard.includes(id));
    await second.heard(missing.length);
    expect(second.ids.sort()).toEqual(missing.sort());
    ({ cursor } = second);
    await second.leave();

    const third = new Listener(api, cursor);
    await third.heard(0);
    expect(third.ids).toEqual([]);
    await third.leave();
  });

  it('comes as server-sent events too, resumed by Last-Event-ID', async () => {
    const controller = new AbortController();
    const open = (headers = {}) =>
      fetch(`${api.url}/api/v1/stream`, { headers: { authorization: `Bearer ${BOOTSTRAP_KEY}`, ...headers }, signal: controller.signal });
    const first = await open();
    expect(first.headers.get('content-type')).toBe('text/event-stream');
    const greeting = await readUntil(first, /id: (\S+)\n/);
    await api.desk.take(mail({ subject: 'By the way' }));
    const again = await open({ 'last-event-id': /id: (\S+)\n/.exec(greeting)![1]! });
    expect(await readUntil(again, /ticket\.entry_added/)).toContain('"type":"ticket.opened.v1"');
    controller.abort();
  });

  it('is refused to those who may not read, and to pages of other sites', async () => {
    const refusal = async (headers: Record<string, string>, since = '') => {
      const socket = new WebSocket(`${api.url.replace('http', 'ws')}/api/v1/stream${since}`, { headers });
      socket.on('error', () => undefined);
      const [, response] = (await once(socket, 'unexpected-response')) as [unknown, { statusCode: number; destroy(): void }];
      response.destroy();
      return response.statusCode;
    };
    expect(await refusal({})).toBe(401);
    expect(await refusal({ authorization: 'Bearer nonsense' })).toBe(401);
    const login = await api.ask('POST', '/api/v1/session', {
      key: null,
      body: { email: 'admin@example.com', password: 'a password of the tests' },
    });
    const cookie = login.headers.get('set-cookie')!.split(';')[0]!;
    expect(await refusal({ cookie, origin: 'https://evil.example' })).toBe(403);
    expect(await refusal({ authorization: `Bearer ${BOOTSTRAP_KEY}` }, '?since=nonsense')).toBe(400);
  });

  it('says 410 when what follows the cursor is no longer kept', async () => {
    const listener = new Listener(api);
    await listener.heard(0);
    const { cursor } = listener;
    await listener.leave();
    await api.desk.take(mail({ from: 'gone@example.com' }));
    expect((await api.ask('GET', '/api/v1/stream?since=nonsense')).body).toMatchObject({ status: 400, code: 'cursor_invalid' });
    await api.desk.database.sql.query('delete from log_records where head in (select id from log_heads where topic = $1)', [
      Topics.ticketEvents,
    ]);
    const late = await api.ask('GET', `/api/v1/stream?since=${cursor}`);
    expect(late.body).toMatchObject({ status: 410, code: 'cursor_expired' });
    const fresh = new Listener(api);
    await fresh.heard(0);
    await fresh.leave();
  });
});

async function readUntil(response: Response, wanted: RegExp): Promise<string> {
  const reader = response.body!.getReader();
  let text = '';
  while (!wanted.test(text)) {
    const { value, done } = await reader.read();
    if (done) throw new Error(`the stream ended: ${text}`);
    text += Buffer.from(value).toString();
  }
  return text;
}
