import { describe, expect, it } from '@jest/globals';
import { Gathered } from './gathered.js';

/** Runs take 40 ms of a clock that is moved by hand. */
function drive(run: () => Promise<unknown>) {
  let now = 0;
  const waiting: { run: () => void; ms: number }[] = [];
  const gathered = new Gathered(
    () => {
      now += 40;
      return run();
    },
    (took) => took * 3,
    { now: () => now, wait: (next, ms) => waiting.push({ run: next, ms }) },
  );
  return { gathered, waiting };
}
const settled = () => new Promise<void>((resolve) => setTimeout(resolve, 0));

describe('what is gathered', () => {
  it('runs at once, and once more for all that was called for meanwhile', async () => {
    let runs = 0;
    const { gathered, waiting } = drive(async () => void (runs += 1));
    gathered.call();
    expect(runs).toBe(1);
    gathered.call();
    await settled();
    gathered.call();
    expect([runs, waiting.map(({ ms }) => ms)]).toEqual([1, [120]]);
    waiting.shift()!.run();
    await settled();
    expect([runs, waiting.length]).toEqual([2, 1]);
    waiting.shift()!.run();
    await settled();
    expect([runs, waiting.length]).toEqual([2, 0]);
    gathered.call();
    expect(runs).toBe(3);
  });

  it('goes on after a run that failed', async () => {
    let runs = 0;
    const { gathered, waiting } = drive(() => Promise.reject(new Error(`run ${(runs += 1)}`)));
    gathered.call();
    gathered.call();
    await settled();
    waiting.shift()!.run();
    await settled();
    expect(runs).toBe(2);
  });
});
