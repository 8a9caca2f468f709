import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ReturningVisitor } from '../support/returning-visitor.js';
import { findFreePorts } from '../support/services/ports.js';
import { API_KEY, eventually, runProduct, type ProductRun } from '../support/started-product.js';
import { inWhole } from '../support/whole-run.js';

const VISITORS = inWhole(1_000, 250);
/** Those who get an answer while nobody is there to show it to. */
const ANSWERED = 20;

interface Listed<T> {
  readonly items: readonly T[];
  readonly nextCursor: string | null;
}

describe('a server that is killed with a thousand visitors connected', () => {
  let folder: string;
  let environment: Record<string, string>;
  let run: ProductRun;
  let apiUrl: string;
  const visitors: ReturningVisitor[] = [];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tributary-chats-'));
    const config = join(folder, 'config.json');
    await writeFile(config, JSON.stringify({ inboxes: [{ id: 'shop', channel: 'webchat' }] }));
    const [httpPort, smtpPort] = (await findFreePorts(2)) as [number, number];
    apiUrl = `http://127.0.0.1:${httpPort}`;
    environment = {
      TRIBUTARY_DATA_DIR: join(folder, 'data'),
      TRIBUTARY_HTTP_PORT: String(httpPort),
      TRIBUTARY_SMTP_PORT: String(smtpPort),
      TRIBUTARY_API_KEY: API_KEY,
      TRIBUTARY_LOG_LEVEL: 'warn',
      TRIBUTARY_CONFIG: config,
    };
    run = runProduct(environment);
    await untilReady();
  }, 180_000);
  afterAll(async () => {
    for (const visitor of visitors) visitor.leave();
    await run?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const untilReady = () =>
    eventually(async () => (await fetch(`${apiUrl}/health/ready`).catch(() => null))?.ok, 'a ready product', 120_000);
  const api = async <T>(path: string, body?: object) => {
    const headers = { authorization: `Bearer ${API_KEY}`, 'content-type': 'application/json' };
    const answer = await fetch(`${apiUrl}/api/v1${path}`, { headers, ...(body ? { method: 'POST', body: JSON.stringify(body) } : {}) });
    return (await answer.json()) as T;
  };
  const listTickets = async () => {
    const tickets: { id: string; subject: string }[] = [];
    for (let cursor = ''; ;) {
      const { items, nextCursor } = await api<Listed<{ id: string; subject: string }>>(
        `/tickets?limit=200${cursor && `&cursor=${cursor}`}`,
      );
      tickets.push(...items);
      if (nextCursor === null) return tickets;
      cursor = encodeURIComponent(nextCursor);
    }
  };

  it('has all of them back soon after, with nothing missed and nothing twice', async () => {
    const socketUrl = `${apiUrl.replace('http', 'ws')}/in/shop`;
    for (let at = 0; at < VISITORS; at += 1) visitors.push(new ReturningVisitor(socketUrl));
    for (let at = 0; at < VISITORS; at += 50) await Promise.all(visitors.slice(at, at + 50).map((visitor) => visitor.enter()));
    await Promise.all(visitors.map((visitor, at) => visitor.say(`first of ${at}`)));
    await eventually(async () => (await listTickets()).length === VISITORS, 'a ticket each', 60_000);

    // Killed while all of them speak; answers are asked for before, too.
    const tickets = new Map((await listTickets()).map(({ id, subject }) => [subject, id]));
    let spoken = 0;
    const speaking = visitors.map((visitor, at) => visitor.say(`second of ${at}`).then(() => (spoken += 1)));
    const answering = visitors
      .slice(0, ANSWERED)
      .map((_, at) => api(`/tickets/${tickets.get(`first of ${at}`)}/replies`, { text: `answer to ${at}` }).catch(() => null));
    while (spoken < VISITORS / 4) await sleep(1);
    run.child.kill('SIGKILL');
    const before = spoken;
    expect(before).toBeLessThan(VISITORS);
    await run.ended;
    const answered = (await Promise.all(answering)).map((answer) => answer !== null && 'id' in (answer as object));
    run = runProduct(environment);
    const killedAt = performance.now();
    await untilReady();
    const readyMs = performance.now() - killedAt;
    await Promise.all(speaking);
    const spokenMs = performance.now() - killedAt;
    console.warn(
      `${before} of ${VISITORS} were answered before the kill; ready again after ${Math.round(readyMs)} ms; all had spoken ${Math.round(spokenMs - readyMs)} ms later`,
    );

    await Promise.all(visitors.map((visitor, at) => visitor.say(`third of ${at}`)));
    for (const [at, visitor] of visitors.entries()) {
      const wanted = [`first of ${at}`, `second of ${at}`, `third of ${at}`];
      await visitor.until(() => wanted.every((text) => visitor.lines.some((line) => line.text === text)), `all of ${at}`);
      if (answered[at]) await visitor.until(() => visitor.lines.some((line) => line.text === `answer to ${at}`), `the answer to ${at}`);
      expect(visitor.lines.map(({ seq }) => seq)).toEqual(visitor.lines.map((_, index) => index + 1));
      expect(visitor.lines.filter(({ from }) => from === 'visitor').map(({ text }) => text)).toEqual(wanted);
      expect(visitor.returns).toBeGreaterThan(0);
    }

    // The desk has the same, in the same order.
    const after = await listTickets();
    expect(after).toHaveLength(VISITORS);
    const wrong: string[] = [];
    for (let at = 0; at < after.length; at += 20)
      await Promise.all(
        after.slice(at, at + 20).map(async ({ id, subject }) => {
          const read = async () => {
            const { items } = await api<Listed<{ direction: string; plainText: string }>>(`/tickets/${id}/entries`);
            return items.filter(({ direction }) => direction === 'inbound').map(({ plainText }) => plainText);
          };
          const of = subject.slice('first of '.length);
          const wanted = [`first of ${of}`, `second of ${of}`, `third of ${of}`].join();
          const seen = await eventually(async () => ((await read()).length >= 3 ? read() : null), `entries of ${subject}`).catch(read);
          if (seen.join() !== wanted) wrong.push(`${wanted}: ${seen.join()}`);
        }),
      );
    expect(wrong).toEqual([]);
  }, 300_000);
});
