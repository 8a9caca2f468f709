import { afterEach, describe, expect, it, jest } from '@jest/globals';
import type { BlobStore, StagedBlob } from '#blob-store';
import type { EventBus, OutgoingRecord } from '#event-bus';
import { PermanentError, RetriableError } from '#runtime';
import { Acceptance, DEFAULT_LIMITS, type Acceptable } from './acceptance.js';

interface Append {
  readonly names: string[];
  finish(error?: unknown): void;
}

/** A log whose commits the test ends by hand. */
class SlowLog {
  readonly appends: Append[] = [];
  readonly blobs: string[][] = [];

  readonly bus = {
    append: async (records: readonly OutgoingRecord[], alongside?: (transaction: never) => Promise<void>) => {
      await alongside?.(undefined as never);
      await new Promise<void>((resolve, reject) => {
        const names = records.map((record) => record.envelope.id as string);
        this.appends.push({ names, finish: (error) => (error === undefined ? resolve() : reject(error)) });
      });
    },
  } as unknown as EventBus;

  readonly store = {
    insertStaged: (_transaction: unknown, blobs: readonly StagedBlob[]) => {
      this.blobs.push(blobs.map((blob) => blob.ref));
      return Promise.resolve();
    },
  } as unknown as BlobStore;

  get names(): string[][] {
    return this.appends.map((append) => append.names);
  }
}

const accept = (name: string, blobs: string[] = []): Acceptable => ({
  record: { topic: 'inbound-messages', key: name, envelope: { id: name } } as unknown as OutgoingRecord,
  blobs: blobs.map((ref) => ({ ref, content: Buffer.alloc(1) }) as unknown as StagedBlob),
  bytes: 100,
});
const turn = () => new Promise<void>((resolve) => setImmediate(() => setImmediate(resolve)));
const away = new RetriableError('away', { code: 'database_unavailable' });

