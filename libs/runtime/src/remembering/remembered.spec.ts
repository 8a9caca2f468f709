import { describe, expect, it } from '@jest/globals';
import { ManualClock } from '../clock/clock.js';
import { Remembered } from './remembered.js';

interface Reading {
  readonly promise: Promise<string>;
  readonly resolve: (value: string) => void;
  readonly reject: (reason: Error) => void;
}

/** Readings are answered by hand, in order. */
function open() {
  const clock = new ManualClock();
  const readings: Reading[] = [];
  const errors: unknown[] = [];
  const read = () => {
    const reading = beginReading();
    readings.push(reading);
    return reading.promise;
  };
  const remembered = new Remembered({ read, clock, freshMs: 1_000, oldestMs: 10_000, onError: (error) => errors.push(error) });
  return { clock, readings, errors, remembered };
}

function beginReading(): Reading {
  let [resolve, reject]: [Reading['resolve'], Reading['reject']] = [() => undefined, () => undefined];
  const promise = new Promise<string>((yes, no) => ([resolve, reject] = [yes, no]));
  return { promise, resolve, reject };
}

const settle = () => new Promise((resolve) => setImmediate(resolve));

async function openKnown(value: string) {
  const all = open();
  const first = all.remembered.get();
  all.readings[0]!.resolve(value);
  await first;
  return all;
}

describe('something that is remembered', () => {
  it('is read once for all who ask before it is known', async () => {
    const { remembered, readings } = open();
    const answers = Promise.all([remembered.get(), remembered.get(), remembered.get()]);
    readings[0]!.resolve('a');
    expect(await answers).toEqual(['a', 'a', 'a']);
    expect(readings).toHaveLength(1);
  });

  it('is served as it is known while one reading runs behind', async () => {
    const { remembered, readings, clock } = await openKnown('a');
    clock.advance(2_000);
    expect(await Promise.all([remembered.get(), remembered.get()])).toEqual(['a', 'a']);
    expect(readings).toHaveLength(2);
    readings[1]!.resolve('b');
    await settle();
    expect(await remembered.get()).toBe('b');
    expect(readings).toHaveLength(2);
  });

  it('is waited for when it is too old to be served', async () => {
    const { remembered, readings, clock } = await openKnown('a');
    clock.advance(10_000);
    const answer = remembered.get();
    readings[1]!.resolve('b');
    expect(await answer).toBe('b');
  });

  it('stays known when a reading fails, and is read again with the next question', async () => {
    const { remembered, readings, errors, clock } = await openKnown('a');
    clock.advance(20_000);
    const answer = remembered.get();
    readings[1]!.reject(new Error('away'));
    expect(await answer).toBe('a');
    expect(errors).toHaveLength(1);
    const next = remembered.get();
    readings[2]!.resolve('b');
    expect(await next).toBe('b');
  });

  it('rejects while nothing is known', async () => {
    const { remembered, readings } = open();
    const answer = remembered.get();
    readings[0]!.reject(new Error('away'));
    await expect(answer).rejects.toThrow('away');
    const next = remembered.get();
    readings[1]!.resolve('a');
    expect(await next).toBe('a');
  });

  it('is read by a reading that begins after the call when it is refreshed', async () => {
    const { remembered, readings, clock } = await openKnown('a');
    clock.advance(2_000);
    await remembered.get();
    const refreshed = remembered.refresh();
    readings[1]!.resolve('before');
    await settle();
    readings[2]!.resolve('after');
    expect(await refreshed).toBe('after');
    expect(await remembered.get()).toBe('after');
  });
});
