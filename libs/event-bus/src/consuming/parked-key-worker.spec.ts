import { afterEach, describe, expect, it } from '@jest/globals';
import { ConfigurationError, RetriableError, type Logger } from '#runtime';
import { PartlyFailed, type ConsumedRecord } from '../port.js';
import type { Attempts } from './attempt.js';
import type { Outcomes } from './outcomes.js';
import { ParkedKeyWorker, type ParkedKeyWorkerOptions } from './parked-key-worker.js';
import type { ClaimedLane, ParkedRepository } from './parked.repository.js';

const LEASE_MS = 200;
const silent = { debug: () => undefined } as unknown as Logger;
const nap = (ms: number) => new Promise<void>((resolve) => void setTimeout(resolve, ms));
const recordOf = (key: string, offset = '0') => ({ key, offset, partition: 0, attempt: 1 }) as ConsumedRecord;
const laneOf = (key: string, offset?: string): ClaimedLane => ({ lane: `k:${key}`, first: recordOf(key, offset) });

/** Gives a key; `resolve` ends the waiting for it. */
function makeGate(): { passed: Promise<void>; open: () => void } {
  let open = () => undefined as void;
  const passed = new Promise<void>((resolve) => (open = resolve));
  return { passed, open };
}

type Handler = (records: readonly ConsumedRecord[], signal: AbortSignal) => Promise<unknown>;

/** A worker over lanes of one record each, in memory. What `due` holds is claimed at once. */
function makeWorker(
  handle: Handler,
  over: Partial<Record<keyof ParkedRepository, unknown>> = {},
  options: Partial<ParkedKeyWorkerOptions> = {},
) {
  const seen = {
    due: [] as ClaimedLane[][],
    calls: [] as string[][],
    concluded: [] as ConsumedRecord[],
    rejected: [] as ConsumedRecord[],
    released: [] as string[],
    halted: [] as unknown[],
  };
  const repository = {
    claim: () => Promise.resolve(seen.due.shift() ?? []),
    renew: (_: string, lanes: readonly string[]) => Promise.resolve(new Set(lanes)),
    readFirst: () => Promise.resolve(undefined),
    finish: () => Promise.resolve(true),
    release: (_: string, lanes: readonly string[]) => Promise.resolve(void seen.released.push(...lanes)),
    ...over,
  } as unknown as ParkedRepository;
  const attempts = {
    call: async (records: readonly ConsumedRecord[], signal: AbortSignal) => {
      seen.calls.push(records.map(({ key, offset }) => `${key}${offset}`));
      const error = await handle(records, signal);
      return error === undefined ? undefined : { error };
    },
    persist: (work: () => Promise<unknown>) => work(),
  } as unknown as Attempts;
  const outcomes = {
    haltOn: (error: unknown) => {
      if (!(error instanceof ConfigurationError)) return;
      seen.halted.push(error);
      throw error;
    },
    conclude: (record: ConsumedRecord) => Promise.resolve(void seen.concluded.push(record)),
    rejectAll: (_: string, failures: readonly { record: ConsumedRecord }[]) => {
      seen.rejected.push(...failures.map(({ record }) => record));
      return Promise.resolve(new Set());
    },
  } as unknown as Outcomes;
  const worker = new ParkedKeyWorker({
    ...{ owner: 'me', repository, attempts, outcomes, logger: silent, clock: { now: () => new Date() } },
    ...{ concurrency: 2, together: 50, pollMs: 5, leaseMs: LEASE_MS, ...options },
  });
  return { worker, seen };
}