describe('acceptance', () => {
  const create = (limits = {}, timeoutMs = 5_000) => {
    const log = new SlowLog();
    return { log, acceptance: new Acceptance(log.bus, log.store, timeoutMs, { ...DEFAULT_LIMITS, gatherMs: 0, ...limits }) };
  };
  afterEach(() => {
    jest.useRealTimers();
  });

  it('makes one commit of all that came while another was under way, blobs of all in one insert', async () => {
    const { log, acceptance } = create();
    const first = acceptance.accept('k0', accept('e0', ['b']));
    await turn();
    const others = Array.from({ length: 20 }, (_, index) =>
      acceptance.accept(`k${index + 1}`, accept(`e${index + 1}`, ['c', `d${index}`])),
    );
    await turn();
    expect(log.names).toEqual([['e0']]);
    log.appends[0]?.finish();
    await first;
    await turn();
    expect(log.names[1]).toHaveLength(20);
    expect(log.blobs[1]).toHaveLength(21);
    log.appends[1]?.finish();
    await Promise.all(others);
    expect(acceptance.depth).toBe(0);
  });

  it('waits a moment for more after a commit where some wait, but few; one alone it lets pass', async () => {
    const { log, acceptance } = create({ gatherMs: 20 });
    const calls = [acceptance.accept('a', accept('a1'))];
    await turn();
    expect(log.names).toEqual([['a1']]);
    calls.push(...['b', 'c', 'd'].map((key) => acceptance.accept(key, accept(`${key}1`))));
    await turn();
    log.appends[0]?.finish();
    await turn();
    calls.push(acceptance.accept('e', accept('e1')));
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(log.names).toEqual([['a1'], ['b1', 'c1', 'd1', 'e1']]);
    log.appends[1]?.finish();
    await Promise.all(calls);
  });

  it('runs a second commit when many wait, never with a key of the first', async () => {
    const { log, acceptance } = create({ secondFlushFrom: 3 });
    const calls = [acceptance.accept('a', accept('a1'))];
    await turn();
    calls.push(acceptance.accept('a', accept('a2')), acceptance.accept('b', accept('b1')), acceptance.accept('c', accept('c1')));
    await turn();
    expect(log.names).toEqual([['a1'], ['b1', 'c1']]);
    log.appends[0]?.finish();
    await turn();
    log.appends[1]?.finish();
    await turn();
    expect(log.names[2]).toEqual(['a2']);
    log.appends[2]?.finish();
    await Promise.all(calls);
  });

  it('keeps the order of a key when the bytes of the earlier one take longer', async () => {
    const { log, acceptance } = create();
    let prepare = (_: Acceptable) => undefined as void;
    const calls = [
      acceptance.accept('a', new Promise<Acceptable>((resolve) => (prepare = resolve))),
      acceptance.accept('a', accept('a2')),
      acceptance.accept('b', accept('b1')),
    ];
    await turn();
    expect(log.names).toEqual([['b1']]);
    prepare(accept('a1'));
    log.appends[0]?.finish();
    await turn();
    expect(log.names[1]).toEqual(['a1', 'a2']);
    log.appends[1]?.finish();
    await Promise.all(calls);
  });

  it('does not let one record that can never be stored fail its neighbours', async () => {
    const { log, acceptance } = create();
    const results = Promise.allSettled(
      [accept('good'), accept('poison'), accept('also')].map((item) => acceptance.accept(item.record.key, item)),
    );
    const poison = new PermanentError('no', { code: 'event_refused' });
    await turn();
    log.appends[0]?.finish(poison);
    await turn();
    log.appends[1]?.finish();
    await turn();
    log.appends[2]?.finish(poison);
    await turn();
    log.appends[3]?.finish();
    expect((await results).map((result) => result.status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  });

  it('fails those behind a failed one of the same key, so that beginning again keeps the order', async () => {
    const { log, acceptance } = create();
    const first = acceptance.accept('a', accept('a1'));
    await turn();
    const second = acceptance.accept('a', accept('a2'));
    const other = acceptance.accept('b', accept('b1'));
    log.appends[0]?.finish(away);
    await expect(first).rejects.toBe(away);
    await expect(second).rejects.toBe(away);
    expect(acceptance.fault).toBe(away);
    await turn();
    log.appends[1]?.finish();
    await other;
    expect(acceptance.fault).toBeNull();
  });

  it('fails those behind a failed one of the same key also when each record of a commit goes alone', async () => {
    const { log, acceptance } = create();
    const results = Promise.allSettled(['a1', 'b1', 'a2', 'b2'].map((name) => acceptance.accept(name.slice(0, 1), accept(name))));
    const poison = new PermanentError('no', { code: 'event_refused' });
    for (const error of [poison, away, poison, undefined]) {
      await turn();
      log.appends.at(-1)?.finish(error);
    }
    await turn();
    expect(log.names).toEqual([['a1', 'b1', 'a2', 'b2'], ['a1'], ['b1'], ['b2']]);
    expect(await results).toEqual([
      { status: 'rejected', reason: away },
      { status: 'rejected', reason: poison },
      { status: 'rejected', reason: away },
      { status: 'fulfilled', value: undefined },
    ]);
  });

  it('answers within its time when the log says nothing, and takes again when it does', async () => {
    jest.useFakeTimers({ doNotFake: ['setImmediate'] });
    const { log, acceptance } = create({}, 5_000);
    const stuck = acceptance.accept('a', accept('a1'));
    await turn();
    jest.advanceTimersByTime(5_000);
    await expect(stuck).rejects.toMatchObject({ code: 'log_unavailable', errorClass: 'retriable' });
    const next = acceptance.accept('a', accept('a2'));
    log.appends[0]?.finish();
    await turn();
    log.appends[1]?.finish();
    await next;
  });

  it('counts no bytes of one that was given up before its bytes were staged', async () => {
    jest.useFakeTimers({ doNotFake: ['setImmediate'] });
    const { log, acceptance } = create({ maxWaitingBytes: 100 });
    let prepare = (_: Acceptable) => undefined as void;
    const late = acceptance.accept('a', new Promise<Acceptable>((resolve) => (prepare = resolve)));
    jest.advanceTimersByTime(5_000);
    await expect(late).rejects.toMatchObject({ code: 'log_unavailable' });
    prepare(accept('a1'));
    await turn();
    const calls = [acceptance.accept('b', accept('b1'))];
    await turn();
    calls.push(acceptance.accept('c', accept('c1')));
    const full = acceptance.accept('d', accept('d1')).catch((error: RetriableError) => error.code);
    expect(await Promise.race([full, turn().then(() => 'waits')])).toBe('acceptance_full');
    log.appends[0]?.finish();
    await turn();
    log.appends[1]?.finish();
    await Promise.all(calls);
  });

  it('keeps no place for messages that could not be made ready', async () => {
    const { log, acceptance } = create({ maxWaiting: 2 });
    for (const name of ['a', 'b', 'c']) {
      await expect(acceptance.accept(name, Promise.reject(away))).rejects.toMatchObject({ code: 'database_unavailable' });
      await turn();
    }
    expect(acceptance.depth).toBe(0);
    const next = acceptance.accept('d', accept('d1'));
    await turn();
    log.appends[0]!.finish();
    await next;
  });

  it('refuses at once when too much waits', async () => {
    const { log, acceptance } = create({ maxWaiting: 1 });
    const first = acceptance.accept('a', accept('a1'));
    await turn();
    const second = acceptance.accept('b', accept('b1'));
    await expect(acceptance.accept('c', accept('c1'))).rejects.toMatchObject({ code: 'acceptance_full', errorClass: 'retriable' });
    log.appends[0]?.finish();
    await turn();
    log.appends[1]?.finish();
    await Promise.all([first, second]);
  });
});
