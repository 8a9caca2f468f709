import { describe, expect, it } from '@jest/globals';
import { calendarRulesOf } from '../service-levels/hours/calendar-rules-of.js';
import { CalendarSection } from '../desk/schema/calendars.js';
import { RuleSnooze } from '../desk/schema/rule-snooze.js';
import { Calendar } from '../service-levels/calendars/calendar.js';
import { findSleepEnd } from './sleep-until.js';

const section = CalendarSection.parse({ zone: 'Asia/Shanghai', hours: [{ days: 'mon-fri', spans: ['9:00-18:00'] }] });
const office = new Calendar(calendarRulesOf('office', section), []);
const never = new Calendar(calendarRulesOf('never', CalendarSection.parse({ zone: 'Asia/Shanghai' })), []);
/** A Friday. */
const NOW = Date.parse('2026-03-06T17:00:00+08:00');
const end = (snooze: object, facts = {}, calendar = office) =>
  new Date(findSleepEnd(RuleSnooze.parse(snooze), facts, calendar, NOW)).toISOString();

describe('a sleep that a rule begins', () => {
  it.each([
    ['on the clock', { for: '30 min' }, '2026-03-06T09:30:00.000Z'],
    ['of working time', { for: '2 working h' }, '2026-03-09T02:00:00.000Z'],
    ['of working days', { for: '1 working days' }, '2026-03-09T09:00:00.000Z'],
    ['until it opens again', { until: 'opening' }, '2026-03-09T01:00:00.000Z'],
    ['until a minute of a day, open or not', { until: '2026-03-08 7:30' }, '2026-03-07T23:30:00.000Z'],
    ['until it opens on a day or first after it', { until: '2026-03-08' }, '2026-03-09T01:00:00.000Z'],
    ['until the date of a field', { until: { field: 'visit' } }, '2026-03-10T02:15:00.000Z'],
  ])('ends %s', (_, snooze, expected) => {
    expect(end(snooze, { 'ticket.fields.visit': '2026-03-10 10:15' })).toBe(expected);
  });

  it('says why it has no end', () => {
    expect(() => end({ for: '2 working h' }, {}, never)).toThrow('never come to that');
    expect(() => end({ until: { field: 'visit' } }, { 'ticket.fields.visit': 'soon' })).toThrow('the field holds no date: "soon"');
  });
});
