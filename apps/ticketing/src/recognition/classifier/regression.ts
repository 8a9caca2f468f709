import type { SparseVector } from './vectoriser.js';

const EPOCHS = 15;
const STEP = 2;
const STEP_OF_BIAS = 0.1;
const DECAY = 1e-4;
/** Numbers multiplied before a trainer lets others go on: some milliseconds. */
const SLICE = 2_000_000;

/** Weights of a multinomial logistic regression: those of a feature's labels lie side by side. */
export interface Weights {
  readonly labels: number;
  readonly matrix: Float32Array;
  readonly bias: Float32Array;
}

/**
 * Learns weights by stochastic gradient descent, in an order that is the same each time. Yields every few milliseconds of work, so that a process
 * that serves people can train without standing still.
 */
export function* trainWeights(
  vectors: readonly SparseVector[],
  answers: readonly number[],
  size: { readonly features: number; readonly labels: number },
): Generator<void, Weights> {
  const { features, labels } = size;
  const weights = { labels, matrix: new Float32Array(features * labels), bias: new Float32Array(labels) };
  const order = Int32Array.from(vectors, (_, index) => index);
  const random = createRandom();
  let work = 0;
  for (let epoch = 0; epoch < EPOCHS; epoch += 1) {
    shuffle(order, random);
    const step = STEP / (1 + epoch * 0.1);
    for (const index of order) {
      const vector = vectors[index]!;
      descend(weights, vector, answers[index]!, step);
      work += vector.indices.length * labels;
      if (work < SLICE) continue;
      work = 0;
      yield;
    }
  }
  return weights;
}

/** Scores before they become shares; `into` has a place for each label. */
export function scoreLabels({ labels, matrix, bias }: Weights, { indices, values }: SparseVector, into: Float64Array): void {
  into.set(bias);
  for (let at = 0; at < indices.length; at += 1) {
    const row = indices[at]! * labels;
    const value = values[at]!;
    for (let label = 0; label < labels; label += 1) into[label]! += matrix[row + label]! * value;
  }
}

/** Scores into shares that sum to one; the higher the temperature, the flatter. */
export function toShares(scores: Float64Array, temperature = 1): void {
  let highest = -Infinity;
  for (const score of scores) if (score > highest) highest = score;
  let sum = 0;
  for (let label = 0; label < scores.length; label += 1) {
    scores[label] = Math.exp((scores[label]! - highest) / temperature);
    sum += scores[label]!;
  }
  for (let label = 0; label < scores.length; label += 1) scores[label]! /= sum;
}

function descend(weights: Weights, vector: SparseVector, answer: number, step: number): void {
  const { labels, matrix, bias } = weights;
  const shares = new Float64Array(labels);
  scoreLabels(weights, vector, shares);
  toShares(shares);
  shares[answer]! -= 1;
  const keep = 1 - DECAY * step;
  for (let at = 0; at < vector.indices.length; at += 1) {
    const row = vector.indices[at]! * labels;
    const value = vector.values[at]! * step;
    for (let label = 0; label < labels; label += 1) matrix[row + label] = matrix[row + label]! * keep - shares[label]! * value;
  }
  for (let label = 0; label < labels; label += 1) bias[label]! -= shares[label]! * step * STEP_OF_BIAS;
}

function createRandom(): (below: number) => number {
  let seed = 7;
  return (below) => {
    seed = (Math.imul(seed, 1_103_515_245) + 12_345) & 0x7fffffff;
    return seed % below;
  };
}

function shuffle(order: Int32Array, random: (below: number) => number): void {
  for (let at = order.length - 1; at > 0; at -= 1) {
    const other = random(at + 1);
    [order[at], order[other]] = [order[other]!, order[at]!];
  }
}
