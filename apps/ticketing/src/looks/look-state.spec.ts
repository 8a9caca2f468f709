import { describe, expect, it } from '@jest/globals';
import { HealthRegistry, type Logger, Metrics, silentLogger } from '#runtime';
import { LookState } from './look-state.js';

describe('a look that repeats itself', () => {
  it('is warned of once when it fails again and again, told once when it works again, and shown meanwhile', async () => {
    const told: string[] = [];
    const keep = (level: string) => (message: string, fields?: object) => void told.push(`${level} ${message} ${'hint' in (fields ?? {})}`);
    const log = { ...silentLogger, warn: keep('warn'), info: keep('info') } as unknown as Logger;
    const [metrics, health] = [new Metrics(), new HealthRegistry()];
    const state = new LookState({ name: 'timers', missing: 'nothing that is due happens' }, log, metrics, health);
    const fail = (times: number) => Array.from({ length: times }, () => state.failed(new Error('permission denied')));
    fail(2);
    state.worked();
    expect([told, (await health.run()).ok]).toEqual([[], true]);
    fail(20);
    expect(told).toEqual(['warn a look fails again and again true']);
    expect((await health.run()).checks['look timers']).toEqual({ ok: true, detail: expect.stringContaining('permission denied') });
    expect(await metrics.render()).toContain('tributary_look_failures{look="timers"} 20');
    state.worked();
    state.worked();
    fail(3);
    expect(told).toEqual([
      'warn a look fails again and again true',
      'info a look works again false',
      'warn a look fails again and again true',
    ]);
  });
});
