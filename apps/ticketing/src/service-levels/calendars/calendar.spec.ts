import { describe, expect, it } from '@jest/globals';
import { Calendar } from './calendar.js';
import { MINUTE_MS } from './local-day.js';
import { makeCase, type RandomCase } from './testing/random-calendars.js';
import { Random } from './testing/random.js';
import { SlowCalendar } from './testing/slow-calendar.js';

const CASES = 36;
const DAYS = 7;

function toCalendar({ rules, sets, teams, overrides }: RandomCase): Calendar {
  return new Calendar(
    rules,
    sets,
    teams.map((team) => new Calendar(team, sets)),
    overrides,
  );
}

describe('a calendar', () => {
  const cases = Array.from({ length: CASES }, (_, seed) => ({ seed }));

  it.each(cases)('says the same as one that walks minute by minute (seed $seed)', ({ seed }) => {
    const random = new Random(seed * 7_919 + 1);
    const given = makeCase(random);
    if (given.start < Date.UTC(2026, 0, 1)) Object.assign(given.rules, { summerTime: true });
    for (const team of given.teams) if (given.start < Date.UTC(2026, 0, 1)) Object.assign(team, { summerTime: true });
    const slow = new SlowCalendar(given, DAYS);
    const calendar = toCalendar(given);
    const end = given.start + DAYS * 1440 * MINUTE_MS;
    const wrong: string[] = [];
    for (let at = given.start; at < end; at += MINUTE_MS)
      if (calendar.isOpen(at) !== slow.isOpen(at)) wrong.push(new Date(at).toISOString());
    expect(wrong).toEqual([]);
    for (let tries = 0; tries < 40; tries += 1) {
      const from = given.start + random.below(DAYS * 1440) * MINUTE_MS;
      const to = Math.min(from + random.below(DAYS * 1440) * MINUTE_MS, end);
      expect(calendar.workingTimeBetween(from, to)).toBe(slow.workingTimeBetween(from, to));
      const work = random.pick([0, 1, 30, 60, 240, 600, 1_500]) * MINUTE_MS;
      const added = slow.addWorkingTime(from, work);
      if (added !== undefined) expect(calendar.addWorkingTime(from, work)).toBe(added);
      const opening = slow.next(from, true);
      if (opening !== undefined) expect(calendar.nextOpening(from)).toBe(opening);
      const closing = slow.next(from, false);
      if (closing !== undefined) expect(calendar.nextClosing(from)).toBe(closing);
    }
  });

  it('adds and measures to the millisecond, each undoing the other', () => {
    const random = new Random(20_260_302);
    for (let tries = 0; tries < 100; tries += 1) {
      const calendar = toCalendar(makeCase(random));
      const from = Date.UTC(2026, random.below(12), 1) + random.below(28 * 86_400_000);
      const ms = 1 + random.below(40 * 3_600_000);
      const due = calendar.addWorkingTime(from, ms);
      if (due === null) continue;
      expect(calendar.workingTimeBetween(from, due)).toBe(ms);
      expect(calendar.workingTimeBetween(from, due - 1)).toBe(ms - 1);
      expect(calendar.workingTimeBetween(due, from)).toBe(-ms);
    }
  });
});
