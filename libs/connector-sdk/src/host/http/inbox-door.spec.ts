import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from '@jest/globals';
import { RetriableError } from '#runtime';
import { WebSocket } from 'ws';
import type { Connector } from '../../connector.js';
import { RefusedRequest, type HttpConnector, type InboxSocket, type SocketConnector } from '../../http.js';
import { openDoor, type DoorTestOptions, type DoorUnderTest } from '../../testing/open-door.js';

const idle = { start: () => Promise.resolve(), stop: () => Promise.resolve() };
let door: DoorUnderTest;
afterEach(() => door.close());

async function open(parts: Partial<HttpConnector & SocketConnector>, options?: DoorTestOptions): Promise<DoorUnderTest> {
  door = await openDoor({ ...idle, ...parts } as Connector, options);
  return door;
}

describe('the HTTP door of inboxes', () => {
  it('hands over method, path below the inbox, query, headers, body and who asked', async () => {
    const { url } = await open({
      answer: async (request) => {
        const { method, path, query, headers, remoteAddress, url } = request;
        const body = (await request.read(100)).toString();
        return { status: 201, body: JSON.stringify({ method, path, a: query.get('a'), x: headers['x-one'], remoteAddress, url, body }) };
      },
    });
    const answer = await fetch(`${url}/up/17?a=%20b`, {
      method: 'PUT',
      body: 'bytes',
      headers: { 'X-One': 'yes', 'X-Forwarded-For': '203.0.113.9', 'X-Forwarded-Proto': 'https', 'X-Forwarded-Host': 'desk.example' },
    });
    expect(answer.status).toBe(201);
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(await answer.json()).toEqual({
      method: 'PUT',
      path: '/up/17',
      a: ' b',
      x: 'yes',
      remoteAddress: '203.0.113.9',
      url: 'https://desk.example/in/test/up/17?a=%20b',
      body: 'bytes',
    });
  });

  it('says what is wrong: unknown inbox, no HTTP, refused, later, fault', async () => {
    const faults = [
      new RefusedRequest(401, 'wrong_signature', 'The signature is wrong'),
      new RetriableError('away', { code: 'log_unavailable' }),
    ];
    const { url, refusals } = await open({ answer: () => Promise.reject(faults.shift() ?? new Error('a bug')) });
    expect((await fetch(url.replace('/in/test', '/in/other'))).status).toBe(404);
    const refused = await fetch(url);
    expect(refused.status).toBe(401);
    expect(await refused.json()).toMatchObject({ status: 401, code: 'wrong_signature', detail: 'The signature is wrong' });
    const later = await fetch(url);
    expect([later.status, later.headers.get('retry-after')]).toEqual([503, '2']);
    expect((await fetch(url)).status).toBe(500);
    expect(refusals).toEqual(['wrong_signature', 'log_unavailable', 'fault']);
  });

  it('refuses what has no such ability', async () => {
    const { url, socketUrl } = await open({});
    expect((await fetch(url)).status).toBe(404);
    expect(await closeOf(new WebSocket(socketUrl))).toBe('Unexpected server response: 404');
  });

  it('bounds bodies: too large by what is said or by what comes, too slow, cut', async () => {
    const { url, refusals } = await open({ answer: async (request) => ({ status: 200, body: await request.read(1_000, 100) }) });
    expect((await fetch(url, { method: 'POST', body: 'x'.repeat(1_001) })).status).toBe(413);
    const stream = new Blob(['y'.repeat(2_000)]).stream();
    expect((await fetch(url, { method: 'POST', body: stream, duplex: 'half' } as RequestInit)).status).toBe(413);
    expect(await startSlowly(url)).toBe(408);
    await cutOff(url);
    await sleep(50);
    expect(refusals).toEqual(['body_too_large', 'body_too_large', 'body_too_slow', 'body_cut']);
    expect(await (await fetch(url, { method: 'POST', body: 'fits' })).text()).toBe('fits');
  });

  it('streams large bodies in and answers out', async () => {
    const { url } = await open({ answer: (request) => Promise.resolve({ status: 200, body: request.stream(50_000_000) }) });
    const body = Buffer.alloc(5_000_000, 'z');
    expect(Buffer.from(await (await fetch(url, { method: 'POST', body })).arrayBuffer()).equals(body)).toBe(true);
    await door.close();
    const { url: other } = await open({ answer: () => Promise.resolve({ status: 200, body: Readable.from(['a', 'b']) }) });
    expect(await (await fetch(other)).text()).toBe('ab');
  });

  it('answers 503 in time when the inbox does not, and tells it', async () => {
    let told = false;
    const { url } = await open(
      {
        answer: ({ signal }) => {
          signal.addEventListener('abort', () => (told = true));
          return new Promise(() => undefined);
        },
      },
      { capabilities: { ackDeadlineMs: 250 } },
    );
    const startedAt = performance.now();
    expect((await fetch(url, { method: 'POST', body: '{}' })).status).toBe(503);
    expect(performance.now() - startedAt).toBeLessThan(1_000);
    expect(told).toBe(true);
  });
});

