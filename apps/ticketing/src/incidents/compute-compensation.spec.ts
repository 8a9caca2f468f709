import { describe, expect, it } from '@jest/globals';
import { CompensationPolicy } from '../desk/schema/incidents.js';
import { computeCompensation, measureTouched } from './compute-compensation.js';

const HOUR = 3_600_000;
const outage = CompensationPolicy.parse({
  name: 'Outage',
  per: '1h',
  amount: 2,
  byPlan: { enterprise: 20, free: 0 },
  atLeast: '30m',
  most: 150,
});

describe('a compensation', () => {
  it.each([
    ['each hour that began', 'pro', 2 * HOUR + 1, 6],
    ['by the plan, in any case', 'Enterprise', 2 * HOUR, 40],
    ['of somebody without a plan', null, HOUR, 2],
    ['never above the most', 'enterprise', 10 * HOUR, 150],
    ['not below the least time', 'enterprise', HOUR / 2 - 1, undefined],
    ['nothing for a plan that gets nothing', 'free', 5 * HOUR, undefined],
  ])('%s', (_, plan, ms, amount) => {
    expect(computeCompensation(outage, plan, ms)?.amount).toBe(amount);
  });

  it('says how it came about', () => {
    expect(computeCompensation(outage, 'enterprise', 10 * HOUR)).toEqual({
      amount: 150,
      unit: 'CNY',
      basis: { plan: 'enterprise', minutes: 600, times: 10, each: 20, capped: true },
    });
  });

  it('is fixed for a target that was missed', () => {
    const missed = CompensationPolicy.parse({ name: 'Missed', fixed: 5, unit: 'points' });
    expect(computeCompensation(missed, null, null)).toMatchObject({ amount: 5, unit: 'points', basis: { times: 1, minutes: null } });
  });
});

describe('the time that an incident touches somebody', () => {
  const at = (hours: number) => new Date(Date.UTC(2026, 2, 2) + hours * HOUR);
  const incident = { startedAt: at(1), endedAt: at(5) };
  const now = at(8);
  it.each([
    ['is the incident’s', null, null, 4],
    ['begins later', 2, null, 3],
    ['ends sooner', null, 3, 2],
    ['is no longer than the incident', 0, 9, 4],
    ['is none of who was touched before it', null, 0.5, 0],
  ])('%s', (_, from, until, hours) => {
    const touched = { touchedFrom: from === null ? null : at(from), touchedUntil: until === null ? null : at(until) };
    expect(measureTouched(incident, touched, now)).toBe(hours * HOUR);
  });

  it('goes on until now while it lasts', () => {
    expect(measureTouched({ startedAt: at(1), endedAt: null }, { touchedFrom: null, touchedUntil: null }, now)).toBe(7 * HOUR);
  });
});
