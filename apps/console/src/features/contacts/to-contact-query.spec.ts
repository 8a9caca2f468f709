import { describe, expect, it } from '@jest/globals';
import { toContactQuery } from './to-contact-query.js';

describe('what is looked for among contacts', () => {
  it('is an address where it looks like one, else a name', () => {
    expect(toContactQuery(' anna@example.org ')).toEqual({ identity: 'anna@example.org' });
    expect(toContactQuery('+86 138-0013 8000')).toEqual({ identity: '+86 138-0013 8000' });
    expect(toContactQuery('wechat_openid:oX1')).toEqual({ identity: 'wechat_openid:oX1' });
    expect(toContactQuery('王')).toEqual({ name: '王' });
    expect(toContactQuery('Berg 12')).toEqual({ name: 'Berg 12' });
    expect(toContactQuery('  ')).toEqual({});
  });
});
