import { describe, expect, it } from '@jest/globals';
import { dayAt, daysOf, momentOf, periodBefore, spanAround, spanBefore, toPeriod } from './period.js';

describe('periods', () => {
  it.each([
    ['day', '2026-03-01', '2026-02-28', '2026-02-28'],
    ['week', '2026-03-02', '2026-02-23', '2026-03-01'],
    ['week', '2026-03-08', '2026-02-23', '2026-03-01'],
    ['month', '2026-03-31', '2026-02-01', '2026-02-28'],
    ['quarter', '2026-01-01', '2025-10-01', '2025-12-31'],
    ['year', '2026-03-02', '2025-01-01', '2025-12-31'],
  ] as const)('the %s before that of %s is %s to %s', (span, day, from, to) => {
    expect(spanBefore(span, day)).toEqual({ from, to });
  });

  it('of leap years have their length', () => {
    expect(daysOf(spanAround('year', '2028-05-05'))).toBe(366);
    expect(spanAround('month', '2028-02-29')).toEqual({ from: '2028-02-01', to: '2028-02-29' });
    expect(periodBefore({ from: '2028-03-01', to: '2028-03-02' })).toEqual({ from: '2028-02-28', to: '2028-02-29' });
  });

  it.each([
    ['2026-02-30', '2026-03-01'],
    ['2026-03-02', '2026-03-01'],
    ['today', '2026-03-01'],
  ])('%s to %s is none', (from, to) => expect(() => toPeriod(from, to)).toThrow(expect.objectContaining({ code: 'period_invalid' })));

  it('begin when the desk’s day does', () => {
    expect(dayAt(new Date('2026-03-01T16:00:00Z'), 'Asia/Shanghai')).toBe('2026-03-02');
    expect(momentOf('2026-03-02', '08:00', 'Asia/Shanghai').toISOString()).toBe('2026-03-02T00:00:00.000Z');
    expect(momentOf('2026-10-25', '02:30', 'Europe/Berlin').toISOString()).toBe('2026-10-25T00:30:00.000Z');
    expect(momentOf('2026-03-29', '02:30', 'Europe/Berlin').toISOString()).toBe('2026-03-29T01:30:00.000Z');
  });
});
