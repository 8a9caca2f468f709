import { setImmediate } from 'node:timers/promises';
import { calibrate, type HeldOut } from './calibration.js';
import { Classifier } from './classifier.js';
import { scoreLabels, trainWeights, type Weights } from './regression.js';
import { Vectoriser } from './vectoriser.js';

export interface Example {
  readonly text: string;
  readonly label: string;
}

/** Of the labels a model gives, as many are to be right; what it cannot say that surely it leaves open. */
export const WANTED_RIGHT = 0.92;

const FOLDS = 5;
const NEVER = -1;
/** From here on one fold says enough. */
const MANY = 3_000;
const MOST_WEIGHTS = 8_000_000;

interface Learned {
  readonly vectoriser: Vectoriser;
  readonly weights: Weights;
}

/**
 * A classifier of the examples, calibrated on held-out ones: of the labels it gives, `wanted` are right. `hints` (keywords) are learned too, but never
 * held out, for customers write otherwise. Takes seconds.
 */
export function train(examples: readonly Example[], wanted = WANTED_RIGHT, hints: readonly Example[] = []): Classifier {
  const steps = trainInSteps(examples, wanted, hints);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/** As `train`, beside the other work of the process: it never holds the event loop for more than some milliseconds. */
export async function trainBeside(
  examples: readonly Example[],
  wanted = WANTED_RIGHT,
  hints: readonly Example[] = [],
): Promise<Classifier> {
  const steps = trainInSteps(examples, wanted, hints);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    await setImmediate();
  }
}

function* trainInSteps(examples: readonly Example[], wanted: number, hints: readonly Example[]): Generator<void, Classifier> {
  const all = [...examples, ...hints];
  const labels = [...new Set(all.map(({ label }) => label))].sort();
  const places = new Map(labels.map((label, index) => [label, index]));
  const answers = all.map(({ label }) => places.get(label)!);
  const texts = all.map(({ text }) => text);
  const folds = [...foldsOf(answers.slice(0, examples.length)), ...hints.map(() => NEVER)];
  const heldOut: HeldOut[] = [];
  for (let fold = 0; fold < (examples.length > MANY ? 1 : FOLDS); fold += 1) {
    const learned = folds.flatMap((other, index) => (other === fold ? [] : [index]));
    const asked = folds.flatMap((other, index) => (other === fold ? [index] : []));
    if (learned.length === 0 || asked.length === 0) continue;
    const { vectoriser, weights } = yield* learn(pick(texts, learned), pick(answers, learned), labels.length);
    for (const index of asked) {
      const scores = new Float64Array(labels.length);
      scoreLabels(weights, vectoriser.vectorise(texts[index]!), scores);
      heldOut.push({ scores, answer: answers[index]! });
      if (heldOut.length % 20 === 0) yield;
    }
  }
  const { vectoriser, weights } = yield* learn(texts, answers, labels.length);
  return new Classifier(labels, vectoriser, weights, calibrate(heldOut, wanted));
}

function* learn(texts: readonly string[], answers: readonly number[], labels: number): Generator<void, Learned> {
  const leastTexts = texts.length > 20_000 ? 3 : texts.length > 2_000 ? 2 : 1;
  const vectoriser = yield* Vectoriser.learnInSteps(texts, leastTexts, Math.floor(MOST_WEIGHTS / Math.max(labels, 1)));
  yield;
  const vectors = [];
  for (const [index, text] of texts.entries()) {
    vectors.push(vectoriser.vectorise(text));
    if (index % 20 === 0) yield;
  }
  const weights = yield* trainWeights(vectors, answers, { features: vectoriser.size, labels });
  return { vectoriser, weights };
}

/** Which fold each example is held out in: each label's examples are spread over all, in turn. */
function foldsOf(answers: readonly number[]): number[] {
  const seen = new Map<number, number>();
  return answers.map((answer) => {
    const count = seen.get(answer) ?? 0;
    seen.set(answer, count + 1);
    return (count + answer) % FOLDS;
  });
}

function pick<T>(from: readonly T[], indices: readonly number[]): T[] {
  return indices.map((index) => from[index]!);
}
