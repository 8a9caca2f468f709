import { describe, expect, it } from '@jest/globals';
import type { ConnectorStateChanged } from '#contracts';
import { ConfigurationError, ManualClock, RetriableError, silentLogger } from '#runtime';
import { z } from 'zod';
import type { Connector, ConnectorFactory } from '../../connector.js';
import type { ConnectorContext } from '../../context.js';
import { createTestContext } from '../../testing/test-context.js';
import { pigeonInbox } from '../../testing/sample/pigeon-message.js';
import { FaultGuard } from '../faults/fault-guard.js';
import { computeBackoff } from './backoff.js';
import { ConnectorRunner } from './connector-runner.js';
import { StateReporter } from './state-reporter.js';

const turns = async (count = 20) => {
  for (let turn = 0; turn < count; turn += 1) await new Promise<void>((resolve) => setImmediate(resolve));
};

function createFactory(make: (life: number) => Partial<Connector>): { factory: ConnectorFactory; lives: () => number } {
  let lives = 0;
  const factory = {
    descriptor: {
      channel: 'pigeon',
      provider: 'loft',
      configSchema: z.strictObject({ password: z.string(), port: z.int().optional() }),
      capabilities: () => ({}),
    },
    create: () => ({ start: () => Promise.resolve(), stop: () => Promise.resolve(), ...make((lives += 1)) }),
  } as unknown as ConnectorFactory;
  return { factory, lives: () => lives };
}

function run(factory: ConnectorFactory, settings: Record<string, unknown> = { password: 'corn' }, guard = new FaultGuard(silentLogger)) {
  const told: ConnectorStateChanged[] = [];
  const reporter = new StateReporter(pigeonInbox, { numberCode: 'PIG' }, new ManualClock(), (change) => told.push(change));
  const contexts: ConnectorContext[] = [];
  const runner = new ConnectorRunner(pigeonInbox, settings, factory, reporter, silentLogger, {
    guard,
    createContext: (life) => {
      const context = createTestContext({ inbox: pigeonInbox });
      context.fail = (error) => life.fail(error);
      context.report = (report) => reporter.report(report);
      contexts.push(context);
      return context;
    },
    restartBackoffMs: [1],
    stopTimeoutMs: 50,
  });
  return { runner, told, contexts, states: () => told.map(({ state }) => state), guard };
}

describe('an inbox under supervision', () => {
  it('with wrong settings stops, naming every fault', async () => {
    const { factory, lives } = createFactory(() => ({}));
    const { runner, told } = run(factory, { port: 'x' });
    runner.start();
    await runner.settled;
    expect(lives()).toBe(0);
    expect(told.at(-1)).toMatchObject({ state: 'stopped', inbox: { numberCode: 'PIG' } });
    expect(told.at(-1)?.detail).toMatch(/password: .*port: /);
    expect(told.at(-1)?.hint).toContain('id: loft');
    await runner.stop();
  });

  it('is started again after a failed start, and after a failed run', async () => {
    const { factory, lives } = createFactory((life) => ({
      start: (context) => {
        if (life === 1) throw new RetriableError('no link', { code: 'link', hint: 'Look at the cable.' });
        if (life === 2) setImmediate(() => context.fail(new Error('broken pipe')));
        else context.report({ state: 'connected' });
        return Promise.resolve();
      },
    }));
    const { runner, told, states } = run(factory);
    runner.start();
    while (lives() < 3) await new Promise((resolve) => setTimeout(resolve, 1));
    await turns();
    expect(states()).toEqual(['starting', 'degraded', 'starting', 'degraded', 'starting', 'connected']);
    expect(told[1]).toMatchObject({ detail: 'no link', hint: 'Look at the cable. It is started again by itself.' });
    expect(told[3]).toMatchObject({ detail: 'broken pipe' });
    await runner.stop();
  });

  it('is not tried again when no try can succeed', async () => {
    const { factory, lives } = createFactory(() => ({
      start: () => Promise.reject(new ConfigurationError('No certificate', { code: 'no_certificate', hint: 'Give one.' })),
    }));
    const { runner, told } = run(factory);
    runner.start();
    await runner.settled;
    await turns();
    expect(lives()).toBe(1);
    expect(told.at(-1)).toMatchObject({ state: 'stopped', detail: 'No certificate', hint: 'Give one.' });
    await runner.stop();
  });

  it('answers for what its timers throw, and the process lives on', async () => {
    const guard = new FaultGuard(silentLogger, () => {
      throw new Error('the process must not end');
    });
    const { factory, lives } = createFactory((life) => ({
      start: () => {
        // What Node does with a throw in a timer: it asks the guard in the timer's own context.
        if (life === 1) setImmediate(() => guard.onException(new Error('in a timer')));
        return Promise.resolve();
      },
    }));
    const { runner, told } = run(factory, undefined, guard);
    runner.start();
    while (lives() < 2) await new Promise((resolve) => setTimeout(resolve, 1));
    expect(told.some(({ detail }) => detail === 'in a timer')).toBe(true);
    await runner.stop();
  });

  it('is left behind when it does not stop, while start hangs too', async () => {
    const { factory } = createFactory(() => ({ start: () => new Promise(() => undefined), stop: () => new Promise(() => undefined) }));
    const { runner, contexts } = run(factory);
    runner.start();
    await turns();
    const startedAt = performance.now();
    await runner.stop();
    expect(performance.now() - startedAt).toBeLessThan(1_000);
    expect(contexts).toHaveLength(1);
  });

  it('can be sent through only while it runs', async () => {
    const { factory } = createFactory(() => ({}));
    const { runner } = run(factory);
    expect(runner.outlet).toBeNull();
    runner.start();
    await runner.settled;
    expect(runner.outlet).toMatchObject({ connector: null });
    await runner.stop();
    expect(runner.outlet).toBeNull();
  });
});

describe('reports', () => {
  it('are told once each, with the last success at most every 10 s, and without passwords', () => {
    const told: ConnectorStateChanged[] = [];
    const clock = new ManualClock();
    const reporter = new StateReporter(pigeonInbox, {}, clock, (change) => told.push(change));
    reporter.report({ state: 'degraded', detail: 'no link to imap://help:pa55@mail' });
    reporter.report({ state: 'degraded', detail: 'no link to imap://help:pa55@mail' });
    expect(told.map(({ detail }) => detail)).toEqual(['no link to imap://help:***@mail']);
    reporter.succeeded();
    for (let second = 0; second < 10; second += 1) {
      clock.advance(1_000);
      reporter.succeeded();
    }
    expect(told).toHaveLength(3);
    expect(told.at(-1)?.lastSuccessAt).toBe('2026-03-02T09:00:10.000Z');
  });
});

describe('backoff', () => {
  it('grows to the last wait, and never in step', () => {
    const waits = [100, 1_000];
    expect([1, 2, 3].map((failures) => computeBackoff(waits, failures, () => 0.5))).toEqual([100, 1_000, 1_000]);
    expect([0, 0.999].map((random) => computeBackoff(waits, 1, () => random))).toEqual([80, 120]);
  });
});
