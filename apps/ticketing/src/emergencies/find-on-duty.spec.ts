import { describe, expect, it } from '@jest/globals';
import { Rota } from '../desk/schema/duty.js';
import { findOnDuty } from './find-on-duty.js';

const rota = Rota.parse({
  shifts: [
    { from: '2026-10-01', until: '2026-10-07', people: ['holiday'] },
    { days: ['fri'], hours: '18:00-09:00', people: ['friday-night'] },
    { days: ['mon', 'tue', 'wed', 'thu'], hours: '18:00-09:00', people: ['night', 'deputy'] },
  ],
  otherwise: ['anybody'],
});
const at = (time: string) => findOnDuty(rota, new Date(time), 'Asia/Shanghai');

describe('who is on duty', () => {
  it.each([
    ['in a shift that passes midnight, before it', '2026-03-02T18:00:00+08:00', ['night', 'deputy']],
    ['in a shift that passes midnight, after it', '2026-03-03T08:59:00+08:00', ['night', 'deputy']],
    ['when it is over', '2026-03-03T09:00:00+08:00', ['anybody']],
    ['on the morning after the last day of a shift', '2026-03-07T03:00:00+08:00', ['friday-night']],
    ['on the morning of its first day', '2026-03-02T03:00:00+08:00', ['anybody']],
    ['on days by date, the first shift before all', '2026-10-02T19:00:00+08:00', ['holiday']],
    ['on their last day', '2026-10-07T23:59:00+08:00', ['holiday']],
    ['on the day after', '2026-10-08T12:00:00+08:00', ['anybody']],
  ])('%s', (_, time, people) => {
    expect(at(time)).toEqual(people);
  });

  it('follows a zone of its own, summer time included', () => {
    const night = { ...rota, timeZone: 'Europe/Berlin', shifts: [{ hours: '22:00-06:00', people: ['berlin'] }] };
    expect(findOnDuty(night, new Date('2026-07-01T03:59:00Z'), 'UTC')).toEqual(['berlin']);
    expect(findOnDuty(night, new Date('2026-07-01T04:00:00Z'), 'UTC')).toEqual(['anybody']);
  });
});
