import { describe, expect, it } from '@jest/globals';
import { classifySmtpFailure } from './classify-smtp-error.js';

const answer = (responseCode: number, response: string, command = 'RCPT TO') =>
  classifySmtpFailure({ message: 'failed', code: 'EENVELOPE', command, responseCode, response: `${responseCode} ${response}` }, true);

describe('an SMTP failure', () => {
  it.each([
    [550, '5.1.1 no such user', 'recipient_invalid', 'refused'],
    [550, 'unknown', 'recipient_invalid', 'refused'],
    [451, '4.3.0 later', 'provider_unavailable', 'try-again'],
    [450, '4.7.1 greylisted', 'rate_limited', 'try-again'],
    [552, '5.3.4 too big', 'too_large', 'refused'],
    [554, '5.7.1 blocked', 'recipient_blocked', 'refused'],
    [535, '5.7.8 bad credentials', 'auth', 'try-again'],
  ] as const)('%i %s is %s: %s', (code, text, category, certainty) => {
    const classified = answer(code, text);
    expect(classified.error.category).toBe(category);
    expect(classified.certainty).toBe(certainty);
    expect(classified.error.hint.length).toBeGreaterThan(10);
  });

  it('is surely not sent when the link broke before the message, unknown when it broke after', () => {
    expect(classifySmtpFailure({ message: 'refused', code: 'ESOCKET', command: 'CONN' }, false).certainty).toBe('try-again');
    expect(classifySmtpFailure({ message: 'closed', code: 'ECONNECTION', command: 'CONN' }, true).certainty).toBe('unknown');
    expect(classifySmtpFailure({ message: 'timeout', code: 'ETIMEDOUT' }, true).certainty).toBe('unknown');
  });
});
