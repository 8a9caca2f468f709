// `@jest/globals` of a suite in plain Node. What it exports changes with the suite: files that suites share are opened once.
import { jestExpect } from '@jest/expect';
import { ModernFakeTimers } from '@jest/fake-timers';
import { ModuleMocker } from 'jest-mock';

export let describe;
export let it;
export let test;
export let beforeAll;
export let afterAll;
export let beforeEach;
export let afterEach;
export const expect = jestExpect;

const LIMIT = Symbol.for('TEST_TIMEOUT_SYMBOL');

/** Those of the next suite. */
export function setFunctions(given) {
  delete globalThis[LIMIT];
  ({ describe, it, test, beforeAll, afterAll, beforeEach, afterEach } = given);
}

const mocker = new ModuleMocker(globalThis);
const timers = new ModernFakeTimers({ global: globalThis, config: { fakeTimers: {} } });

export const jest = {
  fn: mocker.fn.bind(mocker),
  spyOn: mocker.spyOn.bind(mocker),
  setTimeout: (ms) => void (globalThis[LIMIT] = ms),
  restoreAllMocks: () => mocker.restoreAllMocks(),
  useFakeTimers: (settings) => timers.useFakeTimers(settings),
  useRealTimers: () => timers.useRealTimers(),
  getTimerCount: () => timers.getTimerCount(),
  advanceTimersByTime: (ms) => timers.advanceTimersByTime(ms),
  advanceTimersByTimeAsync: (ms) => timers.advanceTimersByTimeAsync(ms),
};
