import { describe, expect, it } from '@jest/globals';
import { Metrics } from './metrics.js';

describe('metrics', () => {
  it('give two rooms that ask for one name the same counter', async () => {
    const metrics = new Metrics();
    metrics.counter('mails_total', 'Mails taken', ['inbox']).inc({ inbox: 'a' });
    metrics.counter('mails_total', 'Mails taken', ['inbox']).inc({ inbox: 'a' });
    expect(await metrics.registry.metrics()).toContain('mails_total{inbox="a"} 2');
  });

  it('look a gauge up at each scrape', async () => {
    const metrics = new Metrics();
    let lag = 3;
    metrics.gauge('log_lag', 'Records behind', [], (gauge) => gauge.set(lag));
    expect(await metrics.registry.metrics()).toContain('log_lag 3');
    lag = 5;
    expect(await metrics.registry.metrics()).toContain('log_lag 5');
  });

  it('refuse one name for two kinds', () => {
    const metrics = new Metrics();
    metrics.counter('x', 'x');
    expect(() => metrics.gauge('x', 'x')).toThrow(/another kind/);
  });
});
