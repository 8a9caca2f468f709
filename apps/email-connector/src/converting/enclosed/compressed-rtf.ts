const HEADER_BYTES = 16;
/** `LZFu` and `MELA` (MS-OXRTFCP §2.1.3.1.1). */
const COMPRESSED = 0x75465a4c;
const UNCOMPRESSED = 0x414c454d;
const DICTIONARY_BYTES = 4_096;
const MAX_RTF_BYTES = 1_048_576;
/** What the dictionary begins with (§2.1.3.1.2). */
const PRELOADED =
  '{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx';

/** RTF of PR_RTF_COMPRESSED as latin-1 characters; null when it is none. What is cut off gives the beginning. */
export function decompressRtf(bytes: Buffer): string | null {
  if (bytes.length < HEADER_BYTES) return null;
  const size = Math.min(bytes.readUInt32LE(4), MAX_RTF_BYTES);
  const kind = bytes.readUInt32LE(8);
  if (kind === UNCOMPRESSED) return bytes.toString('latin1', HEADER_BYTES, HEADER_BYTES + size);
  return kind === COMPRESSED ? expand(bytes, size) : null;
}

function expand(bytes: Buffer, size: number): string {
  const dictionary = Buffer.alloc(DICTIONARY_BYTES);
  let write = dictionary.write(PRELOADED, 'latin1');
  const out = Buffer.alloc(size);
  let length = 0;
  const put = (byte: number) => {
    out[length++] = byte;
    dictionary[write] = byte;
    write = (write + 1) % DICTIONARY_BYTES;
  };
  let at = HEADER_BYTES;
  while (at < bytes.length && length < size) {
    const control = bytes[at++]!;
    for (let bit = 0; bit < 8 && at < bytes.length && length < size; bit += 1) {
      if ((control & (1 << bit)) === 0) {
        put(bytes[at++]!);
        continue;
      }
      if (at + 1 >= bytes.length) return out.toString('latin1', 0, length);
      const reference = bytes.readUInt16BE(at);
      at += 2;
      const offset = reference >> 4;
      // A reference to where writing goes on is the end.
      if (offset === write) return out.toString('latin1', 0, length);
      for (let n = 0; n < (reference & 0xf) + 2 && length < size; n += 1) put(dictionary[(offset + n) % DICTIONARY_BYTES]!);
    }
  }
  return out.toString('latin1', 0, length);
}
