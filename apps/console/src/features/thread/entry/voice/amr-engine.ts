interface AmrEngine {
  /** Speech at `RATE_HZ`, one channel; fails with the engine's own sentence. */
  decode(bytes: Uint8Array, done: (samples: Int16Array) => void, failed: (why: string) => void): void;
  encode(samples: Int16Array, done: (bytes: Uint8Array) => void, failed: (why: string) => void): void;
}

export const RATE_HZ = 8_000;

const HEAD = '#!AMR\n';
/** Bytes of a frame by its kind, without its first (RFC 4867, 5 and TS 26.101): eight of speech, then of noise and of nothing. A frame is 20 ms. */
const FRAME_BYTES = [12, 13, 15, 17, 19, 20, 26, 31, 5, 6, 5, 5, 0, 0, 0, 0] as const;
const SPEECH_KINDS = 8;
const FRAME_SAMPLES = RATE_HZ / 50;
/** Voice messages last a minute; whoever sends an hour of empty frames gets nothing for it. */
const MOST_FRAMES = (10 * 60 * 1_000) / 20;

/** Of recorder-core, which hangs its parts on what it finds under this name: its recorder, of which nothing is needed here. */
export async function loadEngine(): Promise<AmrEngine> {
  const host = {} as { readonly AMR: AmrEngine };
  Object.assign(Object, { 'Recorder-Core-Export': host });
  await import('recorder-core/src/engine/beta-amr-engine.js');
  return host.AMR;
}

/** Speech in AMR (narrow band) → samples at `RATE_HZ`. Throws what is no such file, or longer than ten minutes. */
export async function decodeAmr(engine: AmrEngine, bytes: Uint8Array): Promise<Int16Array> {
  if (!HEAD.split('').every((letter, at) => bytes[at] === letter.charCodeAt(0))) throw new Error('this is no AMR of narrow band');
  const frames = findFrames(bytes);
  const spoken = frames.filter(({ speaks }) => speaks);
  const speech = new Uint8Array(HEAD.length + spoken.reduce((sum, { start, end }) => sum + end - start, 0));
  speech.set(bytes.subarray(0, HEAD.length));
  let at = HEAD.length;
  for (const { start, end } of spoken) {
    speech.set(bytes.subarray(start, end), at);
    at += end - start;
  }
  const heard = spoken.length === 0 ? new Int16Array() : await decode(engine, speech);
  // The engine knows no pauses: where nothing was said it is silent here.
  const samples = new Int16Array(frames.length * FRAME_SAMPLES);
  let from = 0;
  for (const [index, { speaks }] of frames.entries()) {
    if (!speaks) continue;
    samples.set(heard.subarray(from, from + FRAME_SAMPLES), index * FRAME_SAMPLES);
    from += FRAME_SAMPLES;
  }
  return samples;
}

interface Frame {
  readonly start: number;
  readonly end: number;
  readonly speaks: boolean;
}

/** One that is cut off at the end is left out. */
function findFrames(bytes: Uint8Array): Frame[] {
  const frames: Frame[] = [];
  for (let start = HEAD.length, end; start < bytes.length; start = end) {
    const kind = (bytes[start]! >> 3) & 15;
    end = start + 1 + FRAME_BYTES[kind]!;
    if (end <= bytes.length) frames.push({ start, end, speaks: kind < SPEECH_KINDS });
    if (frames.length > MOST_FRAMES) throw new Error('this is longer than ten minutes');
  }
  return frames;
}

function decode(engine: AmrEngine, bytes: Uint8Array): Promise<Int16Array> {
  return new Promise((resolve, reject) => engine.decode(bytes, resolve, (why) => reject(new Error(why))));
}
