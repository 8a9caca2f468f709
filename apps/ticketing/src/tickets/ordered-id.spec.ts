import { describe, expect, it } from '@jest/globals';
import { TicketId } from '#contracts';
import { makeOrderedId } from './ordered-id.js';

describe('ordered id', () => {
  it('is a uuid that sorts by time', () => {
    const [early, late] = [makeOrderedId(new Date('2026-03-02T09:00:00.000Z')), makeOrderedId(new Date('2026-03-02T09:00:00.001Z'))];
    expect(TicketId.parse(early)).toBe(early);
    expect(early < late).toBe(true);
    expect(makeOrderedId(new Date(0))).not.toBe(makeOrderedId(new Date(0)));
  });
});