describe('parked keys that are tried again', () => {
  let worker: ParkedKeyWorker | undefined;
  afterEach(() => worker?.stop());
  const start = (made: ReturnType<typeof makeWorker>, ...due: ClaimedLane[][]) => {
    ({ worker } = made);
    made.seen.due.push(...due);
    worker.start();
    return made.seen;
  };

  it('are never two records of one key in a call: what is behind a failed one was not touched, and is not done with', async () => {
    const held = new RetriableError('not configured', { code: 'held' });
    const seen = start(
      makeWorker((records) => Promise.resolve(records.length === 1 ? held : new PartlyFailed(new Map([[records[0]!, held]])))),
      [{ lane: 'r:0:5', first: recordOf('a', '5') }, { lane: 'r:0:3', first: recordOf('a', '3') }, laneOf('b')],
    );
    await nap(50);
    expect(seen.calls).toEqual([['a3', 'b0'], ['a5']]);
    expect(seen.rejected.map(({ offset }) => offset)).toEqual(['3', '5']);
    expect(seen.concluded).toEqual([recordOf('b')]);
  });

  it('are no call when there is nothing to be tried of them', async () => {
    const seen = start(
      makeWorker(() => Promise.resolve()),
      [
        { lane: 'k:a', first: null },
        { lane: 'k:b', first: null },
      ],
    );
    await nap(50);
    expect(seen.calls).toEqual([]);
    expect(seen.released).toEqual([]);
  });

  it('are not begun when the subscription was paused or stopped while they were claimed', async () => {
    const gate = makeGate();
    const claims = [gate.passed.then(() => [laneOf('a'), laneOf('b')])];
    const seen = start(makeWorker(() => Promise.resolve(), { claim: () => claims.shift() ?? Promise.resolve([]) }));
    worker?.pause();
    gate.open();
    await nap(50);
    expect(seen.calls).toEqual([]);
    expect(seen.released).toEqual(['k:a', 'k:b']);
  });

  it('keep their leases when another of the group could not be read', async () => {
    const gate = makeGate();
    const readFirst = (lane: string) => (lane === 'k:a' ? Promise.reject(new Error('away')) : Promise.resolve(undefined));
    const handle: Handler = async (records) => {
      if (records.length > 1) return new RetriableError('one of them', { code: 'one' });
      return records[0]!.key === 'b' ? gate.passed : undefined;
    };
    const seen = start(makeWorker(handle, { readFirst }), [laneOf('a'), laneOf('b')]);
    await nap(50);
    expect(seen.released).toEqual(['k:a']);
    gate.open();
    await nap(20);
    expect(seen.concluded).toEqual([recordOf('a'), recordOf('b')]);
    expect(seen.released).toEqual(['k:a']);
  });

  it('are given up when the answer that renews their leases came late, and others have them now', async () => {
    const renew = () => nap(LEASE_MS).then(() => new Set());
    let aborted = false;
    const handle: Handler = async (_, signal) => {
      for (let turn = 0; turn < 50 && !signal.aborted; turn += 1) await nap(10);
      aborted = signal.aborted;
    };
    start(makeWorker(handle, { renew }), [laneOf('a')]);
    await nap(2 * LEASE_MS);
    expect(aborted).toBe(true);
  });

  it('go on when one was postponed while the leases were renewed in time', async () => {
    let aborted = false;
    const handle: Handler = async (_, signal) => {
      await nap(LEASE_MS);
      aborted = signal.aborted;
    };
    start(makeWorker(handle, { renew: () => Promise.resolve(new Set()) }), [laneOf('a')]);
    await nap(1.5 * LEASE_MS);
    expect(aborted).toBe(false);
  });

  it('do not stay leased by nobody when they were claimed again while their group gave them up', async () => {
    const [failing, releasing, claiming] = [makeGate(), makeGate(), makeGate()];
    const claims = [() => Promise.resolve([laneOf('a')]), () => claiming.passed.then(() => [laneOf('a')])];
    const released: string[] = [];
    const release = (_: string, lanes: readonly string[]) => {
      released.push(...lanes);
      return released.length === 1 ? releasing.passed : Promise.resolve();
    };
    const readFirst = () => Promise.reject(new Error('away'));
    const handle: Handler = () => failing.passed;
    start(makeWorker(handle, { claim: () => claims.shift()?.() ?? Promise.resolve([]), release, readFirst }));
    await nap(30);
    failing.open();
    await nap(10);
    releasing.open();
    await nap(10);
    claiming.open();
    await nap(30);
    expect(released).toEqual(['k:a', 'k:a']);
  });

  it('stop the subscription on a configuration fault that is named for one alone', async () => {
    const fault = new ConfigurationError('no such setting', { code: 'setting_missing', hint: 'set it' });
    const seen = start(
      makeWorker((records) => Promise.resolve(new PartlyFailed(new Map([[records[0]!, fault]])))),
      [laneOf('a')],
    );
    await nap(50);
    expect(seen.halted).toEqual([fault]);
    expect(seen.rejected).toEqual([]);
  });
});
