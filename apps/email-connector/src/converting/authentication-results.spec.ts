import { describe, expect, it } from '@jest/globals';
import { collectResults, readTrustedResults } from './authentication-results.js';
import { readHeaders } from './mime/headers.js';

const read = (fields: readonly string[], authserv = 'mx.desk.test', from: string | null = 'customer.test') => {
  const raw = Buffer.from(`${fields.join('\r\n')}\r\n\r\n`);
  return readTrustedResults(collectResults(readHeaders(raw, 0, raw.length).headers), authserv, from);
};
const received = 'Received: from out.test by mx.desk.test; Sat, 28 Nov 2026 10:00:00 +0000';

describe('what a trusted server says of a sender', () => {
  it.each<[string, string, string?]>([
    ['DMARC', 'Authentication-Results: mx.desk.test; dmarc=pass (p=REJECT) header.from=customer.test'],
    ['an aligned signature', 'Authentication-Results: MX.desk.test 1; dkim=pass header.i=@customer.test header.s=s1'],
    ['an aligned SPF', 'Authentication-Results: mx.desk.test; spf=pass (ok) smtp.mailfrom=bounce@customer.test'],
    [
      'one field of two',
      'Authentication-Results: mx.desk.test; spf=none smtp.mailfrom=x\r\nAuthentication-Results: mx.desk.test; dkim=pass header.d=customer.test',
    ],
    [
      'a server without a name',
      'Authentication-Results: spf=pass (sender IP is 1.2.3.4)\r\n smtp.mailfrom=customer.test; dmarc=pass action=none header.from=customer.test;compauth=pass',
      '*',
    ],
  ])('vouches by %s', (...[, field, authserv]) => {
    const checks = read([field, received], typeof authserv === 'string' ? authserv : undefined);
    expect(checks).toMatchObject({ by: 'server', vouchedDomain: 'customer.test' });
  });

  it.each([
    ['of another name', ['Authentication-Results: mx.evil.test; dmarc=pass header.from=customer.test']],
    ['that is not there', [received]],
  ])('a field %s says nothing', (_what, fields) => {
    expect(read(fields)).toBeNull();
  });

  it.each([
    [
      'below the own field, behind another hop',
      [
        'Authentication-Results: mx.desk.test; dmarc=fail header.from=customer.test',
        received,
        'Authentication-Results: mx.desk.test; dmarc=pass header.from=customer.test',
      ],
    ],
    [
      'below the own field, without a hop between',
      [
        'Authentication-Results: mx.desk.test; spf=fail smtp.mailfrom=x.test; dkim=none; dmarc=none header.from=customer.test',
        'Authentication-Results: mx.desk.test; dkim=pass header.d=customer.test; dmarc=pass header.from=customer.test',
      ],
    ],
    ['about another domain', ['Authentication-Results: mx.desk.test; dmarc=pass header.from=attacker.test']],
    [
      'in a comment',
      ['Authentication-Results: mx.desk.test; spf=fail (dmarc=pass header.from=customer.test; dmarc=pass) smtp.mailfrom=x.test'],
    ],
    [
      'in a quoted string',
      ['Authentication-Results: mx.desk.test; spf=fail reason="; dmarc=pass header.from=customer.test" smtp.mailfrom=x.test'],
    ],
    ["somebody else's signature", ['Authentication-Results: mx.desk.test; dkim=pass header.d=attacker.test']],
    [
      'a signature though DMARC failed',
      ['Authentication-Results: mx.desk.test; dkim=pass header.d=customer.test; dmarc=fail header.from=customer.test'],
    ],
    ['no result at all', ['Authentication-Results: mx.desk.test; none']],
  ])('%s vouches for nobody', (_what, fields) => {
    expect(read(fields)).toMatchObject({ by: 'server', vouchedDomain: null });
  });

  it('gives the verdicts one by one, and its words', () => {
    expect(
      read(['Authentication-Results: mx.desk.test; spf=fail smtp.mailfrom=customer.test; dkim=none; dmarc=fail header.from=customer.test']),
    ).toEqual({
      spf: 'fail',
      dkim: 'none',
      dmarc: 'fail',
      by: 'server',
      reason: 'nothing vouches for customer.test: mx.desk.test says spf=fail, dkim=none, dmarc=fail',
      vouchedDomain: null,
    });
  });
});
