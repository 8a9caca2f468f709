import { describe, expect, it } from '@jest/globals';
import { ShiftsSection } from '../../desk/schema/shifts.js';
import { planDays } from './shift-days.js';
import { forecast, surchargeOf } from './staffing.js';

const make = (given: object) => ShiftsSection.parse({ zone: 'Asia/Shanghai', ...given });
const plan = (more: object = {}) => ({ key: 'day', group: 'chat', from: '09:00', to: '18:00', ...more });
const never = () => false;

describe('a day that takes more people', () => {
  const surcharges = (...given: object[]) => make({ surcharges: given.map((one, index) => ({ key: `s${index}`, percent: 10, ...one })) });
  const on = (shifts: ReturnType<typeof make>, ...dates: string[]) => dates.map((date) => surchargeOf(shifts, date, never) !== null);

  it('is one of each year, or of one', () => {
    expect(on(surcharges({ days: ['06-18', '2026-11-11'] }), '2026-06-18', '2027-06-18', '2026-11-11', '2027-11-11')).toEqual([
      true,
      true,
      true,
      false,
    ]);
  });

  it('is in a span of each year, over new year too, or of one', () => {
    const yearly = surcharges({ spans: [{ from: '05-01', to: '05-03' }] });
    expect(on(yearly, '2026-04-30', '2026-05-01', '2027-05-02', '2026-05-03', '2026-05-04')).toEqual([false, true, true, true, false]);
    const newYear = surcharges({ spans: [{ from: '12-30', to: '01-02' }] });
    expect(on(newYear, '2026-12-29', '2026-12-30', '2027-01-02', '2027-01-03')).toEqual([false, true, true, false]);
    const once = surcharges({ spans: [{ from: '2026-12-30', to: '2027-01-02' }] });
    expect(on(once, '2026-12-29', '2026-12-30', '2027-01-02', '2027-01-03', '2027-12-31', '2026-01-01')).toEqual([
      false,
      true,
      true,
      false,
      false,
      false,
    ]);
    expect(on(surcharges({ spans: [{ from: '05-01', to: '2026-05-03' }] }), '2027-05-03', '2027-05-04')).toEqual([true, false]);
    expect(on(surcharges({ spans: [{ from: '05-01', to: '05-01' }] }), '2026-05-01', '2026-05-02', '2026-04-30')).toEqual([
      true,
      false,
      false,
    ]);
  });

  it('is a holiday where that counts', () => {
    const shifts = surcharges({ holidays: true }, { holidays: false, days: ['01-01'], percent: 20 });
    expect(surchargeOf(shifts, '2026-10-01', () => true)).toEqual({ key: 's0', percent: 10 });
    expect(surchargeOf(shifts, '2026-10-01', never)).toBeNull();
  });

  it('takes the largest of several, the first of equal ones', () => {
    const days = { days: ['06-18'] };
    expect(surchargeOf(surcharges(days, { ...days, percent: 30 }, { ...days, percent: 20 }), '2026-06-18', never)).toEqual({
      key: 's1',
      percent: 30,
    });
    expect(surchargeOf(surcharges(days, days), '2026-06-18', never)).toEqual({ key: 's0', percent: 10 });
  });
});

