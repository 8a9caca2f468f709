import { describe, expect, it } from '@jest/globals';
import { Desk } from '../../desk/desk-schema.js';
import { WEEKDAYS } from '../calendars/local-day.js';
import { knownHolidaySets } from '../holidays/holidays-in-force.js';
import { calendarRulesOf, readDays, readSpan } from './calendar-rules-of.js';
import { DeskHours } from './desk-hours.js';
import { describeOverride, refuseOdd } from './hours-overrides.js';

const HOUR_MS = 3_600_000;
const at = (text: string) => Date.parse(`${text}:00+08:00`);
const words = (days: string | string[]) => [...readDays(days)].join(' ');

describe('a week of a desk’s file', () => {
  it('names days one by one, as ranges, over the weekend, and all', () => {
    expect(words('mon-fri')).toBe('mon tue wed thu fri');
    expect(words('sat')).toBe('sat');
    expect(words('sat-mon')).toBe('sat sun mon');
    expect(words('daily')).toBe(WEEKDAYS.join(' '));
    expect(words(['mon', 'wed-thu', 'thu-fri'])).toBe('mon wed thu fri');
    expect(words('sun-sat')).toBe('sun mon tue wed thu fri sat');
  });

  it('names spans by the clock, into the next day where they end before they begin', () => {
    expect(['9:00-18:30', '0:00-24:00', '22:00-6:00', '09:05-09:04'].map(readSpan)).toEqual([
      { from: 540, to: 1_110 },
      { from: 0, to: 1_440 },
      { from: 1_320, to: 1_800 },
      { from: 545, to: 1_984 },
    ]);
  });

  it('is taken as it is written: who is there, what holidays move, what single dates have', () => {
    const { calendars } = Desk.parse({
      calendars: {
        team: { zone: 'Europe/Berlin', summerTime: false, hours: [{ days: 'daily', spans: ['9:00-17:00'] }] },
        desk: {
          zone: 'Asia/Shanghai',
          holidays: ['cn'],
          hours: [
            { days: 'mon-fri', spans: ['9:00-12:00', '13:00-18:00'], moved: true },
            { days: 'sat', spans: ['10:00-16:00'], by: 'bot', moved: false },
          ],
          onHolidays: [{ holidays: ['spring-festival'], spans: ['10:00-12:00'], by: 'voicemail' }, { spans: [] }],
          dates: { '2026-12-24': ['9:00-12:00'], '2026-12-25': [] },
          teams: ['team'],
        },
      },
    });
    expect(calendarRulesOf('desk', calendars['desk']!)).toEqual({
      ...{ key: 'desk', zone: 'Asia/Shanghai', summerTime: true, holidays: ['cn'], teams: ['team'] },
      weekdays: [
        { days: readDays('mon-fri'), spans: [readSpan('9:00-12:00'), readSpan('13:00-18:00')], by: 'people', moved: true },
        { days: new Set(['sat']), spans: [readSpan('10:00-16:00')], by: 'bot', moved: false },
      ],
      onHolidays: [
        { holidays: new Set(['spring-festival']), spans: [readSpan('10:00-12:00')], by: 'voicemail' },
        { holidays: 'all', spans: [], by: 'people' },
      ],
      dates: new Map([
        [20_811, [{ spans: [readSpan('9:00-12:00')], by: 'people' }]],
        [20_812, [{ spans: [], by: 'people' }]],
      ]),
    });
    expect(calendarRulesOf('team', calendars['team']!)).toMatchObject({ summerTime: false, weekdays: [{ moved: false }] });
  });
});

