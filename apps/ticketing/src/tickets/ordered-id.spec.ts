import { describe, expect, it } from '@jest/globals';
import { TicketId } from '#contracts';
import { makeOrderedId, timeOfOrderedId } from './ordered-id.js';

describe('ordered id', () => {
  it('is a uuid that sorts by time', () => {
    const [early, late] = [makeOrderedId(new Date('2026-03-02T09:00:00.000Z')), makeOrderedId(new Date('2026-03-02T09:00:00.001Z'))];
    expect(TicketId.parse(early)).toBe(early);
    expect(timeOfOrderedId(late)).toBe(Date.parse('2026-03-02T09:00:00.001Z'));
    expect(timeOfOrderedId('0d5b4d3c-5f3e-4a5e-8a6b-7c8d9e0f1a2b')).toBe(0);
    expect(early < late).toBe(true);
    expect(makeOrderedId(new Date(0))).not.toBe(makeOrderedId(new Date(0)));
  });
});
