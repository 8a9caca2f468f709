import { describe, expect, it } from '@jest/globals';
import { addDays, dayAt, findPreset, toPeriod } from './periods.js';

describe('periods of reports', () => {
  it('are what their names say, the last day counts', () => {
    const today = '2026-03-01'; // a Sunday
    expect(toPeriod('lastSeven', today)).toEqual({ from: '2026-02-23', to: today });
    expect(toPeriod('thisWeek', today)).toEqual({ from: '2026-02-23', to: today });
    expect(toPeriod('lastMonth', today)).toEqual({ from: '2026-02-01', to: '2026-02-28' });
    expect(toPeriod('yesterday', today)).toEqual({ from: '2026-02-28', to: '2026-02-28' });
    expect(toPeriod('lastThirty', today).from).toBe('2026-01-31');
  });

  it('begin on the first of a quarter and a year', () => {
    expect(toPeriod('thisQuarter', '2026-11-30').from).toBe('2026-10-01');
    expect(toPeriod('thisQuarter', '2026-03-31').from).toBe('2026-01-01');
    expect(toPeriod('thisYear', '2026-11-30')).toEqual({ from: '2026-01-01', to: '2026-11-30' });
    expect(toPeriod('lastMonth', '2026-01-15')).toEqual({ from: '2025-12-01', to: '2025-12-31' });
  });

  it('are known again by their days', () => {
    expect(findPreset({ from: '2026-11-01', to: '2026-11-30' }, '2026-11-30')).toBe('thisMonth');
    expect(findPreset({ from: '2026-11-02', to: '2026-11-05' }, '2026-11-30')).toBeNull();
  });

  it('count over the end of February and of a year', () => {
    expect([addDays('2028-02-28', 1), addDays('2025-12-31', 1)]).toEqual(['2028-02-29', '2026-01-01']);
  });

  it('begin at the desk’s midnight, not at the reader’s', () => {
    const newYear = new Date('2025-12-31T17:00:00Z');
    expect(['Asia/Shanghai', 'UTC', 'America/New_York'].map((zone) => dayAt(newYear, zone))).toEqual([
      '2026-01-01',
      '2025-12-31',
      '2025-12-31',
    ]);
  });
});
