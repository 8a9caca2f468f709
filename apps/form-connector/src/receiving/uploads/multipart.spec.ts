import { describe, expect, it } from '@jest/globals';
import { Readable } from 'node:stream';
import { cleanFileName } from './clean-file-name.js';
import { readBoundary, readMultipart } from './multipart.js';

const BODY = [
  'what goes before is nobody’s',
  '--b',
  'Content-Disposition: form-data; name="a"',
  '',
  'line\r\n--other\r\n--',
  '--b',
  'content-disposition: form-data; name="f"; filename="x%22y\\"z.txt"',
  'Content-Type: text/plain',
  '',
  '',
  '--b--',
  '',
].join('\r\n');

/** In pieces of `size`: a boundary may be cut anywhere. */
async function read(body: string, size: number): Promise<unknown[]> {
  const bytes = Buffer.from(body);
  const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) => bytes.subarray(index * size, (index + 1) * size));
  const parts: unknown[] = [];
  for await (const { head, content } of readMultipart(Readable.from(pieces), 'b')) {
    const chunks: Buffer[] = [];
    for await (const chunk of content) chunks.push(Buffer.from(chunk));
    parts.push([head.name, head.fileName, Buffer.concat(chunks).toString()]);
  }
  return parts;
}

describe('a multipart body', () => {
  it('is read the same in whatever pieces it comes', async () => {
    const wanted = [
      ['a', undefined, 'line\r\n--other\r\n--'],
      ['f', 'x"y"z.txt', ''],
    ];
    for (const size of [1, 2, 3, 7, 64, 10_000]) expect(await read(BODY, size)).toEqual(wanted);
  });

  it('is skipped where nobody reads a part', async () => {
    const names: string[] = [];
    for await (const { head } of readMultipart(Readable.from([Buffer.from(BODY)]), 'b')) names.push(head.name);
    expect(names).toEqual(['a', 'f']);
  });

  it('is refused when it is cut, nameless or has a head without end', async () => {
    for (let length = 60; length < BODY.length - 6; length += 11)
      await expect(read(BODY.slice(0, length), 50)).rejects.toMatchObject({ status: 400, code: 'bad_multipart' });
    await expect(read('--b\r\nX: y\r\n\r\nz\r\n--b--', 50)).rejects.toMatchObject({ code: 'bad_multipart' });
    await expect(read(`--b\r\n${'A'.repeat(9_000)}`, 500)).rejects.toMatchObject({ code: 'bad_multipart' });
    expect(() => readBoundary('multipart/form-data')).toThrow('names no boundary');
    expect(readBoundary('multipart/form-data; charset=utf-8; boundary="a b"')).toBe('a b');
  });
});

describe('names of files', () => {
  it('lead nowhere and look like what they are', () => {
    const cases: [string, string][] = [
      ['C:\\fakepath\\报告.pdf', '报告.pdf'],
      ['../../.bashrc', 'bashrc'],
      ['a\0b\u200b.txt', 'ab.txt'],
      ['x<y>|z?.png', 'x_y__z_.png'],
      ['...', 'file'],
      ['', 'file'],
      [`${'长'.repeat(300)}.jpeg`, `${'长'.repeat(115)}.jpeg`],
    ];
    for (const [written, clean] of cases) expect(cleanFileName(written)).toBe(clean);
  });
});
