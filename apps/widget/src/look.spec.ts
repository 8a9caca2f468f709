import { describe, expect, it } from '@jest/globals';
import { ACCENT, contrast, inkOn, readableOn } from './look.js';
import { colourOf } from './severity.js';

describe('colours of the widget', () => {
  it('are readable whatever accent a desk names, by day and by night', () => {
    for (const accent of [ACCENT, '#facc15', '#ffffff', '#000000', '#ff0000', '#7f7f7f', '#00ff00', '#1d4ed8']) {
      expect(contrast(inkOn(accent), accent)).toBeGreaterThanOrEqual(4.5);
      for (const ground of ['#ffffff', '#15181c']) expect(contrast(readableOn(ground, accent), ground)).toBeGreaterThanOrEqual(4.5);
    }
    expect(readableOn('#ffffff', ACCENT)).toBe(ACCENT);
  });

  it('of announcements are readable, the gravest apart', () => {
    expect(['info', null, 'warning', 'minor', 'critical'].map((severity) => colourOf(severity).rank)).toEqual([0, 0, 1, 1, 2]);
    for (const severity of ['info', 'warning', 'critical']) {
      const { ground, ink } = colourOf(severity);
      expect(contrast(ground, ink)).toBeGreaterThanOrEqual(7);
    }
  });
});
