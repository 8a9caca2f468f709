import { describe, expect, it } from '@jest/globals';
import { TICKET_PRIORITIES } from '../tickets/ticket-state.js';
import { findNearestPriority } from './desk-priorities.js';

const named = (...keys: string[]) => Object.fromEntries(keys.map((key) => [key, { name: key, supervisorsTold: false }]));

describe('a priority that a door asks for', () => {
  it('is the desk’s own: the highest below it where the desk has none like it, else its lowest', () => {
    const of = (...keys: string[]) => TICKET_PRIORITIES.map((wanted) => findNearestPriority(named(...keys), wanted));
    expect(of('high', 'normal', 'low')).toEqual(['low', 'normal', 'high', 'high']);
    expect(of('urgent', 'normal')).toEqual(['normal', 'normal', 'normal', 'urgent']);
    expect(of()).toEqual(['low', 'normal', 'high', 'urgent']);
  });
});
