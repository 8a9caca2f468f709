const EQUALS = 0x3d;
const LF = 0x0a;
const CR = 0x0d;

/** Bytes of a body as its Content-Transfer-Encoding says; an unknown encoding is taken as none. */
export function decodeTransfer(body: Buffer, encoding: string): Buffer {
  switch (encoding) {
    case 'base64':
      return decodeBase64(body.toString('latin1'));
    case 'quoted-printable':
      return decodeQuotedPrintable(body);
    case 'x-uuencode':
    case 'uuencode':
    case 'x-uue':
      return decodeUuencoded(body.toString('latin1')) ?? body;
    default:
      return body;
  }
}

/** Also reads several base64 texts in a row, each with its own padding; foreign characters are skipped. */
export function decodeBase64(text: string): Buffer {
  const padding = text.indexOf('=');
  if (padding < 0 || !/[A-Za-z0-9+/]/.test(text.slice(padding, padding + 400))) return Buffer.from(text, 'base64');
  const out = Buffer.allocUnsafe(Math.ceil((text.length * 3) / 4));
  let length = 0;
  let value = 0;
  let bits = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    const six = code < 128 ? BASE64_VALUES[code]! : -1;
    if (six >= 0) {
      value = ((value << 6) | six) & 0xffff;
      bits += 6;
      if (bits >= 8) {
        bits -= 8;
        out[length++] = value >> bits;
      }
    } else if (code === EQUALS) bits = 0;
  }
  return out.subarray(0, length);
}

const BASE64_VALUES = new Int8Array(128).fill(-1);
for (const [i, char] of [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'].entries())
  BASE64_VALUES[char.charCodeAt(0)] = i;

export function decodeQuotedPrintable(body: Buffer): Buffer {
  if (body.indexOf(EQUALS) < 0) return body;
  const out = Buffer.allocUnsafe(body.length);
  let length = 0;
  for (let i = 0; i < body.length; i++) {
    const byte = body[i]!;
    if (byte !== EQUALS) {
      out[length++] = byte;
      continue;
    }
    const high = nibbleOf(body[i + 1]);
    const low = nibbleOf(body[i + 2]);
    if (high >= 0 && low >= 0) {
      out[length++] = (high << 4) | low;
      i += 2;
      continue;
    }
    const soft = softBreakEnd(body, i + 1);
    if (soft < 0) out[length++] = byte;
    else i = soft;
  }
  return out.subarray(0, length);
}

/** Index of the last byte of a soft line break that begins at `from` (blanks before the line end are the transport's), or -1. */
function softBreakEnd(body: Buffer, from: number): number {
  let i = from;
  while (body[i] === 0x20 || body[i] === 0x09) i++;
  if (i >= body.length) return body.length - 1;
  if (body[i] === LF) return i;
  if (body[i] === CR) return body[i + 1] === LF ? i + 1 : i;
  return -1;
}

function nibbleOf(byte: number | undefined): number {
  if (byte === undefined) return -1;
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  if (byte >= 0x41 && byte <= 0x46) return byte - 0x37;
  if (byte >= 0x61 && byte <= 0x66) return byte - 0x57;
  return -1;
}

function decodeUuencoded(text: string): Buffer | null {
  const begin = /^begin [0-7]{3,4} .*$/m.exec(text);
  if (!begin) return null;
  const chunks: Buffer[] = [];
  for (const line of text
    .slice(begin.index + begin[0].length)
    .split(/\r?\n/)
    .slice(1)) {
    if (line === 'end' || line === '' || line === '`') break;
    const length = (line.charCodeAt(0) - 32) & 63;
    const bytes = Buffer.alloc(Math.ceil(length / 3) * 3);
    for (let i = 1, at = 0; at < length; i += 4, at += 3) {
      const six = [0, 1, 2, 3].map((n) => ((line.charCodeAt(i + n) || 32) - 32) & 63);
      bytes.writeUIntBE((six[0]! << 18) | (six[1]! << 12) | (six[2]! << 6) | six[3]!, at, 3);
    }
    chunks.push(bytes.subarray(0, length));
  }
  return Buffer.concat(chunks);
}
