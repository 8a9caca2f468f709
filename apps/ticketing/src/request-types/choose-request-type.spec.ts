import { describe, expect, it } from '@jest/globals';
import { RequestTypesSection } from '../desk/schema/request-types.js';
import { chooseRequestType } from './choose-request-type.js';
import { before, endOf } from './deadline.js';

const TYPES = RequestTypesSection.parse({
  fault: { name: '故障', categories: ['technical'] },
  complaint: { name: '投诉', categories: ['complaint', 'technical-data-loss'] },
  inquiry: { name: '咨询' },
});
const pathOf = (category: string) => (category.startsWith('technical-') ? [category, 'technical'] : [category]);
const choose = (form: string | null, category: string | null, byDefault?: string) =>
  chooseRequestType(TYPES, byDefault, { form, category }, pathOf);

describe('the type of a request', () => {
  it('is what its form says, else that of the nearest category, else the default', () => {
    expect(choose('inquiry', 'technical')).toEqual({ key: 'inquiry', by: 'form' });
    expect(choose(null, 'technical-sync')).toEqual({ key: 'fault', by: 'category' });
    expect(choose(null, 'technical-data-loss')).toEqual({ key: 'complaint', by: 'category' });
    expect(choose('nonsense', null, 'inquiry')).toEqual({ key: 'inquiry', by: 'default' });
    expect(choose(null, 'weather')).toBeNull();
  });
});

describe('deadlines', () => {
  const time = {
    addWorkingTime: (from: Date, ms: number) => new Date(from.getTime() + 3 * ms),
    addWorkingDays: (from: Date, days: number) => new Date(from.getTime() + days * 100_000_000),
  };
  const from = new Date('2026-03-02T01:00:00Z');

  it('count on the clock, in working time, or in working days', () => {
    expect(endOf('24 h', from, time).toISOString()).toBe('2026-03-03T01:00:00.000Z');
    expect(endOf('4 working h', from, time).toISOString()).toBe('2026-03-02T13:00:00.000Z');
    expect(endOf('3 working days', from, time).getTime() - from.getTime()).toBe(300_000_000);
    expect(before('30 min', from).toISOString()).toBe('2026-03-02T00:30:00.000Z');
  });
});
