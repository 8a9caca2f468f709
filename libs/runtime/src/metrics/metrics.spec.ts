import { describe, expect, it } from '@jest/globals';
import { Metrics } from './metrics.js';

describe('metrics', () => {
  it('give two rooms that ask for one name the same counter', async () => {
    const metrics = new Metrics();
    metrics.counter('mails_total', 'Mails taken', ['inbox']).inc({ inbox: 'a' });
    metrics.counter('mails_total', 'Mails taken', ['inbox']).inc({ inbox: 'a' });
    expect(await metrics.render()).toContain('mails_total{inbox="a"} 2');
  });

  it('look a gauge up at each scrape', async () => {
    const metrics = new Metrics();
    let lag = 3;
    metrics.gauge('log_lag', 'Records behind', [], (gauge) => gauge.set(lag));
    expect(await metrics.render()).toContain('log_lag 3');
    lag = 5;
    expect(await metrics.render()).toContain('log_lag 5');
  });

  it('of another thread are shown beside the own ones, added up where both have a name', async () => {
    const [metrics, other] = [new Metrics(), new Metrics()];
    metrics.counter('handled_total', 'Handled', ['topic']).inc({ topic: 'in' }, 2);
    metrics.gauge('entries', 'Entries').set(7);
    other.counter('handled_total', 'Handled', ['topic']).inc({ topic: 'in' }, 3);
    other.counter('handled_total', 'Handled', ['topic']).inc({ topic: 'out' });
    other.histogram('accept_seconds', 'Accepting', [], [1]).observe(0.5);
    metrics.join(() => other.readValues());
    const text = await metrics.render();
    for (const line of [
      'handled_total{topic="in"} 5',
      'handled_total{topic="out"} 1',
      'entries 7',
      'accept_seconds_bucket{le="1"} 1',
      'accept_seconds_count 1',
    ])
      expect(text.split('\n')).toContain(line);
    expect(text.match(/^# TYPE handled_total/gm)).toHaveLength(1);
  });

  it('refuse one name for two kinds', () => {
    const metrics = new Metrics();
    metrics.counter('x', 'x');
    expect(() => metrics.gauge('x', 'x')).toThrow(/another kind/);
  });
});
