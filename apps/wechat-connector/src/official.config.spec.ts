import { describe, expect, it } from '@jest/globals';
import { describeOfficialCapabilities } from './official.capabilities.js';
import { claimsOfAccount, OfficialInboxConfig, windowLimitsOf } from './official.config.js';

const good = { appId: 'wx5823bf96d3bd56c7', appSecret: 's', token: 'QDG6eK', aesKey: 'jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C' };
const faultsOf = (settings: object) => OfficialInboxConfig.safeParse(settings).error?.issues.map(({ path }) => path.join('.'));

describe('settings of a 公众号', () => {
  it('name every fault where it stands', () => {
    expect(faultsOf(good)).toBeUndefined();
    expect(faultsOf({ ...good, aesKey: undefined })).toEqual(['aesKey']);
    expect(faultsOf({ ...good, aesKey: undefined, mode: 'plain' })).toBeUndefined();
    expect(faultsOf({ ...good, appId: 'wx 1', token: 'a b', aesKey: 'short', apiUrl: 'ftp://a', replyCount: 0 })).toEqual([
      'appId',
      'token',
      'aesKey',
      'apiUrl',
      'replyCount',
    ]);
    expect(faultsOf({ ...good, appsecret: 'x' })).toEqual(['']);
  });

  it('make windows, claims and what agents see of the channel', () => {
    const config = OfficialInboxConfig.parse({ ...good, replyMinutes: 60, replyCount: 5, apiUrl: 'https://sh.api.weixin.qq.com/' });
    expect(config.apiUrl).toBe('https://sh.api.weixin.qq.com');
    expect(windowLimitsOf(config).message).toEqual({ durationMs: 3_600_000, count: 5 });
    expect(describeOfficialCapabilities(config).replyWindow).toEqual({ durationMs: 3_600_000, count: 5 });
    expect(claimsOfAccount(config)).toEqual([{ key: 'official-account:wx5823bf96d3bd56c7', path: ['appId'] }]);
  });
});
