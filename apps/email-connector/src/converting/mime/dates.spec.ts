import { describe, expect, it } from '@jest/globals';
import { parseDate } from './dates.js';

describe('dates of mail', () => {
  it.each([
    ['Mon, 2 Mar 2026 09:00:00 +0800', '2026-03-02T01:00:00.000Z'],
    ['2 Mar 26 09:00 EST', '2026-03-02T14:00:00.000Z'],
    ['Mon, 02-Mar-2026 09:00:00 GMT', '2026-03-02T09:00:00.000Z'],
    ['Mon, 2 Mar 2026 09:00:00 +0100 (CET)', '2026-03-02T08:00:00.000Z'],
    ['Mon, 2 Mar 2026 9:0:1', '2026-03-02T09:00:01.000Z'],
    ['Mon Mar  2 09:00:01 2026', '2026-03-02T09:00:01.000Z'],
    ['2026-03-02T09:00:01+09:00', '2026-03-02T00:00:01.000Z'],
    ['Fri, 1 Jan 99 00:00:00 +0000', '1999-01-01T00:00:00.000Z'],
  ])('%s', (field, wanted) => {
    expect(parseDate(field)).toBe(wanted);
  });

  it.each([null, '', 'soon', 'Mon, 2 Foo 2026 09:00:00', 'Mon, 2 Mar 2026 29:00:00 +0000', 'Mon, 2 Mar 207777777 00:00:00'])(
    '%s is none',
    (field) => {
      expect(parseDate(field)).toBeNull();
    },
  );
});
