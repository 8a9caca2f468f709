import { findProof } from './find-proof.js';

const TRIES = 100_000;

addEventListener('message', ({ data: { token, bits } }: MessageEvent<{ readonly token: string; readonly bits: number }>) => {
  for (let from = 0; ; from += TRIES) {
    const proof = findProof(token, bits, from, TRIES);
    if (proof !== null) return postMessage(proof);
  }
});
