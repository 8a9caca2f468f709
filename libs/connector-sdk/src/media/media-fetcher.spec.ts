import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { InboundMessage, MediaReady } from '#contracts';
import { ManualClock, PermanentError } from '#runtime';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { createTestContext, type TestContext } from '../testing/test-context.js';
import { toInboundMessage } from '../testing/sample/pigeon.converting.js';
import { MediaFetcher, type MediaFetching } from './media-fetcher.js';
import { toMediaJobs } from './media-job.js';
import { MediaLost } from './media-lost.js';
import { openUrl } from './open-response.js';

const PNG = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');

describe('files that are owed', () => {
  let server: Server;
  let statuses: number[];
  let clock: ManualClock;
  let context: TestContext;
  let running: Promise<void>;
  let fetcher: MediaFetcher;
  beforeEach(async () => {
    statuses = [];
    clock = new ManualClock();
    context = createTestContext({ clock });
    running = Promise.resolve();
    server = createServer((_request, response) => {
      const status = statuses.shift() ?? 200;
      response.writeHead(status, { 'content-type': 'image/jpeg' }).end(status === 200 ? PNG : '');
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  afterEach(async () => {
    context.abort();
    await running;
    server.closeAllConnections();
    server.close();
  });

  const url = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}/file`;
  const start = (fetching: Partial<MediaFetching> = {}) => {
    fetcher = new MediaFetcher(context, { open: (_job, signal) => openUrl(url(), signal), maxBytes: 1_000, ...fetching });
    running = fetcher.run(context.signal);
  };
  const told = () => context.emitted.map(({ data }) => (data as MediaReady).media);
  const until = async (holds: () => boolean) => {
    for (const end = performance.now() + 10_000; !holds(); await sleep(5)) expect(performance.now()).toBeLessThan(end);
  };
  /** Time passes until it is told. */
  const untilTold = (stepMs: number) => until(() => (clock.advance(stepMs), told().length > 0));

  it('come with what their bytes are, whatever was said of them', async () => {
    start();
    await fetcher.note(owing());
    await fetcher.note(owing());
    await until(() => told().length > 0);
    expect(told()).toEqual([expect.objectContaining({ state: 'stored', declaredType: 'image/jpeg', detectedType: 'image/png' })]);
    expect(told()[0]).toMatchObject({ durationMs: 4_000, sizeBytes: PNG.length, source: { ref: 'f-1' } });
    expect(await context.blobs.get(told()[0]!.blobRef!)).toEqual(PNG);
  });

  it('are asked for again with growing waits, and one that is away does not hold up the others', async () => {
    statuses = [502];
    start();
    await fetcher.note(owing('m-1'));
    await until(() => statuses.length === 0);
    await fetcher.note(owing('m-2'));
    await until(() => told().length === 1);
    expect(context.emitted[0]!.data).toMatchObject({ remoteMessageId: 'm-2' });
    await until(() => (clock.advance(100), told().length === 2));
  });

  it('survive a restart, and an outcome that the log did not take', async () => {
    context.setEmits('refuse');
    start();
    await fetcher.note(owing());
    await until(() => context.offered.length > 0);
    context.abort();
    await running;
    const { state, house, blobs } = context;
    context = createTestContext({ clock, state, house, blobs });
    start();
    await untilTold(100);
    expect(told()).toEqual([expect.objectContaining({ state: 'stored' })]);
  });

  it('are told as expired, with the reason, once their time is over', async () => {
    statuses = Array.from({ length: 1_000 }, () => 500);
    start();
    await fetcher.note(owing('m-1', new Date(clock.now().getTime() + 60_000).toISOString()));
    await untilTold(1_000);
    expect(told()).toEqual([expect.objectContaining({ state: 'expired', reason: expect.stringContaining('answers 500') })]);
    expect(statuses.length).toBeGreaterThan(990);
  });

  it('are told as failed where no end is known and a day has passed', async () => {
    start({ open: () => Promise.reject(new Error('no route')) });
    await fetcher.note(owing());
    await untilTold(3_600_000);
    expect(told()).toEqual([expect.objectContaining({ state: 'failed', reason: 'It could not be fetched in its time: no route' })]);
  });

  it('are told at once where there never will be bytes: gone, too large, never there', async () => {
    statuses = [404];
    const opens = [() => openUrl(url(), context.signal), () => openUrl(url(), context.signal), lost];
    start({ maxBytes: 10, open: () => opens.shift()!() });
    for (const id of ['m-1', 'm-2', 'm-3']) {
      const before = told().length;
      await fetcher.note(owing(id));
      await until(() => told().length > before);
    }
    expect(told().map(({ state, reason }) => [state, reason])).toEqual([
      ['expired', 'The file’s address answers 404'],
      ['rejected', 'It has more than 10 bytes'],
      ['failed', 'nobody knows it'],
    ]);
  });

  it('do not wait for ever on a file that comes by drops', async () => {
    server.removeAllListeners('request').on('request', (_request, response) => void response.writeHead(200).write('drop'));
    start({ timeoutMs: 50, keepTryingMs: 1 });
    await fetcher.note(owing());
    await untilTold(1);
    expect(told()[0]).toMatchObject({ state: 'failed', reason: expect.stringContaining('did not come within') });
  });

  it('of another version are told as failed, where they say whose they are, and hold up nobody', async () => {
    const [job] = toMediaJobs(owing('m-old'));
    const { media: _media, ...owner } = job!;
    const list = context.transcript('#media');
    for (const [id, body] of Object.entries({
      a: { ...owner, file: 'f-1' },
      b: { name: 'x' },
      c: 7,
      d: { ...owner, media: { state: 'pending' } },
    }))
      await list.append({ id, direction: 'inbound', body });
    start();
    await fetcher.note(owing('m-1'));
    await until(() => told().some(({ state }) => state === 'stored'));
    const lost = context.emitted.filter(({ data }) => (data as MediaReady).media.state === 'failed');
    expect(lost.map(({ data }) => (data as MediaReady).remoteMessageId)).toEqual(['m-old', 'm-old']);
    expect((lost[0]!.data as MediaReady).media.reason).toContain('another version');
    expect(context.emitted).toHaveLength(3);
  });

  it('of a conversation that was erased while they were fetched are told nobody', async () => {
    let asked = 0;
    const open: MediaFetching['open'] = (_job, signal) => {
      asked += 1;
      context.transcript('#media').since = () => Promise.resolve([]);
      return openUrl(url(), signal);
    };
    start({ open });
    await fetcher.note(owing());
    await until(() => asked > 0);
    for (let waits = 0; waits < 500 && (await context.state.get('media:progress')) === null; waits += 1) await sleep(5);
    expect(await context.state.get('media:progress')).toEqual({ seq: 1, waiting: [] });
    expect(context.offered).toEqual([]);
  });

  it('whose outcome breaks the contract are told as failed', async () => {
    const emit = context.emit.bind(context);
    context.emit = (type, event, blobs) =>
      (event as MediaReady).media.state === 'stored'
        ? Promise.reject(new PermanentError('no', { code: 'event_invalid' }))
        : emit(type, event, blobs);
    start();
    await fetcher.note(owing());
    await until(() => told().length > 0);
    expect(told()[0]).toMatchObject({ state: 'failed' });
  });
});

function lost(): Promise<never> {
  return Promise.reject(new MediaLost('failed', 'nobody knows it'));
}

/** A message with one file. */
function owing(id = 'm-1', expiresAt?: string): InboundMessage {
  const context = createTestContext();
  const raw = { ...context.blobs.describe(Buffer.from(id)), contentType: 'text/plain' };
  const note = { id, kind: 'text', from: 'ada', text: 'see', writtenAt: '2026-03-02T08:00:00.000Z' } as const;
  const message = toInboundMessage(note, { inbox: context.inbox, receivedAt: context.clock.now(), raw });
  const source = { ref: 'f-1', ...(expiresAt === undefined ? {} : { expiresAt }) };
  return {
    ...message,
    parts: [{ partId: '1', type: 'audio', fallback: '[voice]', media: { state: 'pending', durationMs: 4_000, source } }],
  };
}
