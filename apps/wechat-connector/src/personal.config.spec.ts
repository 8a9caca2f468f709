import { describe, expect, it } from '@jest/globals';
import { claimsOf, PersonalInboxConfig } from './personal.config.js';

const GIVEN = { endpoint: '127.0.0.1:8788', token: 'insecure_2f4c1a3e' };
const faultsOf = (more: object) =>
  PersonalInboxConfig.safeParse({ ...GIVEN, ...more }).error?.issues.map(({ path }) => path.join('.')) ?? [];

describe('the settings of a personal account', () => {
  it('need an endpoint and a token, and nothing else', () => {
    expect(PersonalInboxConfig.parse(GIVEN)).toMatchObject({ rooms: 'mentions', tls: { disable: false }, echoWaitMs: 30_000 });
    expect(faultsOf({ endpoint: undefined, token: undefined })).toEqual(['endpoint', 'token']);
    for (const endpoint of ['here', 'http://here:1', 'here:port', ':1']) expect(faultsOf({ endpoint })).toEqual(['endpoint']);
    for (const endpoint of ['puppet.example:8788', '[::1]:8788']) expect(faultsOf({ endpoint })).toEqual([]);
  });

  it('need to know the name in the certificate, unless there is none', () => {
    expect(faultsOf({ token: '2f4c1a3e' })).toEqual(['token']);
    expect(faultsOf({ token: '2f4c1a3e', tls: { serverName: 'puppet.example' } })).toEqual([]);
    expect(faultsOf({ token: '2f4c1a3e', tls: { disable: true } })).toEqual([]);
  });

  it('claim the account of a service without showing its token', () => {
    const [one, same, other] = [GIVEN, { ...GIVEN, rooms: 'all' }, { ...GIVEN, token: 'insecure_other' }].map(
      (config) => claimsOf(PersonalInboxConfig.parse(config))[0]!.key,
    );
    expect(same).toBe(one);
    expect(other).not.toBe(one);
    expect(one).not.toContain('2f4c1a3e');
  });
});
