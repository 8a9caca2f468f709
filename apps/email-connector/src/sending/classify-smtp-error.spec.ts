import { describe, expect, it } from '@jest/globals';
import { classifySmtpFailure } from './classify-smtp-error.js';

const answer = (responseCode: number, response: string, command = 'RCPT TO') =>
  classifySmtpFailure(
    { message: 'failed', code: 'EENVELOPE', command, responseCode, response: `${responseCode} ${response}` },
    'recipients',
  );

describe('an SMTP failure', () => {
  it.each([
    [550, '5.1.1 no such user', 'recipient_invalid', 'refused'],
    [550, 'unknown', 'recipient_invalid', 'refused'],
    [451, '4.3.0 later', 'provider_unavailable', 'try-again'],
    [450, '4.7.1 greylisted', 'rate_limited', 'try-again'],
    [552, '5.3.4 too big', 'too_large', 'refused'],
    [554, '5.7.1 blocked', 'recipient_blocked', 'refused'],
    [535, '5.7.8 bad credentials', 'auth', 'try-again'],
    [534, '5.7.9 application-specific password required', 'auth', 'try-again'],
    [550, '5.7.30 Basic authentication is not supported for Client Submission', 'auth', 'try-again'],
    [554, '5.7.1 <ann@example.net>: Relay access denied', 'auth', 'try-again'],
    [553, 'authentication is required,163 smtp1', 'auth', 'try-again'],
    [553, 'Mail from must equal authorized user', 'auth', 'try-again'],
    [550, 'User has no permission', 'auth', 'try-again'],
    [451, '4.3.0 Temporary lookup failure, try again later', 'provider_unavailable', 'try-again'],
    [421, '4.7.0 Try again later', 'rate_limited', 'try-again'],
    [452, '4.2.2 The mailbox is full', 'quota_exceeded', 'try-again'],
    [452, '4.5.3 Too many recipients', 'rate_limited', 'try-again'],
    [550, 'Mail rejected by policy', 'recipient_blocked', 'refused'],
    [550, 'no such user here', 'recipient_invalid', 'refused'],
    [550, '5.1.8 sender domain must exist', 'misconfigured', 'refused'],
    [552, '5.2.2 mailbox full', 'quota_exceeded', 'refused'],
    [550, '5.2.1 mailbox disabled', 'recipient_invalid', 'refused'],
    [550, '5.7.26 unauthenticated mail is refused by DMARC', 'recipient_blocked', 'refused'],
  ] as const)('%i %s is %s: %s', (code, text, category, certainty) => {
    const classified = answer(code, text);
    expect(classified.error.category).toBe(category);
    expect(classified.certainty).toBe(certainty);
    expect(classified.error.hint.length).toBeGreaterThan(10);
  });

  it.each([
    ['its whole domain', 421, '4.7.0 too many messages', 'RCPT TO', undefined, 'domain', 'smtp_rate_limited'],
    ['its whole domain', 421, '4.7.0 too many messages', 'CONN', 'recipients', 'domain', 'smtp_rate_limited'],
    ['our account', 421, '4.7.0 Too many concurrent connections from your IP', 'CONN', 'server', 'account', 'smtp_rate_limited'],
    ['our account', 421, '4.3.2 Service shutting down', 'CONN', 'server', 'account', 'smtp_rate_limited'],
    ['this mail', 421, '4.4.2 timeout exceeded', 'CONN', 'server', 'mail', 'smtp_provider_unavailable'],
    ['its whole domain', 450, '4.7.1 rate limit exceeded', 'DATA', undefined, 'domain', 'smtp_rate_limited'],
    ['this mail', 450, '4.7.1 please come back', 'RCPT TO', undefined, 'mail', 'smtp_greylisted'],
    ['this mail', 451, 'Greylisted, see http://postgrey', 'RCPT TO', undefined, 'mail', 'smtp_greylisted'],
    ['this mail', 451, '4.3.0 later', 'RCPT TO', undefined, 'mail', 'smtp_provider_unavailable'],
    ['our account', 421, '4.7.0 too many connections', 'MAIL FROM', undefined, 'account', 'smtp_rate_limited'],
    ['our account', 454, '4.7.0 Too many login attempts', 'AUTH PLAIN', 'EAUTH', 'account', 'smtp_rate_limited'],
    ['our account', 535, 'Login Fail. Please enter your authorization code', 'AUTH LOGIN', 'EAUTH', 'account', 'smtp_auth'],
  ])('concerns %s: %i %s at %s', (_who, responseCode, response, command, how, concerns, named) => {
    const code = how === 'EAUTH' ? how : 'EENVELOPE';
    const failure = { message: 'failed', code, command, responseCode, response: `${responseCode} ${response}` };
    const reached = how === 'server' || how === 'recipients' ? how : /RCPT|DATA/.test(command) ? 'recipients' : 'server';
    const classified = classifySmtpFailure(failure, reached);
    expect([classified.concerns, classified.error.code, classified.certainty]).toEqual([concerns, named, 'try-again']);
  });

  it.each([
    [554, '5.7.1 host mx.customer.example said: 554 5.7.1 Relay access denied', 'RCPT TO', 'smtp_recipient_blocked'],
    [550, 'authentication required', 'RCPT TO', 'smtp_recipient_blocked'],
    [550, '5.7.57 Client not authenticated', 'DATA', 'smtp_recipient_blocked'],
  ])('may be about the account or the mail: %i %s at %s', (responseCode, words, command, named) => {
    const failure = { message: 'failed', code: 'EENVELOPE', command, responseCode, response: `${responseCode} ${words}` };
    expect(classifySmtpFailure(failure, 'recipients')).toMatchObject({
      concerns: 'account',
      otherwise: { concerns: 'mail', certainty: 'refused', error: { code: named } },
    });
    expect(classifySmtpFailure(failure, 'server').otherwise).toBeUndefined();
  });

  it('is about the account alone where only a login can be meant, about the mail where Yahoo says so', () => {
    const at = (responseCode: number, words: string) => answer(responseCode, words, 'DATA');
    expect(at(530, '5.7.0 Authentication required')).not.toHaveProperty('otherwise');
    expect(at(554, '5.7.9 Message not accepted for policy reasons')).toMatchObject({ certainty: 'refused', concerns: 'mail' });
  });

  it('is for good where no server was asked, for the envelope is none', () => {
    const failure = { message: 'Invalid recipient "a>b"', code: 'EENVELOPE', command: 'API' };
    expect(classifySmtpFailure(failure, 'server')).toMatchObject({ certainty: 'refused', error: { category: 'recipient_invalid' } });
  });

  it('is surely not sent when the link broke before the message, unknown when it broke after', () => {
    expect(classifySmtpFailure({ message: 'refused', code: 'ESOCKET', command: 'CONN' }, 'recipients').certainty).toBe('try-again');
    expect(classifySmtpFailure({ message: 'closed', code: 'ECONNECTION', command: 'CONN' }, 'message').certainty).toBe('unknown');
    expect(classifySmtpFailure({ message: 'timeout', code: 'ETIMEDOUT' }, 'message').certainty).toBe('unknown');
  });
});
