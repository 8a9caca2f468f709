import { describe, expect, it } from '@jest/globals';
import { OAuthConfig, scopeOf, tokenUrlOf } from './oauth.config.js';

const faultsOf = (config: object) => OAuthConfig.safeParse(config).error?.issues.map(({ path }) => path.join('.')) ?? [];
const google = { provider: 'google', clientId: 'desk', refreshToken: '1//x' };
const app = { provider: 'microsoft', clientId: 'desk', grant: 'client_credentials', clientSecret: 's', tenant: 'contoso.onmicrosoft.com' };

describe('OAuth of an inbox', () => {
  it.each([
    ['google', google, 'https://oauth2.googleapis.com/token', undefined],
    [
      'microsoft, a person',
      { ...google, provider: 'microsoft' },
      'https://login.microsoftonline.com/common/oauth2/v2.0/token',
      'https://outlook.office.com/IMAP.AccessAsUser.All https://outlook.office.com/SMTP.Send offline_access',
    ],
    [
      'microsoft, an app',
      app,
      'https://login.microsoftonline.com/contoso.onmicrosoft.com/oauth2/v2.0/token',
      'https://outlook.office365.com/.default',
    ],
    [
      'microsoft in China',
      { ...google, provider: 'microsoft', tokenUrl: 'https://login.chinacloudapi.cn/t', scope: 's' },
      'https://login.chinacloudapi.cn/t',
      's',
    ],
  ])('%s knows its endpoint and scope', (_whose, given, url, scope) => {
    const config = OAuthConfig.parse(given);
    expect(tokenUrlOf(config)).toBe(url);
    expect(scopeOf(config)).toBe(scope);
  });

  it.each([
    [{ ...google, refreshToken: undefined }, ['refreshToken']],
    [{ ...google, grant: 'client_credentials', clientSecret: 's' }, ['grant']],
    [{ ...app, clientSecret: undefined }, ['clientSecret']],
    [{ ...app, tenant: undefined }, ['tenant']],
    [{ ...app, tenant: 'a/../b' }, ['tenant']],
    [{ ...google, provider: 'custom' }, ['tokenUrl']],
    [{ ...google, tokenUrl: 'http://login.example.com/token' }, ['tokenUrl']],
    [{ ...google, tokenUrl: 'http://127.0.0.1:8080/token' }, []],
    [google, []],
  ])('%j names its faults', (config, paths) => {
    expect(faultsOf(config)).toEqual(paths);
  });
});
