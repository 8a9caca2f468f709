import { describe, expect, it } from '@jest/globals';
import { ManualClock } from '#runtime';
import { Arrivals } from './arrivals.js';

/** Items come out when the test says so. */
function createBench() {
  const fetches = new Map<string, (item: string) => void>();
  const takes = new Map<string, (taken: boolean) => void>();
  const log: string[] = [];
  const clock = new ManualClock();
  const arrivals = new Arrivals<string>(
    {
      fetch: (id) => {
        log.push(`fetch ${id}`);
        return new Promise((resolve) => fetches.set(id, resolve));
      },
      laneOf: (item) => (item.startsWith('own') ? null : item.charAt(0)),
      take: (item) => {
        log.push(`take ${item}`);
        return new Promise((resolve) => takes.set(item, resolve));
      },
    },
    clock,
  );
  const settle = () => new Promise((resolve) => setImmediate(resolve));
  return {
    ...{ arrivals, log, clock },
    fetched: async (id: string) => {
      fetches.get(id)!(id);
      await settle();
    },
    taken: async (id: string, through = true) => {
      takes.get(id)!(through);
      await settle();
    },
  };
}

describe('announced messages', () => {
  it('are fetched side by side and sorted in the order in which they came', async () => {
    const { arrivals, log, fetched } = createBench();
    for (const id of ['a1', 'b1', 'a2']) arrivals.arrive(id);
    expect(log).toEqual(['fetch a1', 'fetch b1', 'fetch a2']);
    await fetched('a2');
    await fetched('b1');
    expect(log.filter((line) => line.startsWith('take'))).toEqual([]);
    await fetched('a1');
    expect(log.filter((line) => line.startsWith('take'))).toEqual(['take a1', 'take b1']);
  });

  it('wait for the one before in their conversation, and for no other', async () => {
    const { arrivals, log, fetched, taken } = createBench();
    for (const id of ['a1', 'a2', 'b1']) arrivals.arrive(id);
    for (const id of ['a1', 'a2', 'b1']) await fetched(id);
    expect(log).not.toContain('take a2');
    expect(log).toContain('take b1');
    await taken('a1');
    expect(log).toContain('take a2');
  });

  it('count as unfinished until they are through, the oldest first', async () => {
    const { arrivals, clock, fetched, taken } = createBench();
    const start = clock.now().getTime();
    arrivals.arrive('a1');
    clock.advance(1_000);
    arrivals.arrive('own');
    arrivals.arrive('b1');
    expect([arrivals.size, arrivals.oldestAt?.getTime()]).toEqual([3, start]);
    for (const id of ['a1', 'own', 'b1']) await fetched(id);
    await taken('a1');
    expect([arrivals.size, arrivals.oldestAt?.getTime()]).toEqual([1, start + 1_000]);
    await taken('b1');
    expect([arrivals.size, arrivals.oldestAt]).toEqual([0, null]);
  });

  it('that were given up stay unfinished, hold back those behind them, and are waited for by nobody', async () => {
    const { arrivals, log, fetched, taken } = createBench();
    for (const id of ['a1', 'a2']) arrivals.arrive(id);
    for (const id of ['a1', 'a2']) await fetched(id);
    await taken('a1', false);
    await arrivals.idle();
    expect(log).not.toContain('take a2');
    expect(arrivals.size).toBe(2);
  });

  it('are fetched eight at a time', async () => {
    const { arrivals, log, fetched } = createBench();
    for (let index = 0; index < 10; index += 1) arrivals.arrive(`a${index}`);
    expect(log).toHaveLength(8);
    await fetched('a5');
    expect(log.at(-1)).toBe('fetch a8');
  });
});
