import { appendFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { balance } from './days/balance.js';
import { DAY_PLANS } from './days/day-plans.js';
import type { Engine } from './days/day-place.js';
import { playDay } from './days/play-day.js';
import type { DeskName } from './desk-list.js';

/** `DESK_DAYS=d1,d3` plays these. */
const played = (process.env['DESK_DAYS'] ?? 'd0,d1,d2,d3,d4').split(',') as DeskName[];
const engine = (process.env['DAY_ENGINE'] ?? 'postgres') as Engine;

describe(`a day of each desk on ${engine}, with its night, a process that dies, a gateway that is away and a complaint`, () => {
  it.each(played)(
    '%s: at midnight the books balance',
    async (name) => {
      const begun = performance.now();
      const day = await playDay(name, engine);
      try {
        const books = await balance(day);
        const { messages: whileDown, answers: whileGatewayDown, killedAtWork } = day.heldBack;
        report(name, {
          ...books,
          answered: day.answered,
          whileDown,
          killedAtWork,
          whileGatewayDown,
          seconds: Math.round((performance.now() - begun) / 1_000),
        });
        expect(books.faults.slice(0, 10)).toEqual([]);
        const planned = Object.values(DAY_PLANS[name].volumes).reduce((sum, count) => sum + count, 0);
        expect(books.messages).toBeGreaterThanOrEqual(planned * 0.95);
        expect(books.atNight).toBeGreaterThan(0);
        expect(books.clocks).toBeGreaterThan(0);
        expect(books.waits).toBeGreaterThan(0);
        expect(books.recounted).toBeGreaterThan(0);
        expect(books.writtenAgain).toBeGreaterThan(0);
        const media = new Set(day.arrivals.map(({ message }) => message.inbox.channel));
        expect([...media].filter((medium) => !(books.answeredBy[medium]! > 0))).toEqual([]);
        expect(books.byHoliday).toBeGreaterThan(0);
        expect(whileDown).toBeGreaterThan(0);
        expect(killedAtWork).toBe(true);
        expect(whileGatewayDown).toBeGreaterThan(0);
        expect(day.answered).toBeGreaterThan(planned / 4);
      } finally {
        await day.close();
      }
    },
    3_600_000,
  );
});

/** A line for `npm run days`. */
function report(name: string, line: object): void {
  const file = process.env['DAYS_REPORT'];
  if (file !== undefined) appendFileSync(file, `${JSON.stringify({ day: name, ...line })}\n`);
}
