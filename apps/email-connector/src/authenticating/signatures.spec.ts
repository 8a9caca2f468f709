import { describe, expect, it } from '@jest/globals';
import { checkSignatures } from './signatures.js';
import { readSignedHeader } from './signed-header.js';

const absent = () => Promise.reject(Object.assign(new Error('no such name'), { code: 'ENOTFOUND' }));
const signature = (domain: string, more = '') =>
  `DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=${domain}; s=s; h=from:x-field; bh=AAAA; b=AAAA${more}\r\n`;
const check = (header: string, body = '') => checkSignatures(Buffer.from(`${header}From: a@b.test\r\n\r\n${body}`, 'latin1'), absent);

// mailauth alone takes twenty seconds and more for each of these: without our limits the test runs into its time limit.
describe('hostile mail is verified, or given up, without a standstill', () => {
  it.each([
    ['blanks', ' '.repeat(25_000_000)],
    ['line feeds', '\n'.repeat(25_000_000)],
    ['carriage returns', '\r'.repeat(10_000_000)],
    ['empty lines', '\r\n'.repeat(10_000_000)],
  ])('25 MB of %s', async (_what, body) => {
    const { dkim } = await check(signature('b.test') + signature('c.test').replace('relaxed/relaxed', 'simple/simple'), body);
    expect(dkim.map(({ result }) => result)).toEqual(['fail', 'fail']);
  });

  it.each([
    ['semicolons', `DKIM-Signature: v=1; d=b.test; ${';'.repeat(200_000)}\r\n`],
    ['folds', `${signature('b.test')}X-Field: ${'\r\n x'.repeat(50_000)}\r\n`],
    ['folds of a signature', signature('b.test', '\r\n x'.repeat(50_000))],
    ['folds of a seal', `${signature('b.test')}ARC-Seal: i=1; ${'\r\n x'.repeat(50_000)}\r\n`],
    ['senders', `${signature('b.test')}From: ${'a=b; '.repeat(50_000)}\r\n`],
    ['signatures', signature('b.test').repeat(5_000)],
  ])('200 kB of %s', async (_what, header) => {
    const { dkim } = await check(header);
    expect(dkim.length).toBeLessThanOrEqual(5);
  });
});

it('a signature of the first bytes is not looked at', async () => {
  expect((await check(signature('b.test', '; l=10'))).dkim).toEqual([]);
  expect((await check(signature('b.test'))).dkim).toMatchObject([{ result: 'fail', domain: 'b.test' }]);
});

describe('mailauth is given no field that our limits did not see', () => {
  const namesOf = (header: string, withArc = false) =>
    readSignedHeader(`${header}From: a@b.test\r\n\r\n`, withArc)
      ?.bytes.toString('latin1')
      .split('\r\n')
      .map((line) => line.split(':')[0]!);

  it.each([
    ['a bare CR in a signature', `DKIM-Signature: v=1;\r ${';:'.repeat(1_000)}b\r\n`],
    ['a name with a vertical tab', `DKIM-Signature\x0b: v=1\r\n`],
    ['a continuation that only mailauth sees', `DKIM-Signature: v=1;\r\n\xa0b\r\n`],
    ['a long second From', `From: ${'a:b:'.repeat(1_000)}\r\n`],
    ['a long Content-Type', `Content-Type: text/plain; ${'a="b"; '.repeat(1_000)}\r\n`],
    ['thousands of lines', 'X-Field: x\r\n'.repeat(2_000)],
  ])('%s: nothing is verified', (_what, header) => {
    expect(namesOf(signature('b.test') + header)).toBeUndefined();
  });

  it.each([
    ['a Return-Path', 'Return-Path: x\r\n'],
    ['a long signature', signature('b.test', `; x=${'y'.repeat(5_000)}`)],
    ['a signature of many tags', signature('b.test', '; x=y'.repeat(60))],
    ['a signature with a long run', signature('b.test', `; ${';:'.repeat(50)}b`)],
    ['a seal where none is trusted', 'ARC-Seal: i=1\r\n'],
  ])('%s is left out', (_what, header) => {
    expect(namesOf(`DKIM-Signature : v=1\r\n${header}`)).toEqual(['DKIM-Signature ', 'From', '', '']);
  });

  it('no field reaches the prototype of all objects', async () => {
    for (const word of ['__proto__', '__pro(x)to__', '"__pro"to__', '_\\_proto__'])
      await checkSignatures(
        Buffer.from(`${signature('b.test')}ARC-Authentication-Results: i=1; mx; dmarc=pass ${word}.polluted=yes\r\nFrom: a@b.test\r\n\r\n`),
        absent,
        { withArc: true },
      );
    expect(({} as { polluted?: string }).polluted).toBeUndefined();
  });
});
