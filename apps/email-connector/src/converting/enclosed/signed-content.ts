/** One element of BER (X.690 §8.1). `end` is behind its content and, of an indefinite one, behind its end mark. */
interface Element {
  readonly tag: number;
  readonly start: number;
  readonly stop: number;
  readonly end: number;
}

const SEQUENCE = 0x30;
const OBJECT_ID = 0x06;
const OCTETS = 0x04;
const OCTETS_IN_PIECES = 0x24;
const EXPLICIT_0 = 0xa0;
const MAX_DEPTH = 20;
const MAX_PIECES = 100_000;
const SIGNED_DATA = Buffer.from('2a864886f70d010702', 'hex');

/**
 * The mail within S/MIME that is signed and not encrypted (RFC 5652 §5: ContentInfo → SignedData → EncapsulatedContentInfo). Nothing is verified.
 * Null where there is none, and for whatever is no such thing.
 */
export function readSignedContent(bytes: Buffer): Buffer | null {
  const info = readElement(bytes, 0, bytes.length, 0);
  if (info?.tag !== SEQUENCE) return null;
  const type = readElement(bytes, info.start, info.stop, 0);
  if (type?.tag !== OBJECT_ID || !bytes.subarray(type.start, type.stop).equals(SIGNED_DATA)) return null;
  const wrapped = readElement(bytes, type.end, info.stop, 0);
  const signed = wrapped?.tag === EXPLICIT_0 ? readElement(bytes, wrapped.start, wrapped.stop, 0) : null;
  if (signed?.tag !== SEQUENCE) return null;
  // version, digestAlgorithms, encapContentInfo
  const version = readElement(bytes, signed.start, signed.stop, 0);
  const digests = version && readElement(bytes, version.end, signed.stop, 0);
  const content = digests && readElement(bytes, digests.end, signed.stop, 0);
  if (content?.tag !== SEQUENCE) return null;
  const contentType = readElement(bytes, content.start, content.stop, 0);
  const explicit = contentType && readElement(bytes, contentType.end, content.stop, 0);
  const octets = explicit?.tag === EXPLICIT_0 ? readElement(bytes, explicit.start, explicit.stop, 0) : null;
  if (octets === null) return null;
  const pieces: Buffer[] = [];
  collectOctets(bytes, octets, pieces, 0);
  return pieces.length === 0 ? null : Buffer.concat(pieces);
}

/** Streams are signed in pieces. */
function collectOctets(bytes: Buffer, element: Element, pieces: Buffer[], depth: number): void {
  if (element.tag === OCTETS) pieces.push(bytes.subarray(element.start, element.stop));
  if (element.tag !== OCTETS_IN_PIECES || depth > MAX_DEPTH) return;
  for (let at = element.start; at < element.stop && pieces.length < MAX_PIECES;) {
    const piece = readElement(bytes, at, element.stop, 0);
    if (piece === null) return;
    collectOctets(bytes, piece, pieces, depth + 1);
    at = piece.end;
  }
}

function readElement(bytes: Buffer, at: number, limit: number, depth: number): Element | null {
  if (at + 2 > limit || depth > MAX_DEPTH) return null;
  const tag = bytes[at]!;
  // Tags of several bytes do not occur in what is read here.
  if ((tag & 0x1f) === 0x1f) return null;
  const first = bytes[at + 1]!;
  if (first === 0x80) return readIndefinite(bytes, tag, at + 2, limit, depth);
  const digits = first & 0x80 ? first & 0x7f : 0;
  if (digits > 4 || at + 2 + digits > limit) return null;
  const start = at + 2 + digits;
  const length = digits === 0 ? first : bytes.readUIntBE(at + 2, digits);
  // What is cut off in the middle is read as far as it goes.
  const stop = Math.min(start + length, limit);
  return { tag, start, stop, end: stop };
}

function readIndefinite(bytes: Buffer, tag: number, start: number, limit: number, depth: number): Element {
  let at = start;
  while (at + 2 <= limit) {
    if (bytes[at] === 0 && bytes[at + 1] === 0) return { tag, start, stop: at, end: at + 2 };
    const inner = readElement(bytes, at, limit, depth + 1);
    if (inner === null) break;
    at = inner.end;
  }
  return { tag, start, stop: limit, end: limit };
}
