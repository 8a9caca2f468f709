import type { Calibration } from './calibration.js';
import { scoreLabels, toShares, type Weights } from './regression.js';
import type { Vectoriser } from './vectoriser.js';

export interface Candidate {
  readonly label: string;
  /** 0..1, comparable over texts: of all answers with this confidence about this share is right. */
  readonly confidence: number;
}

export interface Classification {
  /** Null: unsure. */
  readonly label: string | null;
  readonly confidence: number;
  /** Best first. */
  readonly candidates: readonly Candidate[];
}

const MOST_CANDIDATES = 5;
const NOTHING_KNOWN: Classification = { label: null, confidence: 0, candidates: [] };

/** Says which label a text has, or that it is unsure. Learned once (`train`), then never changes. */
export class Classifier {
  constructor(
    readonly labels: readonly string[],
    readonly vectoriser: Vectoriser,
    readonly weights: Weights,
    readonly calibration: Calibration,
  ) {}

  classify(text: string): Classification {
    const vector = this.vectoriser.vectorise(text);
    if (vector.indices.length === 0 || this.labels.length === 0) return NOTHING_KNOWN;
    const { temperature, threshold } = this.calibration;
    const shares = new Float64Array(this.labels.length);
    scoreLabels(this.weights, vector, shares);
    toShares(shares, temperature);
    const candidates = [...shares]
      .map((confidence, index) => ({ label: this.labels[index]!, confidence }))
      .sort((one, other) => other.confidence - one.confidence)
      .slice(0, MOST_CANDIDATES);
    const { label, confidence } = candidates[0]!;
    return { label: confidence >= threshold ? label : null, confidence, candidates };
  }
}
