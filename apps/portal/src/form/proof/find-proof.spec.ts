import { describe, expect, it } from '@jest/globals';
import { findProof } from './find-proof.js';
import { hashHead } from './sha256.js';
import { workInSlices } from './work-proof.js';

const TOKEN = 'Zk3mQ9aVbT1xYw2e.mh0q3k2a.3nZ8Vt0cR5yQe7Lw1uXo2g';

/** As the form's door looks at it. */
const headOf = async (bytes: Uint8Array<ArrayBuffer>) => new DataView(await crypto.subtle.digest('SHA-256', bytes)).getUint32(0);
const isProof = async (proof: unknown, bits: number) =>
  (await headOf(new TextEncoder().encode(`${TOKEN}:${String(proof)}`))) >>> (32 - bits) === 0;

describe('the proof of work of a form', () => {
  it('hashes as everybody does, whatever the length', async () => {
    for (const length of [0, 1, 3, 54, 55, 56, 63, 64, 65, 119, 120, 200]) {
      const bytes = Uint8Array.from({ length }, (_, at) => (at * 37 + length) % 256);
      expect([length, hashHead(bytes)]).toEqual([length, await headOf(bytes)]);
    }
  });

  it.each([8, 12, 16])('of %i bits is what the form’s door takes', async (bits) => {
    const proof = findProof(TOKEN, bits, 0, 2_000_000);
    expect(await isProof(proof, bits)).toBe(true);
    expect(findProof(TOKEN, bits, 0, proof!)).toBeNull();
  });

  it('is done in slices where there are no workers, and leaves time for who types', async () => {
    const begun = performance.now();
    let turns = 0;
    const timer = setInterval(() => (turns += 1), 1);
    const proof = await workInSlices(TOKEN, 18, new AbortController().signal);
    clearInterval(timer);
    expect(await isProof(proof, 18)).toBe(true);
    // Whatever else wanted its turn had it, again and again.
    expect(turns).toBeGreaterThanOrEqual(Math.floor((performance.now() - begun) / 60));
    expect(await workInSlices(TOKEN, 31, AbortSignal.abort())).toBeNull();
  });
});
