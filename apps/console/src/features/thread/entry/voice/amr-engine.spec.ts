import { beforeAll, describe, expect, it } from '@jest/globals';
import { decodeAmr, loadEngine, RATE_HZ } from './amr-engine.js';
import { toWav } from './to-wav.js';

const toneOf = (hertz: number, seconds: number) =>
  Int16Array.from({ length: seconds * RATE_HZ }, (_, at) => 12_000 * Math.sin((2 * Math.PI * hertz * at) / RATE_HZ));
const framesOf = (count: number, frame: readonly number[]) =>
  Uint8Array.from([...new TextEncoder().encode('#!AMR\n'), ...Array.from({ length: count }, () => frame).flat()]);

describe('a voice message in AMR', () => {
  let engine: Awaited<ReturnType<typeof loadEngine>>;
  beforeAll(async () => (engine = await loadEngine()));
  const encode = (samples: Int16Array) => new Promise<Uint8Array>((resolve, reject) => engine.encode(samples, resolve, reject));

  it('sounds as it was spoken', async () => {
    const samples = await decodeAmr(engine, await encode(toneOf(440, 2)));
    expect(samples.length / RATE_HZ).toBeCloseTo(2, 1);
    const middle = samples.subarray(RATE_HZ / 2, RATE_HZ * 1.5);
    const crossings = middle.filter((sample, at) => at > 0 && sample >= 0 !== middle[at - 1]! >= 0).length;
    expect(Math.abs(crossings - 880)).toBeLessThan(20);
    expect(Math.max(...middle)).toBeGreaterThan(8_000);
  });

  it('becomes a file of the same length that browsers know', async () => {
    const wav = toWav(
      await decodeAmr(
        engine,
        framesOf(
          50,
          Array.from({ length: 32 }, () => 0x3c),
        ),
      ),
      RATE_HZ,
    );
    const view = new DataView(wav);
    const letters = (at: number) => new TextDecoder().decode(wav.slice(at, at + 4));
    expect([letters(0), letters(8), letters(36), view.getUint32(24, true)]).toEqual(['RIFF', 'WAVE', 'data', RATE_HZ]);
    expect([view.getUint32(40, true), wav.byteLength]).toEqual([2 * RATE_HZ, 44 + 2 * RATE_HZ]);
  });

  it('is silent for as long as its speaker was', async () => {
    const [speech, noise, nothing] = [Array.from({ length: 32 }, () => 0x3c), [0x44, 1, 2, 3, 4, 5], [0x7c]];
    const said = [speech, speech, noise, nothing, nothing, noise, nothing, speech];
    const samples = await decodeAmr(engine, framesOf(1, [...said.flat(), 0x3c, 1]));
    const isHeard = said.map((_, at) => samples.subarray(at * 160, (at + 1) * 160).some((sample) => sample !== 0));
    expect([samples.length, isHeard]).toEqual([8 * 160, [true, true, false, false, false, false, false, true]]);
  });

  it('is refused where it is none, of wide band, or made to last', async () => {
    await expect(decodeAmr(engine, new TextEncoder().encode('RIFF….'))).rejects.toThrow('no AMR');
    await expect(decodeAmr(engine, new TextEncoder().encode('#!AMR-WB\n..'))).rejects.toThrow('no AMR');
    await expect(decodeAmr(engine, framesOf(30_001, [0x7c]))).rejects.toThrow('ten minutes');
  });
});
