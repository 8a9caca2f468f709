import { describe, expect, it } from '@jest/globals';
import { EmailInboxConfig } from './email.config.js';
import { emailDescriptor } from './email.connector.js';

const claimsOf = (config: unknown) =>
  emailDescriptor.claims?.(EmailInboxConfig.parse(config)).map(({ key, path }) => `${path.join('.')} ${key}`);

describe('a mailbox of an email inbox', () => {
  const imap = { host: 'imap.example.com', user: 'kf' };
  const oauth = { provider: 'google', clientId: 'desk', refreshToken: '1//x' };
  const faultsOf = (config: object) =>
    EmailInboxConfig.safeParse({ address: 'kf@example.com', ...config }).error?.issues.map(({ path }) => path.join('.')) ?? [];

  it('needs something to log in with', () => {
    expect(faultsOf({ imap })).toEqual(['imap.password']);
    expect(faultsOf({ imap: { ...imap, password: '' } })).toEqual([]);
    expect(faultsOf({ imap: { ...imap, accessToken: 'token' } })).toEqual([]);
    expect(faultsOf({ imap, oauth })).toEqual([]);
    expect(faultsOf({ imap, oauth: { ...oauth, refreshToken: undefined } })).toEqual(['oauth.refreshToken']);
  });

  it('hands a token over TLS only, but on this machine', () => {
    const clear = { ...imap, tls: false };
    expect(faultsOf({ imap: clear, oauth })).toEqual(['imap.tls']);
    expect(faultsOf({ imap: { ...clear, accessToken: 'token' } })).toEqual(['imap.tls']);
    expect(faultsOf({ imap: { ...clear, password: 'secret' }, oauth })).toEqual([]);
    expect(faultsOf({ imap: { ...clear, host: '127.0.0.1' }, oauth })).toEqual([]);
  });

  it('may have an address in any script', () => {
    expect(faultsOf({ address: 'service@cr魔法.com', aliases: ['支持@例子.cn'] })).toEqual([]);
    expect(faultsOf({ address: 'no address' })).toEqual(['address']);
  });
});

describe('what an email inbox claims', () => {
  it('is its address and aliases, however they are written, plus parts kept', () => {
    expect(claimsOf({ address: 'Support@Example.com', aliases: ['support+sales@example.com', 'hilfe@bücher.example'] })).toEqual([
      'address support@example.com',
      'aliases.0 support+sales@example.com',
      'aliases.1 hilfe@xn--bcher-kva.example',
    ]);
  });

  it('is the rest of its domains too when it is a catch-all', () => {
    expect(claimsOf({ address: 'info@example.com', catchAll: true })).toEqual(['address info@example.com', 'catchAll @example.com']);
  });
});
