const HEAD_BYTES = 44;

/** Samples of one channel as a file that browsers play: WAV, 16 bit. */
export function toWav(samples: Int16Array, rateHz: number): ArrayBuffer {
  const dataBytes = samples.length * 2;
  const file = new ArrayBuffer(HEAD_BYTES + dataBytes);
  const view = new DataView(file);
  const name = (at: number, letters: string) =>
    letters.split('').forEach((letter, index) => view.setUint8(at + index, letter.charCodeAt(0)));
  name(0, 'RIFF');
  view.setUint32(4, HEAD_BYTES - 8 + dataBytes, true);
  name(8, 'WAVEfmt ');
  view.setUint32(16, 16, true);
  // PCM, one channel, bytes a second and a sample, bits.
  view.setUint16(20, 1, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, rateHz, true);
  view.setUint32(28, rateHz * 2, true);
  view.setUint16(32, 2, true);
  view.setUint16(34, 16, true);
  name(36, 'data');
  view.setUint32(40, dataBytes, true);
  samples.forEach((sample, index) => view.setInt16(HEAD_BYTES + index * 2, sample, true));
  return file;
}
