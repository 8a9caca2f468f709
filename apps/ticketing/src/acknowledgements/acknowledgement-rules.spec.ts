import { describe, expect, it } from '@jest/globals';
import { countQuarantined, grantAcknowledgements } from './acknowledgement-rules.js';

const calm = { acknowledged: 0, silenced: false, unthreaded: 0, unthreadedBefore: 0 };
const half = new Date('2026-03-02T09:30:00Z');

describe('acknowledgements of an address', () => {
  it('gets five a day, however they come', () => {
    expect(grantAcknowledgements(1, { ...calm, acknowledged: 5 }, 5)).toBe(1);
    expect(grantAcknowledgements(1, { ...calm, acknowledged: 6 }, 5)).toBe(0);
    expect(grantAcknowledgements(8, { ...calm, acknowledged: 8 }, 5)).toBe(5);
    expect(grantAcknowledgements(3, { ...calm, acknowledged: 6 }, 5)).toBe(2);
  });

  it('gets none when it answers like a machine', () => {
    expect(grantAcknowledgements(1, { ...calm, acknowledged: 1, silenced: true }, 5)).toBe(0);
  });
});

describe('quarantine', () => {
  it('begins with the hundred and first message of the hour', () => {
    expect(countQuarantined(1, { ...calm, unthreaded: 100 }, 100, half)).toBe(0);
    expect(countQuarantined(1, { ...calm, unthreaded: 101 }, 100, half)).toBe(1);
    expect(countQuarantined(150, { ...calm, unthreaded: 150 }, 100, half)).toBe(50);
  });

  it('looks back over the turn of the hour', () => {
    expect(countQuarantined(1, { ...calm, unthreaded: 60, unthreadedBefore: 80 }, 100, half)).toBe(0);
    expect(countQuarantined(1, { ...calm, unthreaded: 61, unthreadedBefore: 80 }, 100, half)).toBe(1);
  });
});
