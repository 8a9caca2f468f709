import { describe, expect, it } from '@jest/globals';
import { explainFailure } from './explain-failure.js';
import type { ImapConfig } from './imap-link.js';

const refused = (host: string, failure: object, byToken = false, wasWell = false) =>
  explainFailure(Object.assign(new Error('Command failed'), failure), {
    config: { host, user: 'kf@example.com' } as ImapConfig,
    folder: { path: 'INBOX', sent: false },
    byToken,
    wasWell,
  }).report;
const wrong = {
  authenticationFailed: true,
  serverResponseCode: 'AUTHENTICATIONFAILED',
  responseText: 'LOGIN Login error or password error',
};

describe('a login that was refused', () => {
  it.each([
    ['imap.qq.com', /QQ 邮箱.*授权码/],
    ['imap.exmail.qq.com', /企业邮箱.*客户端专用密码/],
    ['imap.163.com', /网易邮箱.*授权码/],
    ['imap.126.com', /网易邮箱.*授权码/],
    ['imap.gmail.com', /app password.*oauth/],
    ['outlook.office365.com', /oauth.*microsoft/],
    ['imap.mail.me.com', /app-specific password/],
    ['imap.mail.yahoo.co.jp', /app password/],
    ['mail.acme.test', /right user and password/],
    ['notqq.com', /right user and password/],
  ])('at %s says what is wanted there', (host, hint) => {
    expect(refused(host, wrong)).toMatchObject({ state: 'bad_credentials', hint: expect.stringMatching(hint) });
  });

  it('with the words of the server', () => {
    expect(refused('imap.163.com', wrong).detail).toBe(
      'imap.163.com refused the login of kf@example.com: LOGIN Login error or password error',
    );
  });

  it('by 163 only when the folder is opened is one as well', () => {
    const failure = { responseStatus: 'NO', responseText: 'EXAMINE Unsafe Login. Please contact kefu@188.com for help' };
    expect(refused('imap.163.com', failure)).toMatchObject({ state: 'bad_credentials', hint: expect.stringMatching(/授权码/) });
  });

  it('with a token says what to check of the account', () => {
    expect(refused('outlook.office365.com', wrong, true).hint).toMatch(/may open this mailbox/);
  });

  it('is not what happens when a provider ends a session with its token: that is told as no trouble', () => {
    const ended = { message: 'connection closed by the server' };
    expect(refused('outlook.office365.com', ended, true, true).state).toBe('connecting');
    expect(refused('outlook.office365.com', ended, true, false).state).toBe('degraded');
    expect(refused('outlook.office365.com', ended, false, true).state).toBe('degraded');
  });

  it.each([
    { authenticationFailed: true, serverResponseCode: 'UNAVAILABLE' },
    { authenticationFailed: true, serverResponseCode: 'ALERT', responseText: 'Too many simultaneous connections. (Failure)' },
    { authenticationFailed: true, responseText: 'Temporary authentication failure. Please try again later' },
  ])('for now only (%j) is none: it is tried again', (failure) => {
    expect(refused('imap.gmail.com', failure).state).toBe('degraded');
  });
});
