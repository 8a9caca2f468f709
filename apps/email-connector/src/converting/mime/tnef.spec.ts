import { describe, expect, it } from '@jest/globals';
import { readTnef } from './tnef.js';

const le16 = (n: number) => Buffer.from([n & 255, n >> 8]);
const le32 = (n: number) => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(n >>> 0);
  return bytes;
};
const attribute = (level: number, id: number, value: Buffer) =>
  Buffer.concat([
    Buffer.from([level]),
    le16(id),
    le16(6),
    le32(value.length),
    value,
    le16(value.reduce((sum, byte) => sum + byte, 0) & 0xffff),
  ]);
const padded = (value: Buffer) => Buffer.concat([value, Buffer.alloc((4 - (value.length % 4)) % 4)]);
const text8 = (id: number, value: Buffer) => Buffer.concat([le16(0x1e), le16(id), le32(1), le32(value.length), padded(value)]);
const text16 = (id: number, value: string) => {
  const bytes = Buffer.from(`${value}\0`, 'utf16le');
  return Buffer.concat([le16(0x1f), le16(id), le32(1), le32(bytes.length), padded(bytes)]);
};
const object = (id: number, value: Buffer) => Buffer.concat([le16(0x0d), le16(id), le32(1), le32(value.length), padded(value)]);
const named = Buffer.concat([
  le16(0x0b),
  le16(0x8001),
  Buffer.alloc(16),
  le32(1),
  le32(6),
  padded(Buffer.from('ab\0', 'utf16le')),
  le32(1),
]);
const number = (id: number, value: number) => Buffer.concat([le16(0x03), le16(id), le32(value)]);
const properties = (...list: Buffer[]) => attribute(2, 0x9005, Buffer.concat([le32(list.length), ...list]));
const stream = (...attributes: Buffer[]) => Buffer.concat([le32(0x223e9f78), le16(1), ...attributes]);

const begins = attribute(2, 0x9002, Buffer.alloc(14));
const codePage = (page: number) => attribute(1, 0x9007, Buffer.concat([le32(page), le32(0)]));
const title = (name: Buffer) => attribute(2, 0x8010, Buffer.concat([name, Buffer.from([0])]));
const data = (content: string) => attribute(2, 0x800f, Buffer.from(content));

describe('winmail.dat', () => {
  it('gives its files with the long name, type and id of each', () => {
    const bytes = stream(
      codePage(1252),
      ...[
        begins,
        title(Buffer.from('REPORT~1.PDF')),
        data('%PDF'),
        properties(named, number(0x3705, 1), text16(0x3707, '年度报告 2026.pdf')),
      ],
      ...[
        begins,
        title(Buffer.from('logo.png')),
        data('PNG'),
        properties(text8(0x370e, Buffer.from('image/PNG\0')), text16(0x3712, '<logo@x>')),
      ],
    );
    expect(readTnef(bytes)).toEqual([
      { fileName: '年度报告 2026.pdf', contentType: 'application/octet-stream', contentId: null, content: Buffer.from('%PDF') },
      { fileName: 'logo.png', contentType: 'image/png', contentId: 'logo@x', content: Buffer.from('PNG') },
    ]);
  });

  it('reads names in the code page of the stream', () => {
    const gbk = Buffer.from([0xb1, 0xa8, 0xb8, 0xe6, 0x2e, 0x74, 0x78, 0x74]);
    expect(readTnef(stream(codePage(936), begins, title(gbk), data('x')))?.[0]?.fileName).toBe('报告.txt');
    const koi = Buffer.from([0xc4, 0xee, 0xea, 0x2e, 0x64, 0x6f, 0x63]);
    expect(readTnef(stream(codePage(1251), begins, title(koi), data('x')))?.[0]?.fileName).toBe('Док.doc');
  });

  it('takes a file that lies in an object, but not an enclosed Outlook message', () => {
    const iid = Buffer.from('0b00000000000000c000000000000046', 'hex');
    const message = Buffer.from('0703020000000000c000000000000046', 'hex');
    const bytes = stream(
      ...[begins, properties(text8(0x3704, Buffer.from('a.bin\0')), object(0x3701, Buffer.concat([iid, Buffer.from('abc')])))],
      ...[begins, properties(object(0x3701, Buffer.concat([message, Buffer.from('abc')])))],
    );
    expect(readTnef(bytes)).toEqual([
      { fileName: 'a.bin', contentType: 'application/octet-stream', contentId: null, content: Buffer.from('abc') },
    ]);
  });

  it('is null where it is none or holds none; cut anywhere it gives what is whole and never fails', () => {
    const whole = stream(
      codePage(1252),
      begins,
      title(Buffer.from('a.txt')),
      data('first'),
      begins,
      title(Buffer.from('b.txt')),
      data('second'),
    );
    expect([readTnef(Buffer.alloc(0)), readTnef(Buffer.from('no TNEF at all')), readTnef(stream(codePage(1252)))]).toEqual([
      null,
      null,
      null,
    ]);
    expect(readTnef(whole.subarray(0, whole.length - 9))?.map(({ fileName }) => fileName)).toEqual(['a.txt']);
    for (let end = 0; end <= whole.length; end += 1) readTnef(whole.subarray(0, end));
    const props = stream(begins, data('x'), properties(text16(0x3707, 'n'.repeat(50)), named, number(0x3705, 1)));
    for (let at = 6; at < props.length; at += 1)
      for (const byte of [0, 1, 0x7f, 0xff]) {
        const damaged = Buffer.from(props);
        damaged[at] = byte;
        readTnef(damaged);
      }
  });

  it('of a hundred thousand empty attributes, or four billion values, is soon read', () => {
    const many = stream(begins, data('x'), properties(Buffer.concat([le16(0x1003), le16(0x3701), le32(0xffffffff)])));
    const nothing = properties(Buffer.concat([le16(0x1001), le16(0x3701), le32(0xffffffff)]));
    expect(readTnef(stream(begins, data('x'), nothing))?.length).toBe(1);
    expect(readTnef(Buffer.concat([many, ...Array.from({ length: 100_000 }, () => begins)]))?.length).toBe(1);
  });
});
