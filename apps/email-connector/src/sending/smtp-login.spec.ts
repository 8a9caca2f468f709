import { describe, expect, it } from '@jest/globals';
import type { TokenKeeper } from '../authorising/token-keeper.js';
import { TokenUnavailableError } from '../authorising/token-request.js';
import { EmailInboxConfig } from '../email.config.js';
import { SmtpLogin, tokenFaultOf } from './smtp-login.js';

const tokens = { token: () => Promise.resolve({ value: 'token', goodUntil: 0 }), refused: () => undefined } as unknown as TokenKeeper;
const loginTo = (url: string, given: Record<string, unknown> = {}, keeper: TokenKeeper | null = tokens) =>
  new SmtpLogin(url, EmailInboxConfig.parse({ address: 'kf@example.com', smtp: { url }, ...given }), keeper);

describe('the login at an outgoing server', () => {
  it('is by token where the URL has no password: as its user, the mailbox’s, or the address, and never in clear', () => {
    expect(loginTo('smtp://shared%40example.com@smtp.office365.com:587').options).toMatchObject({
      auth: { type: 'OAuth2', user: 'shared@example.com' },
      requireTLS: true,
    });
    const imap = { host: 'outlook.office365.com', user: 'box@example.com' };
    expect(loginTo('smtp://smtp.office365.com:587', { imap, oauth: google }).options).toMatchObject({ auth: { user: 'box@example.com' } });
    expect(loginTo('smtps://smtp.gmail.com:465').options).toMatchObject({ auth: { user: 'kf@example.com' }, requireTLS: false });
    expect(loginTo('smtp://127.0.0.1:2526').options).toMatchObject({ requireTLS: false });
  });

  it('is by what the URL says where it has a password, there is no OAuth, or the server is not the inbox’s own', () => {
    expect(loginTo('smtp://kf:secret@smtp.example.com').options).toEqual({});
    expect(loginTo('smtp://smtp.example.com', {}, null).options).toEqual({});
    const relay = new SmtpLogin('smtp://relay.example.com', EmailInboxConfig.parse({ address: 'kf@example.com' }), tokens);
    expect(relay.options).toEqual({});
  });

  it('gets another token where the server refused the one it had, not where it lets us wait', async () => {
    const refused: string[] = [];
    const keeper = { ...tokens, refused: (value: string) => refused.push(value) } as unknown as TokenKeeper;
    const login = loginTo('smtp://smtp.office365.com:587', { oauth: google }, keeper);
    const { auth } = login.options as { auth: { provisionCallback: (user: string, renew: boolean, done: () => void) => void } };
    await new Promise<void>((resolve) => auth.provisionCallback('kf', false, resolve));
    expect(await login.renewAfter({ code: 'EAUTH', responseCode: 454, response: '454 4.7.0 Too many login attempts' })).toBe(false);
    expect(await login.renewAfter({ code: 'EENVELOPE', responseCode: 550 })).toBe(false);
    expect(refused).toEqual([]);
    expect(await login.renewAfter({ code: 'EAUTH', responseCode: 535, response: '535 5.7.3' })).toBe(true);
    expect(refused).toEqual(['token']);
  });

  it('tells a missing token from a refused login, whatever nodemailer makes of its error', async () => {
    const away = new TokenUnavailableError('no token', { code: 'oauth_unavailable' });
    const keeper = { ...tokens, token: () => Promise.reject(away) } as unknown as TokenKeeper;
    const login = loginTo('smtp://smtp.office365.com:587', { oauth: google }, keeper);
    const { auth } = login.options as { auth: { provisionCallback: (user: string, renew: boolean, done: (e: Error) => void) => void } };
    const given = await new Promise<Error>((resolve) => auth.provisionCallback('kf', false, resolve));
    expect(tokenFaultOf(Object.assign(given, { code: 'EAUTH' }))).toBe(away);
    expect(away.code).toBe('oauth_unavailable');
    expect(tokenFaultOf(new Error('535'))).toBeNull();
  });

  it.each([
    ['smtps://kf%40qq.com:secret@smtp.qq.com:465', /授权码/],
    ['smtps://kf:secret@smtp.exmail.qq.com:465', /客户端专用密码/],
    ['smtps://kf:secret@smtp.163.com:465', /授权码/],
    ['smtp://kf:secret@smtp.office365.com:587', /oauth.*microsoft/],
    ['smtp://kf:secret@mail.example.com:587', /right user and password/],
  ])('says of %s what is wanted there', (url, hint) => {
    expect(loginTo(url, {}, null).hint).toMatch(hint);
  });
});

const google = { provider: 'google', clientId: 'desk', refreshToken: '1//x' };
