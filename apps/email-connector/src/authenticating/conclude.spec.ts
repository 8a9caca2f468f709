import { describe, expect, it } from '@jest/globals';
import { conclude, type Findings } from './conclude.js';
import { UNSIGNED } from './signatures.js';

const related = (domain: string, other: string) => domain.split('.').slice(-2).join('.') === other.split('.').slice(-2).join('.');
const spf = (result: 'pass' | 'fail' | 'softfail' | 'temperror', domain: string, openToAll = false) => ({ result, domain, openToAll });
const signed = (result: 'pass' | 'fail' | 'temperror' | 'none', domain: string, from = 'customer.test') => ({
  ...UNSIGNED,
  dkim: [{ result, domain }],
  fromDomains: [from],
});
const sealed = (dmarc: string, fromDomain: string) => ({
  ...signed('fail', 'customer.test'),
  arc: { result: 'pass' as const, sealer: 'lists.test', dmarc, fromDomain },
});
const reject = { policy: 'reject', strictSpf: false, strictDkim: false };
type Case = Partial<Findings> & { readonly trustedSealers?: readonly string[] };
const of = ({ trustedSealers = [], ...changes }: Case) =>
  conclude(
    {
      from: { domain: 'customer.test', ambiguous: false },
      spf: spf('softfail', 'customer.test'),
      signatures: UNSIGNED,
      dmarc: null,
      ...changes,
    },
    { trustedSealers, related },
  );

describe('who is vouched for', () => {
  it.each<[string, Case]>([
    ['an aligned signature', { signatures: signed('pass', 'customer.test') }],
    ['a signature of the same organisation', { signatures: signed('pass', 'mail.customer.test') }],
    ['an aligned SPF', { spf: spf('pass', 'bounce.customer.test') }],
    [
      'a signature, though SPF fails, as with a forwarded mail',
      { spf: spf('fail', 'forwarder.test'), signatures: signed('pass', 'customer.test'), dmarc: reject },
    ],
    ['a signature of a mail that came through a server of ours', { spf: null, signatures: signed('pass', 'customer.test'), dmarc: reject }],
    ['a sealer that is trusted', { signatures: sealed('pass', 'customer.test'), dmarc: reject, trustedSealers: ['lists.test'] }],
  ])('by %s', (_what, changes) => {
    const checks = of(changes);
    expect(checks.vouchedDomain).toBe('customer.test');
    expect(checks.dmarc).toBe(changes.dmarc ? 'pass' : 'none');
    expect(checks.reason).toContain('is vouched for');
  });

  it.each<[string, Case]>([
    ['nothing', {}],
    ["somebody else's signature", { signatures: signed('pass', 'attacker.test') }],
    ["somebody else's SPF", { spf: spf('pass', 'attacker.test') }],
    ['an SPF record that lets everybody send', { spf: spf('pass', 'customer.test', true) }],
    ['a signature that broke', { signatures: signed('fail', 'customer.test') }],
    [
      'a relative where DMARC asks for the very domain',
      { signatures: signed('pass', 'mail.customer.test'), dmarc: { ...reject, strictDkim: true } },
    ],
    ['a signature over another From than the one shown', { signatures: signed('pass', 'customer.test', 'other.test') }],
    [
      'a signature where fields stand twice',
      { from: { domain: 'customer.test', ambiguous: true }, signatures: signed('pass', 'customer.test') },
    ],
    ['a From with two addresses', { from: { domain: null, ambiguous: false }, signatures: signed('pass', 'customer.test') }],
    ['a sealer nobody trusts', { signatures: sealed('pass', 'customer.test'), dmarc: reject }],
    ['a trusted sealer that saw a failure', { signatures: sealed('fail', 'customer.test'), dmarc: reject, trustedSealers: ['lists.test'] }],
    [
      'a trusted sealer that saw another sender',
      { signatures: sealed('pass', 'attacker.test'), dmarc: reject, trustedSealers: ['lists.test'] },
    ],
    ['answers that did not come', { spf: 'pending', signatures: 'pending', dmarc: reject }],
  ])('not by %s', (_what, changes) => {
    expect(of(changes).vouchedDomain).toBeNull();
  });
});

describe('the verdict of DMARC', () => {
  it.each<[string, Case, string]>([
    ['fails when nothing is aligned', { dmarc: reject }, 'fail'],
    ['is no failure while an answer is missing', { dmarc: reject, spf: 'pending' }, 'none'],
    ['is no failure after a temporary error', { dmarc: reject, signatures: signed('temperror', 'customer.test') }, 'none'],
    ['is no failure of an unsigned mail from a server of ours', { dmarc: reject, spf: null }, 'none'],
    ['is none where nothing is published', { dmarc: null }, 'none'],
    ['is none where nobody could tell', { dmarc: 'unknown' }, 'none'],
  ])('%s', (_what, changes, verdict) => {
    const checks = of(changes);
    expect(checks.dmarc).toBe(verdict);
    if (verdict === 'fail') expect(checks.reason).toMatch(/^DMARC of customer\.test failed \(policy reject\): SPF softfail/);
  });

  it('says of signatures what they are', () => {
    expect(of({ signatures: signed('fail', 'customer.test') }).dkim).toBe('fail');
    expect(of({ signatures: signed('none', 'customer.test') }).dkim).toBe('none');
    expect(of({ spf: spf('fail', 'customer.test') }).spf).toBe('fail');
    expect(of({ spf: null })).toMatchObject({ spf: 'none', dkim: 'none', by: 'door' });
  });
});
