import { describe, expect, it } from '@jest/globals';
import { balance } from './days/balance.js';
import { DAY_PLANS } from './days/day-plans.js';
import { playDay } from './days/play-day.js';
import { DESKS, type DeskName } from './desk-list.js';

/** `DESK_DAYS=d0,d3` plays only these. */
const played = (process.env['DESK_DAYS']?.split(',') ?? Object.keys(DESKS)) as DeskName[];

describe('a day of each desk, with its night and an hour in which nobody is there', () => {
  it.each(played)(
    '%s: at midnight the books balance',
    async (name) => {
      const day = await playDay(name);
      try {
        const books = await balance(day);
        expect(books.faults.slice(0, 10)).toEqual([]);
        const planned = Object.values(DAY_PLANS[name].volumes).reduce((sum, count) => sum + count, 0);
        expect(books.messages).toBeGreaterThanOrEqual(planned * 0.95);
        expect(books.clocks).toBeGreaterThan(0);
        expect(books.recounted / books.clocks).toBeGreaterThan(0.5);
        expect(day.answered).toBeGreaterThan(planned / 4);
      } finally {
        await day.close();
      }
    },
    600_000,
  );
});