describe('hours of a desk', () => {
  const office = { zone: 'Asia/Shanghai', holidays: ['cn'], hours: [{ days: 'mon-fri', spans: ['9:00-18:00'], moved: true }] };
  const desk = Desk.parse({
    calendars: { office, night: { zone: 'UTC', hours: [{ days: 'daily', spans: ['0:00-24:00'] }] } },
    channels: {
      mail: { name: 'Mail', inboxes: ['support', 'sales'], media: ['email'], hours: 'office' },
      phone: { name: 'Phone', media: ['phone'] },
    },
    targets: { calendar: 'night' },
  });
  const hours = new DeskHours(desk, knownHolidaySets());

  it('are those of the calendar that is asked for, else the channel’s, else the desk’s, else always', () => {
    expect(hours.calendarKeyOf('mail')).toBe('office');
    expect(hours.calendarKeyOf('mail', 'night')).toBe('night');
    expect([hours.calendarKeyOf('phone'), hours.calendarKeyOf(null), hours.calendarKeyOf('gone')]).toEqual(['night', 'night', 'night']);
    const plain = new DeskHours(Desk.parse({}), new Map());
    const always = plain.calendarFor(null, plain.calendarKeyOf(null), new Map());
    for (const day of ['2026-03-02', '2026-03-07', '2026-03-08']) {
      expect(always.isOpen(at(`${day}T03:00`))).toBe(true);
      expect(always.whoIsThere(at(`${day}T23:59`))).toBe('people');
    }
    expect([always.zone.name, always.nextClosing(0), plain.all().length]).toEqual(['UTC', null, 1]);
    expect(hours.all().map(({ rules }) => rules.key)).toEqual(['office', 'night', '(always)']);
  });

  it('of a calendar that the desk has no more are always', () => {
    expect(hours.calendarFor('mail', 'gone', new Map()).isOpen(at('2026-03-07T03:00'))).toBe(true);
  });

  it('belong to channels by inbox before medium', () => {
    expect(hours.channelOf('support', 'phone')).toBe('mail');
    expect(hours.channelOf('sales', null)).toBe('mail');
    expect(hours.channelOf('other', 'phone')).toBe('phone');
    expect(hours.channelOf(null, 'email')).toBe('mail');
    expect([hours.channelOf(null, null), hours.channelOf('other', 'fax')]).toEqual([null, null]);
  });

  it('are changed by a supervisor for the channel’s own calendar only, and made once', () => {
    const closed = new Map([['mail', [{ from: at('2026-03-03T09:00'), to: at('2026-03-03T12:00'), open: false }]]]);
    const changed = hours.calendarFor('mail', 'office', closed);
    expect([changed.isOpen(at('2026-03-03T10:00')), changed.isOpen(at('2026-03-03T13:00'))]).toEqual([false, true]);
    expect(hours.calendarFor('mail', 'office', closed)).toBe(changed);
    expect(hours.calendarFor('mail', 'night', closed).isOpen(at('2026-03-03T10:00'))).toBe(true);
    expect(hours.calendarFor('phone', 'night', closed)).toBe(hours.calendarFor(null, 'night', new Map()));
    expect(hours.calendarFor(null, 'office', closed).isOpen(at('2026-03-03T10:00'))).toBe(true);
    const other = new Map([['mail', [{ from: at('2026-03-03T09:00'), to: at('2026-03-03T11:00'), open: false }]]]);
    expect(hours.calendarFor('mail', 'office', other).isOpen(at('2026-03-03T11:00'))).toBe(true);
  });

  it('stay right however many changes there were', () => {
    const of = (hour: number) =>
      new Map([['mail', [{ from: at('2026-03-03T09:00'), to: at('2026-03-03T09:00') + hour * 1_000, open: false }]]]);
    for (let count = 1; count < 450; count += 1) {
      const calendar = hours.calendarFor('mail', 'office', of(count));
      expect([calendar.isOpen(at('2026-03-03T09:00')), calendar.isOpen(at('2026-03-03T09:00') + count * 1_000)]).toEqual([false, true]);
    }
  });
});

describe('a change of hours', () => {
  const now = new Date('2026-03-03T09:00:00Z');
  const after = (hours: number) => new Date(now.getTime() + hours * HOUR_MS);
  const make = (from: number, to: number) => () => refuseOdd(after(from), after(to), now);

  it('is for now and the next seven days, for seven at most', () => {
    for (const [from, to] of [
      [0, 1],
      [-2, 1],
      [0, 168],
      [168, 169],
      [168, 336],
    ] as const)
      expect(make(from, to)).not.toThrow();
  });

  it.each([
    ['ends before it begins', 2, 1],
    ['takes no time', 1, 1],
    ['is too long', 0, 169],
    ['is over', -2, -1],
    ['ends just now', -2, 0],
    ['is too far away', 169, 170],
  ])('is refused where it %s', (_, from, to) => {
    expect(make(from, to)).toThrow(expect.objectContaining({ code: 'hours_override_invalid' }) as unknown as Error);
  });

  it('is told to agents with its times and why', () => {
    expect(describeOverride('邮件', { opens: true, from: after(0), to: after(2), reason: 'Launch.' }, 'Asia/Shanghai')).toBe(
      '邮件: 临时开放 2026-03-03 17:00 至 2026-03-03 19:00。Open from 2026-03-03 17:00 to 2026-03-03 19:00. Launch.',
    );
    expect(describeOverride('Mail', { opens: false, from: after(0), to: after(2), reason: 'Training.' }, 'Asia/Shanghai')).toBe(
      'Mail: 临时关闭 2026-03-03 17:00 至 2026-03-03 19:00。Closed from 2026-03-03 17:00 to 2026-03-03 19:00. Training.',
    );
  });
});
