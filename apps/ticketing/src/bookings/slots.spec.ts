import { describe, expect, it } from '@jest/globals';
import { BookedService } from '../desk/schema/bookings.js';
import { listSlots } from './slots.js';

const service = (hours: object, more: object = {}) =>
  BookedService.parse({ name: 'Repair', minutes: 60, hours: [hours], ticket: { subject: 'Repair' }, ...more });
const begins = (given: BookedService, zone: string, from: string, to: string) =>
  listSlots(given, zone, new Date(from), new Date(to)).map(({ startsAt }) => startsAt.toISOString());

describe('slots', () => {
  it('stand in the hours of their days, in the zone of the desk', () => {
    const repair = service({ days: ['mon'], from: '09:00', to: '11:30' });
    expect(begins(repair, 'Asia/Shanghai', '2026-03-01T00:00:00Z', '2026-03-08T00:00:00Z')).toEqual([
      '2026-03-02T01:00:00.000Z',
      '2026-03-02T02:00:00.000Z',
    ]);
    expect(begins({ ...repair, closed: ['2026-03-02'] }, 'Asia/Shanghai', '2026-03-01T00:00:00Z', '2026-03-08T00:00:00Z')).toEqual([]);
  });

  it('know summer time: an hour that is skipped has none, one that comes twice has one', () => {
    const night = service({ days: ['sun'], from: '01:00', to: '04:00' }, { timeZone: 'Europe/Berlin' });
    expect(begins(night, 'UTC', '2026-03-28T12:00:00Z', '2026-03-29T12:00:00Z')).toEqual([
      '2026-03-29T00:00:00.000Z',
      '2026-03-29T01:00:00.000Z',
    ]);
    expect(begins(night, 'UTC', '2026-10-24T12:00:00Z', '2026-10-25T12:00:00Z')).toEqual([
      '2026-10-24T23:00:00.000Z',
      '2026-10-25T00:00:00.000Z',
      '2026-10-25T02:00:00.000Z',
    ]);
  });
});
