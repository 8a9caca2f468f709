import { describe, expect, it } from '@jest/globals';
import { RetriableError, silentLogger } from '#runtime';
import { setTimeout as sleep } from 'node:timers/promises';
import { LeaseKeeper } from './lease-keeper.js';
import type { LeaseRepository, LeaseRow } from './lease.repository.js';
import { isCertainlyGone, type Owner } from './owner.js';

/** The table in memory, which can be away. */
class LeaseTable {
  readonly rows = new Map<string, { owner: string | null; beat: number }>();
  away = false;

  asRepository(): LeaseRepository {
    const guard = <T>(work: () => T): Promise<T> =>
      this.away ? Promise.reject(new RetriableError('away', { code: 'database_unavailable' })) : Promise.resolve(work());
    const seenAs = (row: { owner: string | null; beat: number } | undefined): LeaseRow | null =>
      row === undefined ? null : { owner: row.owner, beat: String(row.beat) };
    return {
      read: (name: string) => guard(() => seenAs(this.rows.get(name))),
      take: (name: string, owner: string, seen: LeaseRow | null) =>
        guard(() => {
          const row = this.rows.get(name);
          if (row !== undefined && (row.owner !== (seen?.owner ?? null) || String(row.beat) !== seen?.beat)) return false;
          this.rows.set(name, { owner, beat: (row?.beat ?? 0) + 1 });
          return true;
        }),
      renew: (owner: string, names: readonly string[]) =>
        guard(() =>
          names.filter((name) => {
            const row = this.rows.get(name);
            if (row?.owner !== owner) return false;
            row.beat += 1;
            return true;
          }),
        ),
      release: (owner: string, name: string) =>
        guard(() => {
          const row = this.rows.get(name);
          if (row?.owner === owner) this.rows.set(name, { owner: null, beat: row.beat + 1 });
        }),
    } as unknown as LeaseRepository;
  }
}

const times = { heartbeatMs: 30, takeOverMs: 100 };
const owner = (name: string, pid = 1): Owner => ({ machine: name, pid, start: name });
const untilAborted = (signal: AbortSignal) =>
  new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));

describe('leases', () => {
  const keeperOf = (table: LeaseTable, name: string, pace = times) =>
    new LeaseKeeper(table.asRepository(), owner(name), pace, silentLogger);

  it('let one in at a time, the next as soon as the first is done', async () => {
    const table = new LeaseTable();
    const order: string[] = [];
    const end = new AbortController();
    let inside = 0;
    const work = (name: string) => async () => {
      inside += 1;
      expect(inside).toBe(1);
      await sleep(60);
      order.push(name);
      inside -= 1;
    };
    // Nobody is taken for gone here, however long this process stands still.
    const patient = { ...times, takeOverMs: 10_000 };
    await Promise.all(['a', 'b'].map((name) => keeperOf(table, name, patient).withLease('box', end.signal, work(name))));
    expect(order.sort()).toEqual(['a', 'b']);
  });

  it('abort the holder that cannot renew before anyone else gets in', async () => {
    const table = new LeaseTable();
    const end = new AbortController();
    const cut = new LeaseTable();
    cut.rows.set('x', { owner: null, beat: 0 });
    const tableOfA = table.asRepository();
    const linkOfA = {
      ...tableOfA,
      renew: () => Promise.reject(new RetriableError('cut off', { code: 'database_unavailable' })),
    } as unknown as LeaseRepository;
    const a = new LeaseKeeper(linkOfA, owner('a'), times, silentLogger);
    let abortedAt = 0;
    let takenAt = 0;
    const first = a.withLease('box', end.signal, async (signal) => {
      await untilAborted(signal);
      abortedAt ||= performance.now();
      await sleep(100);
    });
    await sleep(5);
    const second = keeperOf(table, 'b').withLease('box', end.signal, () => {
      takenAt = performance.now();
      return Promise.resolve();
    });
    await second;
    end.abort();
    await first;
    expect(abortedAt).toBeGreaterThan(0);
    expect(takenAt).toBeGreaterThan(abortedAt);
  });

  it('come back to a process at once after the one before it was killed on the same machine', async () => {
    const table = new LeaseTable();
    table.rows.set('box', { owner: 'here|999999|before', beat: 7 });
    const keeper = new LeaseKeeper(
      table.asRepository(),
      { machine: 'here', pid: 42, start: 'now' },
      { heartbeatMs: 20, takeOverMs: 60_000 },
      silentLogger,
    );
    const startedAt = performance.now();
    await keeper.withLease('box', new AbortController().signal, () => Promise.resolve());
    expect(performance.now() - startedAt).toBeLessThan(1_000);
  });

  it('that were lost are asked for again, and the work begins anew', async () => {
    const table = new LeaseTable();
    const end = new AbortController();
    let runs = 0;
    await keeperOf(table, 'a').withLease('box', end.signal, async (signal) => {
      if ((runs += 1) === 2) return;
      table.away = true;
      await untilAborted(signal);
      table.away = false;
      throw new Error('the link closed');
    });
    expect(runs).toBe(2);
  });

  it('are not waited for any more when the inbox stops', async () => {
    const table = new LeaseTable();
    table.rows.set('box', { owner: 'there|1|x', beat: 7 });
    const end = new AbortController();
    const waiting = keeperOf(table, 'a').withLease('box', end.signal, () => Promise.reject(new Error('must not run')));
    end.abort();
    await waiting;
  });

  it('say of a process that it is gone only when that is certain', () => {
    const self: Owner = { machine: 'here', pid: 1, start: 'now' };
    const alive = (pid: number) => pid === 7;
    expect(isCertainlyGone('here|7|x', self, alive)).toBe(false);
    expect(isCertainlyGone('here|8|x', self, alive)).toBe(true);
    expect(isCertainlyGone('there|8|x', self, alive)).toBe(false);
    expect(isCertainlyGone('here|1|before', self, alive)).toBe(true);
    expect(isCertainlyGone('here|1|now', self, alive)).toBe(false);
  });
});
