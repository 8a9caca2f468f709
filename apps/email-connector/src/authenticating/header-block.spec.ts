import { describe, expect, it } from '@jest/globals';
import { hasSignature, readHeaderBlock, readStatedSender } from './header-block.js';

const read = (headers: string) => {
  const raw = Buffer.from(`${headers}\r\n\r\nbody\r\nDKIM-Signature: v=1\r\nFrom: late@body.test\r\n`, 'utf8');
  const block = readHeaderBlock(raw);
  return { signed: hasSignature(block), ...readStatedSender(raw, block) };
};

describe('the sender a mail states', () => {
  it.each([
    ['From: Ann <ann@Customer.TEST>', 'customer.test'],
    ['From: ann@bücher.example', 'xn--bcher-kva.example'],
    ['From: "bob@bank.test" <eve@attacker.test>', 'attacker.test'],
    ['From: ann@customer.test, bob@bank.test', null],
    ['From: ann@customer.test\r\nFrom: bob@bank.test', null],
    ['From: nobody', null],
    ['Subject: none', null],
  ])('%s', (headers, domain) => {
    expect(read(headers).domain).toBe(domain);
  });

  it('is ambiguous where a field stands twice', () => {
    expect(read('From: a@b.test\r\nSubject: one\r\nSubject: two').ambiguous).toBe(true);
    expect(read('From: a@b.test\r\nReceived: one\r\nReceived: two').ambiguous).toBe(false);
  });

  it('is signed by a field of the header block only', () => {
    expect(read('From: a@b.test').signed).toBe(false);
    expect(read('from: a@b.test\r\ndkim-signature : v=1').signed).toBe(true);
    expect(read('ARC-Seal: i=1\r\nFrom: a@b.test').signed).toBe(true);
  });
});
