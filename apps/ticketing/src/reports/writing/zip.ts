import { crc32, deflateRawSync } from 'node:zlib';

/** 1980-01-01, the first day that ZIP knows: the same content gives the same bytes. */
export const DOS_DATE = 0x21;
export const VERSION = 20;
export const UTF8_NAMES = 0x800;
export const DEFLATED = 8;

/** A ZIP archive (APPNOTE 6.3.9, without ZIP64: below 4 GiB and 65 535 files). */
export function writeZip(files: readonly { readonly name: string; readonly bytes: Buffer }[]): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, bytes } of files) {
    const nameBytes = Buffer.from(name, 'utf8');
    const packed = deflateRawSync(bytes);
    const facts = describe(bytes, packed, nameBytes);
    const local = Buffer.concat([word32(0x04034b50), facts, word16(0), nameBytes, packed]);
    // Comment, disk, attributes inside and outside: none.
    directory.push(Buffer.concat([word32(0x02014b50), word16(VERSION), facts, Buffer.alloc(12), word32(offset), nameBytes]));
    parts.push(local);
    offset += local.length;
  }
  const index = Buffer.concat(directory);
  const count = word16(files.length);
  const end = Buffer.concat([word32(0x06054b50), Buffer.alloc(4), count, count, word32(index.length), word32(offset), word16(0)]);
  return Buffer.concat([...parts, index, end]);
}

/** What the file's own header and the directory say alike, up to the length of the name. */
function describe(bytes: Buffer, packed: Buffer, name: Buffer): Buffer {
  return Buffer.concat([
    ...[VERSION, UTF8_NAMES, DEFLATED, 0, DOS_DATE].map(word16),
    ...[crc32(bytes), packed.length, bytes.length].map(word32),
    word16(name.length),
  ]);
}

export function word16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(value);
  return bytes;
}

export function word32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}
