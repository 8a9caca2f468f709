import { describe, expect, it } from '@jest/globals';
import { WebchatInboxConfig } from './webchat.config.js';

const faultsOf = (given: unknown) => {
  const parsed = WebchatInboxConfig.safeParse(given);
  return parsed.success ? [] : parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
};

describe('settings of a chat inbox', () => {
  it('need nothing, and let no foreign site in then', () => {
    expect(WebchatInboxConfig.parse({})).toMatchObject({ origins: [], closed: false, uploads: { maxBytes: 52_428_800 } });
  });

  it('name origins exactly', () => {
    expect(WebchatInboxConfig.parse({ origins: ['https://shop.example/'] }).origins).toEqual(['https://shop.example']);
    for (const origin of ['https://shop.example/path', 'shop.example', '*', 'ftp://shop.example', 'https://*.example'])
      expect(faultsOf({ origins: [origin] })).toEqual([expect.stringContaining('an origin')]);
  });

  it('say what is wrong with a form, and with a secret that is too short', () => {
    const fields = [
      { name: 'a', label: 'A' },
      { name: 'a', label: 'B' },
      { name: 'c', label: 'C', kind: 'choice' },
    ];
    expect(faultsOf({ preChat: { fields } })).toEqual([
      'preChat.fields.1.name: a name that no other field has',
      'preChat.fields.2.choices: what may be chosen',
    ]);
    expect(faultsOf({ identity: { secret: 'short', issuer: 'i', audience: 'a' } })).toHaveLength(1);
  });
});
