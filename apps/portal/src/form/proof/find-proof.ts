import { hashHead } from './sha256.js';

/** A number that makes the SHA-256 of `<token>:<number>` begin with `bits` zero bits (1 to 31), among `tries` of them from `from` on; null: none of these. */
export function findProof(token: string, bits: number, from: number, tries: number): number | null {
  const text = new TextEncoder();
  const head = text.encode(`${token}:`);
  const bytes = new Uint8Array(head.length + 16);
  bytes.set(head);
  for (let number = from; number < from + tries; number += 1) {
    const { written } = text.encodeInto(String(number), bytes.subarray(head.length));
    if (hashHead(bytes.subarray(0, head.length + written)) >>> (32 - bits) === 0) return number;
  }
  return null;
}