describe('a forecast', () => {
  const quiet = { dates: ['2026-03-02'], members: new Map<string, string[]>(), volumeOf: () => 0, isHoliday: never };

  it('is of the groups in plans and of those with members, by name, in hours with anything in them', () => {
    const shifts = make({
      plans: [
        plan({ group: 'b', from: '09:00', to: '10:00', members: ['x@x.test'] }),
        plan({ group: 'c', from: '09:00', to: '10:00', members: [], staff: 2 }),
      ],
    });
    const hours = forecast({
      ...quiet,
      shifts,
      members: new Map([['a', ['y@x.test']]]),
      volumeOf: (group, _, hour) => (group === 'a' && hour === 3 ? 1 : 0),
    });
    expect(
      hours.map(({ group, hour, expected, required, planned, shortfall }) => [group, hour, expected, required, planned, shortfall]),
    ).toEqual([
      ['a', 3, 1, 1, 0, 1],
      ['b', 9, 0, 1, 1, 0],
      ['c', 9, 0, 2, 0, 2],
    ]);
  });

  it('counts somebody once an hour, and people of temporary desks on their days', () => {
    const desk = (more: object) => ({
      key: 'd',
      group: 'chat',
      from: '2026-03-02',
      to: '2026-03-03',
      hours: { from: '09:00', to: '10:00' },
      members: ['t@x.test'],
      ...more,
    });
    const shifts = make({
      plans: [
        plan({ from: '09:00', to: '10:00', members: ['a@x.test'] }),
        plan({ key: 'twice', from: '09:30', to: '10:00', members: ['a@x.test'] }),
      ],
      temporaryDesks: [
        desk({}),
        desk({ key: 'other', group: 'sales', members: ['u@x.test'] }),
        desk({ key: 'later', from: '2026-03-03', members: ['v@x.test'] }),
      ],
    });
    const planned = (date: string) =>
      forecast({ ...quiet, shifts, dates: [date] }).find(({ group, hour }) => group === 'chat' && hour === 9)!.planned;
    expect([planned('2026-03-01'), planned('2026-03-02'), planned('2026-03-03'), planned('2026-03-04')]).toEqual([1, 2, 3, 1]);
  });
});

describe('a day of the plan', () => {
  const shifts = make({
    plans: [
      plan({ days: ['mon'], staff: 3 }),
      plan({ key: 'night', zone: 'Europe/Berlin', members: ['owl@x.test'], days: ['mon', 'tue'] }),
      plan({ key: 'lost', group: 'nobody', days: ['tue'] }),
    ],
    surcharges: [{ key: 'sale', percent: 50, days: ['03-02'] }],
    temporaryDesks: [
      {
        key: 'extra',
        group: 'sales',
        from: '2026-03-03',
        to: '2026-03-04',
        hours: { from: '10:00', to: '12:00' },
        members: ['t@x.test', 'u@x.test'],
      },
    ],
  });
  const days = (...dates: string[]) => planDays(shifts, dates, new Map([['chat', ['a@x.test', 'b@x.test']]]), never);

  it('names who works and how many it takes, raised by what the day takes', () => {
    expect(days('2026-03-02')).toEqual([
      {
        date: '2026-03-02',
        surcharge: { key: 'sale', percent: 50 },
        shifts: [
          {
            key: 'day',
            group: 'chat',
            zone: 'Asia/Shanghai',
            from: '09:00',
            to: '18:00',
            staff: 5,
            members: ['a@x.test', 'b@x.test'],
            temporary: false,
          },
          {
            key: 'night',
            group: 'chat',
            zone: 'Europe/Berlin',
            from: '09:00',
            to: '18:00',
            staff: 2,
            members: ['owl@x.test'],
            temporary: false,
          },
        ],
      },
    ]);
  });

  it('has temporary desks from their first day to their last, and nobody where a group has no members', () => {
    const [tuesday, wednesday, thursday] = days('2026-03-03', '2026-03-04', '2026-03-05');
    expect(tuesday!.shifts.map(({ key, staff }) => [key, staff])).toEqual([
      ['night', 1],
      ['lost', 0],
      ['extra', 2],
    ]);
    expect(tuesday!.shifts[2]).toEqual({
      ...{
        key: 'extra',
        group: 'sales',
        zone: 'Asia/Shanghai',
        from: '10:00',
        to: '12:00',
        staff: 2,
        members: ['t@x.test', 'u@x.test'],
        temporary: true,
      },
    });
    expect([wednesday!.shifts.length, thursday!.shifts.length, thursday!.surcharge]).toEqual([1, 0, null]);
  });
});
