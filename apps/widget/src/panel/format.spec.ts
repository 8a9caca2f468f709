import { describe, expect, it } from '@jest/globals';
import { fill, Format } from './format.js';
import de from './words/de.js';
import en from './words/en.js';

const NOW = new Date(2026, 10, 30, 12, 0);

describe('numbers and times in the visitor’s words', () => {
  it('are those of his language', () => {
    const [english, german] = [new Format('en', en), new Format('de', de)];
    expect([english.minutes(1), english.minutes(4), german.minutes(4)]).toEqual(['1 minute', '4 minutes', '4 Minuten']);
    expect([english.size(400), english.size(1_540_000), german.size(1_540_000)]).toEqual(['1 kB', '1.5 MB', '1,5 MB']);
    expect([english.day(NOW, NOW), english.day(new Date(2026, 10, 29), NOW), german.day(new Date(2026, 10, 2), NOW)]).toEqual([
      'Today',
      'Yesterday',
      'Montag, 2. November',
    ]);
    expect(english.moment(new Date(2026, 10, 30, 19, 0), NOW)).toMatch(/^7:00\sPM$/);
    expect(english.moment(new Date(2026, 11, 1, 9, 0), NOW)).toMatch(/^Tue, Dec 1, 9:00\sAM$/);
  });

  it('are said by the catalogue where the browser has no units', () => {
    const { NumberFormat } = Intl;
    const old = function (locale: string, options?: Intl.NumberFormatOptions) {
      if (options?.style === 'unit') throw new RangeError('unit');
      return new NumberFormat(locale, options);
    };
    Object.assign(Intl, { NumberFormat: old });
    try {
      const german = new Format('de', de);
      expect([german.minutes(4), german.size(2_500_000)]).toEqual(['4 Min.', '2,5 MB']);
    } finally {
      Object.assign(Intl, { NumberFormat });
    }
  });

  it('are put into braces, as they are', () => {
    expect(fill('{name}: {text} {else}', { name: '$&', text: '{name}' })).toBe('$&: {name} {else}');
  });
});
