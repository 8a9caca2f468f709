import { describe, expect, it } from '@jest/globals';
import { dayIn, defaultNumberCode, formatTicketNumber, isTicketNumber } from './ticket-number.js';

describe('ticket number', () => {
  it('has the day, the code and at least three digits', () => {
    expect(formatTicketNumber('20260302', 'EML', 7)).toBe('20260302-EML-007');
    expect(formatTicketNumber('20260302', 'EML', 12345)).toBe('20260302-EML-12345');
  });

  it('takes the day of the desk, not of the server', () => {
    const evening = new Date('2026-03-01T18:30:00Z');
    expect(dayIn('UTC', evening)).toBe('20260301');
    expect(dayIn('Asia/Shanghai', evening)).toBe('20260302');
  });

  it('knows a number when it sees one', () => {
    expect(isTicketNumber('20260302-EML-007')).toBe(true);
    expect(isTicketNumber('20260302-EML-07')).toBe(false);
    expect(isTicketNumber('see 20260302-EML-007')).toBe(false);
  });

  it('has a code for a channel nobody told it about', () => {
    expect(defaultNumberCode('email')).toBe('EML');
    expect(defaultNumberCode('dingtalk')).toBe('DIN');
    expect(defaultNumberCode('--')).toBe('GEN');
  });
});
