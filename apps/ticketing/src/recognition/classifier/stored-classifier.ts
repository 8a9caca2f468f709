import { gunzipSync, gzipSync } from 'node:zlib';
import { PermanentError } from '#runtime';
import type { Calibration } from './calibration.js';
import { Classifier } from './classifier.js';
import { Vectoriser } from './vectoriser.js';

const FORMAT = 1;

interface Head {
  readonly format: number;
  readonly labels: readonly string[];
  readonly calibration: Calibration;
  readonly features: number;
}

/** As bytes, for a table: a tenth of what it takes in memory, for weights are kept in 256 steps. Answers stay the same but for rounding. */
export function toBytes({ labels, calibration, vectoriser, weights }: Classifier): Buffer {
  const head: Head = { format: FORMAT, labels, calibration, features: vectoriser.size };
  const words = Buffer.from(JSON.stringify(head), 'utf8');
  const length = Buffer.alloc(4);
  length.writeUInt32LE(words.length);
  let highest = 1e-9;
  for (const weight of weights.matrix) highest = Math.max(highest, Math.abs(weight));
  const scale = Float32Array.of(highest / 127);
  const steps = Int8Array.from(weights.matrix, (weight) => Math.round(weight / scale[0]!));
  return gzipSync(Buffer.concat([length, words, ...[vectoriser.hashes, vectoriser.idf, weights.bias, scale, steps].map(bytesOf)]));
}

/** Throws `PermanentError` (`model_unreadable`) for what is no model, or one of a newer program. */
export function fromBytes(bytes: Buffer): Classifier {
  try {
    const all = gunzipSync(bytes);
    const begin = 4 + all.readUInt32LE(0);
    const head = JSON.parse(all.toString('utf8', 4, begin)) as Head;
    if (head.format !== FORMAT) throw new Error(`format ${head.format}`);
    const { labels, calibration, features } = head;
    // Copied, for a view needs its numbers to begin at a multiple of four.
    const body = Uint8Array.from(all.subarray(begin)).buffer;
    let at = 0;
    const next = (numbers: number, size: number) => (at += numbers * size) - numbers * size;
    const hashes = new Uint32Array(body, next(features, 4), features);
    const idf = new Float32Array(body, next(features, 4), features);
    const bias = new Float32Array(body, next(labels.length, 4), labels.length);
    const [scale] = new Float32Array(body, next(1, 4), 1);
    const steps = new Int8Array(body, at, features * labels.length);
    const matrix = Float32Array.from(steps, (step) => step * scale!);
    return new Classifier(labels, new Vectoriser(hashes, idf), { labels: labels.length, matrix, bias }, calibration);
  } catch (cause) {
    throw new PermanentError('this is no stored model that can be read here', {
      code: 'model_unreadable',
      hint: 'train a new one: POST /api/v1/recognition/models',
      cause,
    });
  }
}

function bytesOf(numbers: Uint32Array | Float32Array | Int8Array): Buffer {
  return Buffer.from(numbers.buffer, numbers.byteOffset, numbers.byteLength);
}
