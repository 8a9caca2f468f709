/** First 32 bits of the cube roots of the first 64 primes, and of the square roots of the first eight (FIPS 180-4). */
const [ROOTS, START] = makeConstants();
const WORDS = new Int32Array(64);
const STATE = new Int32Array(8);

/**
 * First 32 bits of the SHA-256 of `bytes`, unsigned. Our own, for `crypto.subtle` is there on https alone and answers each call by a promise, which would
 * take longer than the sum.
 */
export function hashHead(bytes: Uint8Array): number {
  const blocks = Math.ceil((bytes.length + 9) / 64);
  STATE.set(START);
  for (let block = 0; block < blocks; block += 1) {
    for (let at = 0; at < 16; at += 1) WORDS[at] = wordAt(bytes, block * 64 + at * 4);
    if (block === blocks - 1) WORDS[15] = bytes.length * 8;
    mix();
  }
  return STATE[0]! >>> 0;
}

/** Four bytes of the message, with the one bit that ends it. */
function wordAt(bytes: Uint8Array, from: number): number {
  let word = 0;
  for (let at = from; at < from + 4; at += 1) word = (word << 8) | (at === bytes.length ? 0x80 : (bytes[at] ?? 0));
  return word;
}

function mix(): void {
  for (let at = 16; at < 64; at += 1) {
    const [two, fifteen] = [WORDS[at - 2]!, WORDS[at - 15]!];
    const low = turn(fifteen, 7) ^ turn(fifteen, 18) ^ (fifteen >>> 3);
    const high = turn(two, 17) ^ turn(two, 19) ^ (two >>> 10);
    WORDS[at] = (WORDS[at - 16]! + low + WORDS[at - 7]! + high) | 0;
  }
  let a = STATE[0]!;
  let b = STATE[1]!;
  let c = STATE[2]!;
  let d = STATE[3]!;
  let e = STATE[4]!;
  let f = STATE[5]!;
  let g = STATE[6]!;
  let h = STATE[7]!;
  for (let at = 0; at < 64; at += 1) {
    const one = (h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + ROOTS[at]! + WORDS[at]!) | 0;
    const two = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + one) | 0;
    d = c;
    c = b;
    b = a;
    a = (one + two) | 0;
  }
  for (const [at, word] of [a, b, c, d, e, f, g, h].entries()) STATE[at] = (STATE[at]! + word) | 0;
}

function turn(word: number, by: number): number {
  return (word >>> by) | (word << (32 - by));
}

function makeConstants(): readonly [Int32Array, Int32Array] {
  const primes: number[] = [];
  for (let n = 2; primes.length < 64; n += 1) if (primes.every((prime) => n % prime !== 0)) primes.push(n);
  const fraction = (root: number) => ((root - Math.floor(root)) * 2 ** 32) | 0;
  return [
    Int32Array.from(primes, (prime) => fraction(Math.cbrt(prime))),
    Int32Array.from(primes.slice(0, 8), (prime) => fraction(Math.sqrt(prime))),
  ];
}
