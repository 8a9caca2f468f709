import { describe, expect, it } from '@jest/globals';
import { domainKey, mailboxKey } from './address-groups.js';

const email = (value: string) => ({ scheme: 'email', value });

describe('addresses that are counted together', () => {
  it('are those that differ in a plus part', () => {
    expect(mailboxKey(email('robot+1.x@corp.test'))).toBe(mailboxKey(email('robot@corp.test')));
    expect(mailboxKey(email('+1@corp.test'))).not.toBe(mailboxKey(email('+2@corp.test')));
    expect(mailboxKey({ scheme: 'phone', value: '+4930123456' })).toBe('phone|+4930123456');
  });

  it.each([
    ['a@corp.test', 'email|@corp.test'],
    ['a@x1.mail.corp.test', 'email|@corp.test'],
    ['a@shop.co.uk', 'email|@shop.co.uk'],
    ['a@mail.shop.com.cn', 'email|@shop.com.cn'],
    ['a@ab.de', 'email|@ab.de'],
  ])('%s is of %s', (address, domain) => expect(domainKey(email(address))).toBe(domain));

  it('are nobody at a public provider, and none without a domain', () => {
    expect(domainKey(email('a@gmail.com'))).toBeNull();
    expect(domainKey(email('a@yahoo.co.uk'))).toBeNull();
    expect(domainKey(email('nobody'))).toBe('email|@nobody');
    expect(domainKey({ scheme: 'web_visitor', value: 'x@y.test' })).toBeNull();
  });
});
