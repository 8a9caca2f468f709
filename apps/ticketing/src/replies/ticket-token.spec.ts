import { randomBytes, randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { takeTokenApart, TicketTokens, TOKEN_CHARACTERS, uuidRange } from './ticket-token.js';

const now = new Date('2026-03-02T09:00:00Z');
const later = (days: number) => new Date(now.getTime() + days * 86_400_000);

describe('ticket token', () => {
  const ticket = randomUUID();
  const contact = randomUUID();
  const tokens = new TicketTokens([randomBytes(32)]);
  const check = (token: string, at = now, by = tokens) => by.check(takeTokenApart(token)!, ticket, at);

  it('fits a plus address and names ticket and contact', () => {
    const token = tokens.make(ticket, contact, now);
    expect(token).toMatch(/^[a-z2-7]+$/);
    expect(token).toHaveLength(TOKEN_CHARACTERS);
    expect(check(token.toUpperCase())).toBe('valid');
    const { ticketPrefix, contactSuffix } = takeTokenApart(token)!;
    const { low, high } = uuidRange(ticketPrefix);
    expect(low <= ticket && ticket <= high).toBe(true);
    expect(contact.endsWith(contactSuffix)).toBe(true);
  });

  it('is good for one ticket only, though others begin like it', () => {
    const twin = ticket.slice(0, 24) + (ticket[24] === '0' ? '1' : '0') + ticket.slice(25);
    expect(tokens.check(takeTokenApart(tokens.make(ticket, contact, now))!, twin, now)).toBe('forged');
  });

  it('ends after its time', () => {
    const token = tokens.make(ticket, contact, now);
    expect(check(token, later(89))).toBe('valid');
    expect(check(token, later(92))).toBe('expired');
  });

  it('is refused when one character is another', () => {
    const token = tokens.make(ticket, contact, now);
    for (let at = 0; at < TOKEN_CHARACTERS; at += 1) {
      const other = token[at] === 'a' ? 'b' : 'a';
      expect(check(token.slice(0, at) + other + token.slice(at + 1))).toBe('forged');
    }
    expect(takeTokenApart('x'.repeat(39))).toBeNull();
    expect(takeTokenApart('1'.repeat(40))).toBeNull();
  });

  it('outlives a rotation of the key, not the removal of the old one', () => {
    const [old, fresh] = [randomBytes(32), randomBytes(32)];
    const token = new TicketTokens([old]).make(ticket, contact, now);
    expect(check(token, now, new TicketTokens([fresh, old]))).toBe('valid');
    expect(check(token, now, new TicketTokens([fresh]))).toBe('forged');
  });
});
