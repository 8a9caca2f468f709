import { describe, expect, it } from '@jest/globals';
import { domainKey, mailboxKey, PROOFS } from './address-groups.js';

const email = (value: string) => ({ scheme: 'email', value });

describe('addresses that are counted together', () => {
  it('are those that differ in a plus part', () => {
    expect(mailboxKey(email('robot+1.x@corp.test'), 'claimed')).toBe(mailboxKey(email('robot@corp.test'), 'claimed'));
    expect(mailboxKey(email('+1@corp.test'), 'claimed')).not.toBe(mailboxKey(email('+2@corp.test'), 'claimed'));
    expect(mailboxKey({ scheme: 'phone', value: '+4930123456' }, 'claimed')).toBe('claimed|phone||+4930123456');
  });

  it.each([
    ['a@corp.test', 'domain|claimed|corp.test'],
    ['a@x1.mail.corp.test', 'domain|claimed|corp.test'],
    ['a@shop.co.uk', 'domain|claimed|shop.co.uk'],
    ['a@mail.shop.com.cn', 'domain|claimed|shop.com.cn'],
    ['a@ab.de', 'domain|claimed|ab.de'],
  ])('%s is of %s', (address, domain) => expect(domainKey(email(address), 'claimed')).toBe(domain));

  it('are nobody at a public provider, and none without a domain', () => {
    expect(domainKey(email('a@gmail.com'), 'claimed')).toBeNull();
    expect(domainKey(email('a@yahoo.co.uk'), 'claimed')).toBeNull();
    expect(domainKey(email('nobody'), 'claimed')).toBe('domain|claimed|nobody');
    expect(domainKey({ scheme: 'web_visitor', value: 'x@y.test' }, 'claimed')).toBeNull();
  });

  it('are counted under keys that nobody can choose: neither of a domain nor of another proof', () => {
    const values = ['@corp.test', 'corp.test', 'claimed|corp.test', '|claimed|corp.test', ''];
    const identities = ['email', 'domain', 'domain|claimed', 'claimed'].flatMap((scheme) => values.map((value) => ({ scheme, value })));
    const domains = new Set(PROOFS.map((proof) => domainKey(email('a@corp.test'), proof)!));
    expect(domains.size).toBe(PROOFS.length);
    const keys = PROOFS.map((proof) => identities.map((identity) => mailboxKey(identity, proof)));
    expect(keys.flat().filter((key) => domains.has(key))).toEqual([]);
    for (const [at, ofOne] of keys.entries())
      expect(
        keys
          .slice(at + 1)
          .flat()
          .filter((key) => ofOne.includes(key)),
      ).toEqual([]);
    expect(mailboxKey({ scheme: 'visitor', value: 'x', scope: 'a' }, 'claimed')).not.toBe(
      mailboxKey({ scheme: 'visitor', value: 'x', scope: 'b' }, 'claimed'),
    );
  });
});
