import { afterEach, expect, it, jest } from '@jest/globals';
import { HealthRegistry, type Logger, Metrics, silentLogger } from '#runtime';
import type { AuditLog } from './audit-log.js';
import { AuditWatch } from './audit-watch.js';

afterEach(() => void jest.useRealTimers());

it('an audit log that cannot be chained is warned of and shown, and told when it can again', async () => {
  jest.useFakeTimers();
  const told: string[] = [];
  const logger = { ...silentLogger, warn: () => told.push('warn'), info: () => told.push('info') } as unknown as Logger;
  let broken = true;
  const log = { chain: () => (broken ? Promise.reject(new Error('permission denied')) : Promise.resolve()) } as unknown as AuditLog;
  const health = new HealthRegistry();
  const watch = new AuditWatch(log, logger, new Metrics(), health);
  watch.onApplicationBootstrap();
  await jest.advanceTimersByTimeAsync(5_000);
  expect((await health.run()).checks['look audit']).toEqual({ ok: true, detail: expect.stringContaining('neither chained nor signed') });
  broken = false;
  await jest.advanceTimersByTimeAsync(1_000);
  await watch.onModuleDestroy();
  expect(told).toEqual(['warn', 'info']);
});
