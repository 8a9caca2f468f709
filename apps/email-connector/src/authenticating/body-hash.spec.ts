import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { hashBody, type Canonicalization } from './body-hash.js';

const of = (text: string) => createHash('sha256').update(text, 'latin1').digest('base64');
const hash = (body: string, how: Canonicalization) => hashBody(Buffer.from(body, 'latin1'), how, 'sha256');

describe('the hash of a body', () => {
  it.each([
    // RFC 6376 §3.4.5
    [' C \r\nD \t E\r\n\r\n\r\n', ' C\r\nD E\r\n', ' C \r\nD \t E\r\n'],
    ['', '', '\r\n'],
    ['\r\n\r\n', '', '\r\n'],
    ['no end', 'no end\r\n', 'no end\r\n'],
    ['\r\n\r\nlate', '\r\n\r\nlate\r\n', '\r\n\r\nlate\r\n'],
    ['one\ntwo\n', 'one\r\ntwo\r\n', 'one\r\ntwo\r\n'],
    ['a\r\n \t\r\nb\r\n', 'a\r\n\r\nb\r\n', 'a\r\n \t\r\nb\r\n'],
    ['a\rb\r\n', 'a\rb\r\n', 'a\rb\r\n'],
    [' \t \r\n \r\n', '', ' \t \r\n \r\n'],
  ])('%j', async (body, relaxed, simple) => {
    expect([await hash(body, 'relaxed'), await hash(body, 'simple')]).toEqual([of(relaxed), of(simple)]);
  });

  it('is the same whatever lies at the joints of what is read at once', async () => {
    for (const shift of [-2, -1, 0, 1, 2]) {
      const head = 'x'.repeat(262_144 + shift);
      expect(await hash(`${head} \r\n\r\n y`, 'relaxed')).toBe(of(`${head}\r\n\r\n y\r\n`));
      expect(await hash(`${head}\r\ny`, 'simple')).toBe(of(`${head}\r\ny\r\n`));
    }
  });

  it('is given up when it would come too late', async () => {
    expect(await hashBody(Buffer.alloc(1_000_000), 'simple', 'sha256', () => true)).toBeNull();
  });
});
