import { findProof } from './find-proof.js';

/** Between two of them the page is free for whoever types. */
const SLICE_MS = 8;
const TRIES = 200;

/** Works for a form's token beside the page. Never settles once `signal` is aborted. */
export function workProof(token: string, bits: number, signal: AbortSignal): Promise<string> {
  return new Promise((resolve) => {
    const inSlices = () => void workInSlices(token, bits, signal).then((proof) => proof !== null && resolve(proof));
    let worker: Worker;
    try {
      worker = new Worker(new URL('./proof.worker.ts', import.meta.url), { type: 'module' });
    } catch {
      return inSlices();
    }
    signal.addEventListener('abort', () => worker.terminate());
    worker.addEventListener('message', ({ data }: MessageEvent<number>) => {
      worker.terminate();
      resolve(String(data));
    });
    // A browser that knows no such workers says so here.
    worker.addEventListener('error', () => {
      worker.terminate();
      inSlices();
    });
    worker.postMessage({ token, bits });
  });
}

/** Null: it was given up. */
export async function workInSlices(token: string, bits: number, signal: AbortSignal): Promise<string | null> {
  for (let from = 0; !signal.aborted; await new Promise((resolve) => setTimeout(resolve))) {
    for (const until = performance.now() + SLICE_MS; performance.now() < until; from += TRIES) {
      const proof = findProof(token, bits, from, TRIES);
      if (proof !== null) return String(proof);
    }
  }
  return null;
}
