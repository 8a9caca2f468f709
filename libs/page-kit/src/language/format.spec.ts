import { expect, it } from '@jest/globals';
import { formatOf } from './format.js';

it.each([
  ['day', 'Dec 1, 2026', '2026年12月1日'],
  ['week', 'Dec 1 – 7, 2026', '2026/12/1 – 2026/12/7'],
  ['month', 'Dec 2026', '2026年12月'],
  ['quarter', 'Dec 2026 – Feb 2027', '2026/12 – 2027/2'],
  ['year', '2026', '2026年'],
  [null, 'Dec 1, 2026', '2026年12月1日'],
])('says which %s begins on a day', (per, english, chinese) => {
  const say = (language: string) => formatOf(language).period('2026-12-01', per).replaceAll('\u2009', ' ');
  expect([say('en'), say('zh-CN')]).toEqual([english, chinese]);
});

it('leaves what is no day as it is', () => {
  expect(formatOf('en').period('whole', 'month')).toBe('whole');
});
