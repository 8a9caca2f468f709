import { describe, expect, it } from '@jest/globals';
import { toMoment } from './moment-today.js';

const NOW = Date.parse('2026-11-30T10:00:30.400Z'); // 18:00:30 in Shanghai

describe('a time of day in a channel’s zone', () => {
  it('is the next moment its clock shows it', () => {
    expect(toMoment('21:30', 'Asia/Shanghai', NOW)).toBe('2026-11-30T13:30:00.000Z');
    expect(toMoment('11:05', 'Europe/Berlin', NOW)).toBe('2026-11-30T10:05:00.000Z');
  });

  it('is after midnight where it is past today', () => {
    expect(toMoment('01:00', 'Asia/Shanghai', NOW)).toBe('2026-11-30T17:00:00.000Z');
    expect(toMoment('18:00', 'Asia/Shanghai', NOW)).toBe('2026-12-01T10:00:00.000Z');
  });
});
