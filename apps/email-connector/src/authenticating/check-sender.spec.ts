import { beforeEach, describe, expect, it } from '@jest/globals';
import { SenderCheck } from './check-sender.js';

const CLIENT = { ip: '192.0.2.1', helo: 'mail.customer.test', mailFrom: 'ann@customer.test' };
const ZONE: Readonly<Record<string, string>> = {
  'customer.test': 'v=spf1 ip4:192.0.2.1 -all',
  '_dmarc.customer.test': 'v=DMARC1; p=reject',
};

describe('a sender who writes again', () => {
  let asked: string[] = [];
  const resolve = (name: string): Promise<string[][]> => {
    asked.push(name);
    const text = ZONE[name];
    return text === undefined ? Promise.reject(Object.assign(new Error(name), { code: 'ENOTFOUND' })) : Promise.resolve([[text]]);
  };
  const mail = (domain: string, changes: { signed?: boolean; mailFrom?: string } = {}) => ({
    raw: Buffer.from('Subject: x\r\n\r\nx\r\n'),
    signed: changes.signed ?? false,
    client: { ...CLIENT, mailFrom: changes.mailFrom ?? CLIENT.mailFrom },
    from: { domain, ambiguous: false },
  });

  beforeEach(() => {
    asked = [];
  });

  it('is known at once, with the verdict of the first time', async () => {
    const check = new SenderCheck(resolve, []);
    const first = check.check(mail('customer.test'), 1_000);
    expect(first).toBeInstanceOf(Promise);
    expect(await first).toMatchObject({ spf: 'pass', dmarc: 'pass', vouchedDomain: 'customer.test' });
    const questions = asked.length;
    const second = check.check(mail('customer.test'), 1_000);
    expect(second).not.toBeInstanceOf(Promise);
    expect(second).toEqual(await first);
    expect(asked).toHaveLength(questions);
  });

  it.each([
    ['under another name', mail('other.test')],
    ['with another return path', mail('customer.test', { mailFrom: 'ann@other.test' })],
    ['with a signature', mail('customer.test', { signed: true })],
  ])('is asked for anew %s', async (_what, again) => {
    const check = new SenderCheck(resolve, []);
    await check.check(mail('customer.test'), 1_000);
    expect(check.check(again, 1_000)).toBeInstanceOf(Promise);
  });

  it('vouches for nobody else', async () => {
    const check = new SenderCheck(resolve, []);
    await check.check(mail('customer.test'), 1_000);
    expect(await check.check(mail('other.test'), 1_000)).toMatchObject({ spf: 'pass', vouchedDomain: null });
    expect(check.check(mail('other.test'), 1_000)).toMatchObject({ vouchedDomain: null });
  });
});
