import { describe, expect, it } from '@jest/globals';
import { readPartTree } from './part-tree.js';

const treeOf = (boundary: string, body: string, ...headers: string[]) =>
  readPartTree(Buffer.from([`Content-Type: multipart/mixed; boundary="${boundary}"`, ...headers, '', body].join('\r\n'), 'latin1'));

describe('the parts of a mail', () => {
  it('are parted by whole lines only', () => {
    const { root } = treeOf('b', '--bc\r\nno --b\r\n--b\r\n\r\none --b\r\n--b--x\r\n--b \t\r\n\r\ntwo\r\n--b--\r\n--b');
    expect(root.children).toHaveLength(2);
  });

  it('are not looked for by a boundary that nobody may use', () => {
    const boundary = 'b'.repeat(300);
    expect(treeOf(boundary, `--${boundary}\r\n\r\none\r\n--${boundary}--`).root.broken).toBe(true);
  });

  it.each([
    ['a boundary of dashes', '-'.repeat(30_000), '-'.repeat(900_000)],
    ['an allowed one', '-'.repeat(190), '-'.repeat(900_000)],
    ['lines of dashes', '-'.repeat(190), `${'-'.repeat(300)}\n`.repeat(3_000)],
    ['one that ends otherwise', `x${'-'.repeat(190)}`, '-'.repeat(900_000)],
    [
      'parts whose delimiters do not occur',
      'b',
      `${'--b\r\nContent-Type: multipart/mixed; boundary=other\r\n\r\nx\r\n'.repeat(990)}${'-'.repeat(5_000_000)}`,
    ],
  ])('are found in no time: %s', (_, boundary, body) => {
    const began = process.cpuUsage();
    treeOf(boundary, body);
    expect(process.cpuUsage(began).user / 1_000).toBeLessThan(5_000);
  });

  it('have an encoding however long its field is', () => {
    const began = process.cpuUsage();
    expect(treeOf('b', '', `Content-Transfer-Encoding: base64 ${'('.repeat(60_000)}`).root.encoding).toBe('base64');
    expect(process.cpuUsage(began).user / 1_000).toBeLessThan(5_000);
  });
});
