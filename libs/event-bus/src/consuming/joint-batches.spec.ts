import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { PartlyFailed, type ConsumedRecord } from '../port.js';
import { Attempts } from './attempt.js';
import { JointBatches } from './joint-batches.js';

const open = new AbortController().signal;
const record = (partition: number) => ({ partition }) as ConsumedRecord;

/** Attempts whose handler is `work`; nothing else of them is used here. */
function attemptsOf(work: (records: readonly ConsumedRecord[]) => Promise<unknown>): Attempts {
  const attempts = Object.create(Attempts.prototype) as Attempts;
  attempts.call = async (records) => {
    const error = await work(records);
    return error === undefined ? undefined : { error };
  };
  return attempts;
}

/** What follows a batch ends, too. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
}

/** One call at a time of a handler that succeeds; `calls` holds how many records each had. */
function makeCounted(maxBatch: number): { calls: number[]; joint: JointBatches } {
  const calls: number[] = [];
  const attempts = attemptsOf((records) => {
    calls.push(records.length);
    return Promise.resolve(undefined);
  });
  return { calls, joint: new JointBatches(attempts, 1, maxBatch) };
}

describe('joint batches', () => {
  it('handle what comes at the same moment together, up to the limit', async () => {
    const { calls, joint } = makeCounted(4);
    await Promise.all([0, 1, 2, 3, 4].map((n) => joint.call([record(n), record(n)], open)));
    expect(calls).toEqual([4, 4, 2]);
  });

  describe('beside or behind others', () => {
    beforeEach(() => void jest.useFakeTimers({ doNotFake: ['queueMicrotask', 'nextTick'] }));
    afterEach(() => void jest.useRealTimers());

    it('gather for a moment after a large batch, and not after a small one', async () => {
      const { calls, joint } = makeCounted(100);
      await joint.call([record(0)], open);
      await joint.call(
        Array.from({ length: 20 }, () => record(0)),
        open,
      );
      expect(calls).toEqual([1, 20]);
      const first = joint.call([record(1)], open);
      await Promise.resolve();
      const second = joint.call([record(2)], open);
      await Promise.resolve();
      expect(calls).toEqual([1, 20]);
      jest.advanceTimersByTime(150);
      await Promise.all([first, second]);
      expect(calls).toEqual([1, 20, 2]);
    });

    it('gather also after small ones where they come fast, and not where they come slowly', async () => {
      const { calls, joint } = makeCounted(100);
      const takeOneEvery = async (ms: number, times: number) => {
        for (let n = 0; n < times; n += 1) {
          const taken = joint.call([record(0)], open);
          jest.advanceTimersByTime(ms);
          await taken;
          await settle();
        }
      };
      await takeOneEvery(100, 30);
      expect(calls).toHaveLength(30);
      jest.advanceTimersByTime(10_000);
      await takeOneEvery(0, 16);
      const before = calls.length;
      const answers = [joint.call([record(1)], open), joint.call([record(2)], open)];
      await Promise.resolve();
      expect(calls).toHaveLength(before);
      jest.advanceTimersByTime(150);
      await Promise.all(answers);
      expect(calls.slice(before)).toEqual([2]);
    });

    it('gather no longer than records come', async () => {
      const { calls, joint } = makeCounted(100);
      await joint.call(
        Array.from({ length: 20 }, () => record(0)),
        open,
      );
      const last = joint.call([record(1)], open);
      await settle();
      jest.advanceTimersByTime(60);
      await last;
      expect(calls).toEqual([20, 1]);
    });

    it('begin a further call for a whole batch at once, for less after a while', async () => {
      const calls: number[] = [];
      const endings: (() => void)[] = [];
      const joint = new JointBatches(
        attemptsOf((records) => {
          calls.push(records.length);
          return new Promise<undefined>((resolve) => endings.push(() => resolve(undefined)));
        }),
        3,
        3,
      );
      const answers = [joint.call([record(0)], open)];
      await Promise.resolve();
      answers.push(joint.call([record(1)], open), joint.call([record(2)], open));
      await Promise.resolve();
      expect(calls).toEqual([1]);
      answers.push(joint.call([record(3)], open), joint.call([record(4)], open));
      await Promise.resolve();
      expect(calls).toEqual([1, 3]);
      jest.advanceTimersByTime(1_000);
      expect(calls).toEqual([1, 3, 1]);
      for (const end of endings) end();
      await Promise.all(answers);
    });
  });

  it('take the word of a handler that names its faults, without calling it again', async () => {
    const bad = new Error('bad');
    const records = [record(0), record(1), record(2)];
    let calls = 0;
    const joint = new JointBatches(
      attemptsOf(() => {
        calls += 1;
        return Promise.resolve(new PartlyFailed(new Map([[records[1]!, bad]])));
      }),
      2,
      100,
    );
    const verdicts = await Promise.all(records.map((one) => joint.call([one], open)));
    expect(calls).toBe(1);
    expect([verdicts[0], verdicts[2]]).toEqual([undefined, undefined]);
    expect([...(verdicts[1]!.error as PartlyFailed).faults]).toEqual([[records[1], bad]]);
  });

  it('blame only the partition whose own records fail', async () => {
    const bad = new Error('bad');
    const joint = new JointBatches(
      attemptsOf((records) => Promise.resolve(records.some(({ partition }) => partition === 1) ? bad : undefined)),
      2,
      100,
    );
    const verdicts = await Promise.all([0, 1, 2].map((n) => joint.call([record(n)], open)));
    expect(verdicts).toEqual([undefined, { error: bad }, undefined]);
  });
});
