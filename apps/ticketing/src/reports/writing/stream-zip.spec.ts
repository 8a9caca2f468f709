import { Readable } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import { crc32 } from 'node:zlib';
import { streamZip } from './stream-zip.js';
import { unzip } from './testing/unzip.js';

async function zip(files: Parameters<typeof streamZip>[0]): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of streamZip(files)) pieces.push(piece);
  return Buffer.concat(pieces);
}

describe('an archive that is made as it is read', () => {
  it('holds files whole, whatever pieces they come in, with their sums', async () => {
    const long = '内容 '.repeat(50_000);
    const bytes = Buffer.from(long);
    const pieces = [bytes.subarray(0, 3), bytes.subarray(3, 70_001), bytes.subarray(70_001)];
    const archive = await zip([
      { name: 'contact.json', open: () => Promise.resolve(Buffer.from('{}')) },
      { name: 'files/信.txt', open: () => Promise.resolve(Readable.from(pieces)) },
      { name: 'empty', open: () => Promise.resolve(Buffer.alloc(0)) },
    ]);
    expect([...unzip(archive)].map(([name, text]) => [name, text.length])).toEqual([
      ['contact.json', 2],
      ['files/信.txt', long.length],
      ['empty', 0],
    ]);
    const sum = Buffer.alloc(4);
    sum.writeUInt32LE(crc32(bytes));
    expect(archive.indexOf(Buffer.concat([Buffer.from([0x50, 0x4b, 7, 8]), sum]))).toBeGreaterThan(0);
  });

  it('opens a file when it is its turn, and fails when it cannot be read', async () => {
    const opened: string[] = [];
    const file = (name: string, fails = false) => ({
      name,
      open: () => {
        opened.push(name);
        return fails ? Promise.reject(new Error('gone')) : Promise.resolve(Buffer.from(name));
      },
    });
    await expect(zip([file('a'), file('b', true), file('c')])).rejects.toThrow('gone');
    expect(opened).toEqual(['a', 'b']);
    const broken = Readable.from(
      (async function* () {
        yield Buffer.from('x');
        await Promise.resolve();
        throw new Error('cut');
      })(),
    );
    await expect(zip([{ name: 'd', open: () => Promise.resolve(broken) }])).rejects.toThrow('cut');
  });
});
