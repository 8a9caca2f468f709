import { randomUUID } from 'node:crypto';
import { afterEach, describe, expect, it } from '@jest/globals';
import { WebSocket } from 'ws';
import type { ChatServerFrame, ChatWelcome } from '#contracts';
import { ChatVisitor } from '../../support/chat-visitor.js';
import { keyOf, messagesOf, openChat, type ChatHouse } from './chat-house.js';

let house: ChatHouse;
const pages: ChatVisitor[] = [];
afterEach(async () => {
  for (const page of pages.splice(0)) page.cut();
  await house.close();
});
const open = async (settings?: Record<string, unknown>) => (house = await openChat(settings));
const enter = async (options: Parameters<typeof ChatVisitor.enter>[1] = {}) => {
  const page = await ChatVisitor.enter(house.socketUrl, options);
  pages.push(page);
  return page;
};
const ownOrigin = () => new URL(house.url).origin;

async function post(path: string, body: unknown, headers: Record<string, string> = {}) {
  const answer = await fetch(`${house.url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: ownOrigin(), ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  const json = (await answer.json()) as { frames?: ChatServerFrame[]; code?: string; detail?: string; retryAfterMs?: number };
  return { status: answer.status, headers: answer.headers, json, frames: json.frames ?? [] };
}

describe('the same protocol without sockets', () => {
  const begin = async () => {
    const { frames } = await post('/session', { t: 'hello', v: 1 });
    return frames[0] as ChatWelcome;
  };
  const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
  const poll = async (token: string, since: number, wait = 5) => {
    const answer = await fetch(`${house.url}/lines?since=${since}&wait=${wait}`, { headers: bearer(token) });
    return { status: answer.status, frames: ((await answer.json()) as { frames: ChatServerFrame[] }).frames };
  };

  it('takes messages by POST and brings answers by a long poll, at once', async () => {
    await open();
    const { token } = await begin();
    const { frames } = await post('/frames', [{ t: 'say', id: randomUUID(), text: 'by post' }, { t: 'ping' }], bearer(token));
    expect(frames).toMatchObject([{ t: 'said', seq: 1 }, { t: 'pong' }]);
    const waiting = poll(token, 1);
    await new Promise((resolve) => setTimeout(resolve, 100));
    const startedAt = performance.now();
    await house.reply(keyOf(house), 'answered');
    expect((await waiting).frames).toMatchObject([{ t: 'lines', lines: [{ seq: 2, text: 'answered' }] }]);
    expect(performance.now() - startedAt).toBeLessThan(1_000);
    expect((await poll(token, 0)).frames).toMatchObject([{ lines: [{ text: 'by post' }, { text: 'answered' }] }]);
    expect((await poll(token, 2, 0)).frames).toEqual([]);
  });

  it('is the same conversation as that of the socket', async () => {
    await open();
    const page = await enter();
    const { frames } = await post('/frames', { t: 'say', id: randomUUID(), text: 'by post' }, bearer(page.token));
    expect(frames).toMatchObject([{ t: 'said', seq: 1 }]);
    await page.until(() => page.texts().includes('by post'), 'the line at the socket');
  });

  it('refuses who has no session, and what is no frame', async () => {
    await open();
    expect((await post('/frames', { t: 'ping' })).status).toBe(401);
    expect((await post('/frames', { t: 'ping' }, bearer('made.up'))).status).toBe(401);
    const { token } = await begin();
    expect((await post('/frames', '{broken', bearer(token))).status).toBe(400);
    expect((await post('/frames', Array(21).fill({ t: 'ping' }), bearer(token))).status).toBe(400);
    expect((await post('/frames', { t: 'nonsense' }, bearer(token))).frames).toMatchObject([
      { t: 'refused', code: 'bad_frame', retry: false },
    ]);
    expect((await post('/session', { t: 'hello', v: 99 })).frames).toMatchObject([{ code: 'version_unknown' }]);
  });
});

describe('which sites may use a chat', () => {
  const SITE = 'https://shop.example';
  const statusOf = (origin?: string) =>
    new Promise<string>((resolve) => {
      const socket = new WebSocket(`${house.socketUrl}/socket`, { ...(origin === undefined ? {} : { origin }) });
      socket.on('open', () => (socket.terminate(), resolve('open')));
      socket.on('error', (error) => resolve(error.message));
    });

  it('those that are named, and the installation’s own pages; nobody else, exactly', async () => {
    await open({ origins: [`${SITE}/`] });
    expect(await statusOf(SITE)).toBe('open');
    expect(await statusOf(ownOrigin())).toBe('open');
    for (const origin of [
      'https://evil.example',
      'https://shop.example.evil.example',
      'http://shop.example',
      'https://shop.example:8443',
      'null',
      undefined,
    ])
      expect(await statusOf(origin)).toContain('403');
  });

  it('says so to browsers of those sites alone', async () => {
    await open({ origins: [SITE] });
    const ask = (origin: string, method = 'GET') => fetch(`${house.url}/config`, { method, headers: { origin } });
    expect((await ask(SITE)).headers.get('access-control-allow-origin')).toBe(SITE);
    const preflight = await ask(SITE, 'OPTIONS');
    expect([preflight.status, preflight.headers.get('access-control-allow-methods')]).toEqual([204, 'GET, HEAD, POST, PATCH, OPTIONS']);
    const refused = await ask('https://evil.example');
    expect([refused.status, refused.headers.get('access-control-allow-origin')]).toEqual([403, null]);
    expect((await post('/session', { t: 'hello', v: 1 }, { origin: 'https://evil.example' })).status).toBe(403);
    // What is refused for another reason can be read by the page that asked.
    const unknown = await fetch(`${house.url}/frames`, { method: 'POST', headers: { origin: SITE }, body: '{}' });
    expect([unknown.status, unknown.headers.get('access-control-allow-origin')]).toEqual([401, SITE]);
  });

  it('lets apps in only where that is allowed', async () => {
    await open({ withoutOrigin: true });
    expect(await statusOf(undefined)).toBe('open');
  });
});

describe('a chat and those who misuse it', () => {
  it('ends who does not speak its language', async () => {
    await open();
    const page = await enter();
    for (const text of ['{broken', '[]', '{"t":"__proto__"}']) page.sendText(text);
    expect(await page.untilClosed()).toBe(4400);
    expect(page.findAll('refused').every(({ code }) => code === 'bad_frame')).toBe(true);
  });

  it('ends who says something before his hello, or a flood after it', async () => {
    await open();
    const rude = await ChatVisitor.connect(house.socketUrl, ownOrigin());
    for (let times = 0; times < 3; times += 1) rude.send({ t: 'say', id: randomUUID(), text: 'hi' });
    expect(await rude.untilClosed()).toBe(4400);
    const flood = await enter();
    for (let times = 0; times < 200; times += 1) flood.send({ t: 'ping' });
    expect(await flood.untilClosed()).toBe(4429);
    expect(messagesOf(house)).toEqual([]);
  });

  it('lets nobody sit there without a hello', async () => {
    await open();
    const silent = await ChatVisitor.connect(house.socketUrl, ownOrigin());
    const page = [...(house.connector as unknown as { room: { unknown: Set<{ openedAt: number }> } }).room.unknown][0]!;
    page.openedAt -= 11_000;
    expect(await silent.untilClosed()).toBe(4408);
  });

  it('tells who writes too much when to go on, and loses none of what it took', async () => {
    await open({ limits: { messagesPerMinute: 5 } });
    const page = await enter();
    for (let times = 0; times < 5; times += 1) await page.say(`line ${times}`);
    page.send({ t: 'say', id: randomUUID(), text: 'too much' });
    await page.until(() => page.findAll('refused').length === 1, 'the refusal');
    const [refusal] = page.findAll('refused');
    expect(refusal).toMatchObject({ code: 'rate_limited', retry: true });
    expect(refusal!.retryAfterMs).toBeGreaterThan(1_000);
    expect(messagesOf(house)).toHaveLength(5);
  });

  it('bounds what one address may begin, with 429 and when to come again', async () => {
    await open({ limits: { loopback: true, connectsPerMinute: 3 } });
    for (let times = 0; times < 3; times += 1) await enter();
    await expect(ChatVisitor.connect(house.socketUrl, ownOrigin())).rejects.toThrow('429');
    const answer = await post('/session', { t: 'hello', v: 1 });
    expect(answer.status).toBe(429);
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(answer.json.code).toBe('rate_limited');
  });

  it('drops who reads too slowly; he finds everything when he comes again', async () => {
    await open({ limits: { textMax: 20_000 } });
    const page = await enter();
    await page.say('hello');
    await page.until(() => page.lines.length === 1, 'the line');
    page.pause();
    const big = 'x'.repeat(19_000);
    // Until what the kernel takes is full, too.
    for (let times = 0; times < 400; times += 1) await house.reply(keyOf(house), `${times} ${big}`);
    const again = await enter({ token: page.token });
    expect(again.welcome!.head).toBe(401);
    await again.until(() => again.lines.length === 100, 'the newest');
    const room = (house.connector as unknown as { room: { pages: Set<unknown> } }).room;
    expect(room.pages.size).toBe(1);
  });

  it('refuses what is too long in words, and what is nothing', async () => {
    await open({ limits: { textMax: 100 } });
    const page = await enter();
    await expect(page.say('x'.repeat(101))).rejects.toThrow('text_too_long');
    await expect(page.say('')).rejects.toThrow('nothing_said');
    await expect(page.say('   ')).rejects.toThrow('nothing_said');
    page.sendText(JSON.stringify({ t: 'say', id: randomUUID(), text: 'y'.repeat(70_000) }));
    expect(await page.untilClosed()).toBe(1009);
  });

  it('is not changed by what comes from a page', async () => {
    await open();
    const page = await enter();
    const id = randomUUID();
    page.sendText(
      `{"t":"say","id":"${id}","kind":"odd","data":{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}}`,
    );
    await page.answerTo(id);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
    expect(messagesOf(house)[0]!.parts).toMatchObject([{ type: 'unsupported', nativeType: 'odd' }]);
  });

  it('shows the address of no file that was not sealed, and the upload of nobody else', async () => {
    await open();
    const [mine, other] = [await enter(), await enter()];
    const begun = await post('/uploads', { name: 'a.txt', type: 'text/plain', bytes: 5 }, { authorization: `Bearer ${mine.token}` });
    const { id } = begun.json as unknown as { id: string };
    const patch = (token: string) =>
      fetch(`${house.url}/uploads/${id}`, {
        method: 'PATCH',
        headers: { authorization: `Bearer ${token}`, 'upload-offset': '0', origin: ownOrigin() },
        body: 'hello',
      });
    expect((await patch(other.token)).status).toBe(404);
    expect((await patch(mine.token)).status).toBe(200);
    await expect(other.say('mine now', { files: [id] })).rejects.toThrow('upload_unknown');
    for (const path of ['/files/abc', '/files/abc.def', '/files/..%2f..%2fetc%2fpasswd'])
      expect((await fetch(`${house.url}${path}`)).status).toBe(404);
  });
});