describe('WebSockets of inboxes', () => {
  it('are held by the inbox, both ways, and told of their end', async () => {
    const heard: string[] = [];
    const closed = new Promise<number>((resolve) => {
      void open({
        admit: () =>
          Promise.resolve((socket: InboxSocket) => {
            socket.onMessage((text) => {
              heard.push(text);
              socket.send(`heard ${text}`);
            });
            socket.onClose(resolve);
          }),
      }).then(({ socketUrl }) => {
        const client = new WebSocket(socketUrl);
        client.on('open', () => client.send('hello'));
        client.on('message', () => client.close(3001));
      });
    });
    expect(await closed).toBe(3001);
    expect(heard).toEqual(['hello']);
  });

  it('can be refused, with a status and the reason', async () => {
    const { socketUrl } = await open({ admit: () => Promise.reject(new RefusedRequest(403, 'wrong_origin', 'Not from there')) });
    expect(await closeOf(new WebSocket(socketUrl))).toBe('Unexpected server response: 403');
  });

  it('close with the inbox, for clients to come again', async () => {
    const stopping = new AbortController();
    const { socketUrl } = await open({ admit: () => Promise.resolve(() => undefined) }, { signal: stopping.signal });
    const client = new WebSocket(socketUrl);
    await new Promise((resolve) => client.on('open', resolve));
    stopping.abort();
    expect(await closeOf(client)).toBe('1012');
  });

  it('take no frames beyond 64 KiB and no bytes', async () => {
    const { socketUrl } = await open({ admit: () => Promise.resolve((socket) => socket.onMessage(() => undefined)) });
    for (const [frame, code] of [
      ['x'.repeat(70_000), '1009'],
      [Buffer.from([1]), '1003'],
    ] as const) {
      const client = new WebSocket(socketUrl);
      client.on('open', () => client.send(frame));
      expect(await closeOf(client)).toBe(code);
    }
  });
});

/** Code of the close, or the error's words. */
function closeOf(client: WebSocket): Promise<string> {
  return new Promise((resolve) => {
    client.on('error', (error) => resolve(error.message));
    client.on('close', (code) => resolve(String(code)));
  });
}

function startSlowly(url: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(url, { method: 'POST', headers: { 'content-length': '10' } }, (answer) => {
      answer.resume();
      resolve(answer.statusCode!);
    });
    request.on('error', reject);
    request.write('five.');
  });
}

async function cutOff(url: string): Promise<void> {
  const { port, pathname } = new URL(url);
  const socket = connect(Number(port), '127.0.0.1');
  socket.write(`POST ${pathname} HTTP/1.1\r\nhost: x\r\ncontent-length: 10\r\n\r\nfive.`);
  await sleep(30);
  socket.destroy();
}
