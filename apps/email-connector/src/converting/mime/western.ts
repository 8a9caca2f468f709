/** Bytes 0x80 to 0x9f of windows-1252: Node 20 to 23 decode them as control characters (nodejs/node#56542). */
const WESTERN_C1 = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';

/** Also for ISO 8859-1, as every mail program reads it. */
export function decodeWestern(bytes: Buffer): string {
  return bytes.toString('latin1').replace(/[\x80-\x9f]/g, (char) => WESTERN_C1[char.charCodeAt(0) - 0x80]!);
}
