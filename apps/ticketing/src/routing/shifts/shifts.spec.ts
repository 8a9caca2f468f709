import { describe, expect, it } from '@jest/globals';
import { ShiftsSection } from '../../desk/schema/shifts.js';
import { ShiftClock } from './shift-plan.js';
import { forecast, surchargeOf } from './staffing.js';

const shifts = ShiftsSection.parse({
  zone: 'Asia/Shanghai',
  calendar: 'cn',
  plans: [
    { key: 'day', group: 'chat', days: ['mon', 'tue', 'wed', 'thu', 'fri'], from: '09:00', to: '18:00', staff: 3 },
    { key: 'night', group: 'chat', days: ['fri'], from: '22:00', to: '06:00', members: ['owl@x.test'] },
    { key: 'america', group: 'us', zone: 'America/New_York', from: '09:00', to: '21:00' },
  ],
  surcharges: [
    { key: 'holiday', percent: 30, holidays: true },
    { key: 'sales', percent: 50, days: ['06-18', '11-11'], spans: [{ from: '12-30', to: '01-02' }] },
  ],
  temporaryDesks: [
    { key: 'extra', group: 'chat', from: '2026-11-10', to: '2026-11-12', hours: { from: '10:00', to: '12:30' }, members: ['temp@x.test'] },
  ],
});
const dutyOf = (at: string, login: string, ...groups: string[]) =>
  new ShiftClock(shifts, new Date(at)).dutyOf({ login, groups: new Set(groups) });

describe('the shift plan', () => {
  it('lets work who is in its hours, in their zone', () => {
    expect(dutyOf('2026-03-02T01:00:00Z', 'a@x.test', 'chat').onShift).toBe(true);
    expect(dutyOf('2026-03-02T00:59:00Z', 'a@x.test', 'chat').onShift).toBe(false);
    expect(dutyOf('2026-03-02T10:00:00Z', 'a@x.test', 'chat').onShift).toBe(false);
    expect(dutyOf('2026-03-07T02:00:00Z', 'a@x.test', 'chat').onShift).toBe(false);
    expect(dutyOf('2026-03-02T14:00:00Z', 'a@x.test', 'us').onShift).toBe(true);
    expect(dutyOf('2026-07-01T13:00:00Z', 'a@x.test', 'us').onShift).toBe(true);
    expect(dutyOf('2026-01-05T13:59:00Z', 'a@x.test', 'us').onShift).toBe(false);
  });

  it('counts what lasts beyond midnight to the evening it began', () => {
    expect(dutyOf('2026-03-06T21:59:00Z', 'owl@x.test').onShift).toBe(true);
    expect(dutyOf('2026-03-06T22:00:00Z', 'owl@x.test').onShift).toBe(false);
    expect(dutyOf('2026-03-05T21:00:00Z', 'owl@x.test').onShift).toBe(false);
  });

  it('says nothing of who is in none', () => {
    expect(dutyOf('2026-03-01T20:00:00Z', 'boss@x.test', 'office').onShift).toBe(true);
  });

  it('puts people of a temporary desk into its group on its days and hours', () => {
    expect(dutyOf('2026-11-10T02:00:00Z', 'temp@x.test')).toEqual({ onShift: true, temporaryGroups: ['chat'] });
    expect(dutyOf('2026-11-10T04:30:00Z', 'temp@x.test').temporaryGroups).toEqual([]);
    expect(dutyOf('2026-11-13T02:00:00Z', 'temp@x.test').temporaryGroups).toEqual([]);
  });
});

describe('what a day takes', () => {
  it('is raised by the largest surcharge of the day', () => {
    const of = (date: string, holiday = false) => surchargeOf(shifts, date, () => holiday)?.percent;
    expect([of('2026-06-18'), of('2026-06-18', true), of('2026-10-01', true), of('2026-06-19')]).toEqual([50, 50, 30, undefined]);
    expect([of('2026-12-31'), of('2027-01-02'), of('2027-01-03')]).toEqual([50, 50, undefined]);
  });

  it('is short of people where more is asked than planned', () => {
    const hours = forecast({
      shifts,
      dates: ['2026-11-11', '2026-11-16'],
      members: new Map([['chat', ['a@x.test', 'b@x.test']]]),
      volumeOf: (group, _date, hour) => (group === 'chat' && hour === 10 ? 24 : 0),
      isHoliday: () => false,
    });
    const at = (date: string, hour: number) => hours.find((one) => one.group === 'chat' && one.date === date && one.hour === hour);
    expect(at('2026-11-16', 9)).toMatchObject({ expected: 0, required: 3, planned: 2, shortfall: 1, surcharge: null });
    expect(at('2026-11-16', 10)).toMatchObject({ expected: 24, required: 4, planned: 2, shortfall: 2 });
    expect(at('2026-11-11', 10)).toMatchObject({
      expected: 36,
      required: 6,
      planned: 3,
      shortfall: 3,
      surcharge: { key: 'sales', percent: 50 },
    });
    expect(at('2026-11-11', 12)).toMatchObject({ required: 5, planned: 2.5 });
    expect(at('2026-11-16', 20)).toBeUndefined();
  });
});
