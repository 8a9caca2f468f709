import type { Readable } from 'node:stream';
import { crc32, createDeflateRaw } from 'node:zlib';
import { DEFLATED, DOS_DATE, UTF8_NAMES, VERSION, word16, word32 } from './zip.js';

export interface StreamedFile {
  readonly name: string;
  /** Opened when it is its turn. */
  readonly open: () => Promise<Buffer | Readable>;
}

/** Sizes stand behind the bytes, for they are not known before. */
const SIZES_BEHIND = 0x8;
const MOST_BYTES = 0xffffffff;

/** As `writeZip`, piece by piece: no file is held whole. Throws where the archive would need ZIP64, 4 GiB. */
export async function* streamZip(files: Iterable<StreamedFile>): AsyncGenerator<Buffer> {
  const directory: Buffer[] = [];
  let offset = 0;
  let count = 0;
  for (const { name, open } of files) {
    const nameBytes = Buffer.from(name, 'utf8');
    const method = [VERSION, UTF8_NAMES | SIZES_BEHIND, DEFLATED, 0, DOS_DATE].map(word16);
    const at = offset;
    const head = Buffer.concat([word32(0x04034b50), ...method, Buffer.alloc(12), word16(nameBytes.length), word16(0), nameBytes]);
    yield head;
    const sum = { crc: 0, bytes: 0, packed: 0 };
    for await (const piece of pack(await open(), sum)) yield piece;
    const sizes = Buffer.concat([sum.crc, sum.packed, sum.bytes].map(word32));
    const behind = Buffer.concat([word32(0x08074b50), sizes]);
    yield behind;
    offset += head.length + sum.packed + behind.length;
    if (offset > MOST_BYTES) throw new RangeError('the archive is larger than a ZIP can be');
    // Comment, disk, attributes inside and outside: none.
    directory.push(
      Buffer.concat([
        ...[word32(0x02014b50), word16(VERSION), ...method, sizes, word16(nameBytes.length)],
        ...[Buffer.alloc(12), word32(at), nameBytes],
      ]),
    );
    count += 1;
  }
  const index = Buffer.concat(directory);
  yield index;
  yield Buffer.concat([word32(0x06054b50), Buffer.alloc(4), word16(count), word16(count), word32(index.length), word32(offset), word16(0)]);
}

async function* pack(content: Buffer | Readable, sum: { crc: number; bytes: number; packed: number }): AsyncGenerator<Buffer> {
  const deflate = createDeflateRaw();
  const feed = (async () => {
    for await (const piece of Buffer.isBuffer(content) ? [content] : (content as AsyncIterable<Buffer>)) {
      sum.crc = crc32(piece, sum.crc);
      sum.bytes += piece.length;
      if (!deflate.write(piece)) await new Promise((resolve) => deflate.once('drain', resolve));
    }
    deflate.end();
  })();
  feed.catch((error: Error) => deflate.destroy(error));
  for await (const piece of deflate as AsyncIterable<Buffer>) {
    sum.packed += piece.length;
    yield piece;
  }
  await feed;
}
