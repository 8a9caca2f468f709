import { findFeatures } from './features.js';

/** A text as numbers: indices of known features, and their weights. */
export interface SparseVector {
  readonly indices: Int32Array;
  readonly values: Float32Array;
}

/** Words beside pieces of characters: measured on banking77, where equal weights do a point worse. */
const WEIGHT_OF_WORDS = 0.8;
/** A text of which little is known says little: what was never seen makes its vector shorter. */
const WEIGHT_OF_UNKNOWN = 0.5;
/** Texts read before a learner lets others go on. */
const STEP = 20;

/** Weights that texts give to features: rare ones count more (TF-IDF, sublinear); words and pieces each to a length of their own. */
export class Vectoriser {
  private readonly known: Map<number, number>;
  private readonly rarest: number;

  constructor(
    readonly hashes: Uint32Array,
    readonly idf: Float32Array,
  ) {
    this.known = new Map();
    hashes.forEach((feature, index) => this.known.set(feature, index));
    this.rarest = idf.reduce((most, one) => Math.max(most, one), 0);
  }

  get size(): number {
    return this.idf.length;
  }

  /** Features that fewer than `leastTexts` of the texts have are left out, and the rarest of more than `most`. */
  static learn(texts: readonly string[], leastTexts: number, most: number): Vectoriser {
    const steps = Vectoriser.learnInSteps(texts, leastTexts, most);
    for (;;) {
      const step = steps.next();
      if (step.done === true) return step.value;
    }
  }

  /** As `learn`; yields every few milliseconds. */
  static *learnInSteps(texts: readonly string[], leastTexts: number, most: number): Generator<void, Vectoriser> {
    const frequency = new Map<number, number>();
    for (const [index, text] of texts.entries()) {
      const { words, pieces } = findFeatures(text);
      for (const feature of new Set([...words, ...pieces])) frequency.set(feature, (frequency.get(feature) ?? 0) + 1);
      if (index % STEP === 0) yield;
    }
    let kept = [...frequency].filter(([, count]) => count >= leastTexts);
    yield;
    if (kept.length > most) kept = kept.sort(([, one], [, other]) => other - one).slice(0, most);
    yield;
    return new Vectoriser(
      Uint32Array.from(kept, ([feature]) => feature),
      Float32Array.from(kept, ([, count]) => Math.log((1 + texts.length) / (1 + count)) + 1),
    );
  }

  vectorise(text: string): SparseVector {
    const { words, pieces } = findFeatures(text);
    const indices: number[] = [];
    const values: number[] = [];
    this.add(words, WEIGHT_OF_WORDS, indices, values);
    this.add(pieces, 1, indices, values);
    return { indices: Int32Array.from(indices), values: Float32Array.from(values) };
  }

  private add(features: readonly number[], length: number, indices: number[], values: number[]): void {
    const counts = new Map<number, number>();
    const unknown = new Set<number>();
    for (const feature of features) {
      const index = this.known.get(feature);
      if (index === undefined) unknown.add(feature);
      else counts.set(index, (counts.get(index) ?? 0) + 1);
    }
    const begin = values.length;
    let square = unknown.size * this.rarest * this.rarest * WEIGHT_OF_UNKNOWN;
    for (const [index, count] of counts) {
      const value = (1 + Math.log(count)) * this.idf[index]!;
      indices.push(index);
      values.push(value);
      square += value * value;
    }
    const scale = square === 0 ? 0 : length / Math.sqrt(square);
    for (let at = begin; at < values.length; at += 1) values[at] = values[at]! * scale;
  }
}
