import { decodeAmr, loadEngine, RATE_HZ } from './amr-engine.js';
import { toWav } from './to-wav.js';

addEventListener('message', ({ data }: MessageEvent<ArrayBuffer>) => {
  const decoded = loadEngine().then((engine) => decodeAmr(engine, new Uint8Array(data)));
  void decoded.then(
    (samples) => {
      const wav = toWav(samples, RATE_HZ);
      postMessage(wav, { transfer: [wav] });
    },
    () => postMessage(null),
  );
});
