/** What a model said of an example that it had not learned from: the label's score among the others, and whether it was right. */
export interface HeldOut {
  /** Scores of all labels. */
  readonly scores: Float64Array;
  /** Place of the right one; -1 when the model knows no such label. */
  readonly answer: number;
}

export interface Calibration {
  /** Divides scores, so that confidence is the share that is right. */
  readonly temperature: number;
  /** Below it a model is unsure. */
  readonly threshold: number;
  readonly report: HeldOutReport;
}

/** Measured on examples a model had not learned from. Shares are 0..1. */
export interface HeldOutReport {
  readonly examples: number;
  /** Best guess right, over all. */
  readonly right: number;
  /** Right among those that get a label. */
  readonly rightWhereSure: number;
  /** How many get a label. */
  readonly coverage: number;
}

const TEMPERATURES = [0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.85, 1, 1.2, 1.5, 2, 3];
/** Fewer examples than this prove no threshold. */
const LEAST_EXAMPLES = 20;
export const UNPROVED_THRESHOLD = 0.6;

/** The temperature under which the held-out answers are likeliest, and the lowest threshold above which `wanted` of the answers are right. */
export function calibrate(heldOut: readonly HeldOut[], wanted: number): Calibration {
  if (heldOut.length < LEAST_EXAMPLES)
    return { temperature: 1, threshold: UNPROVED_THRESHOLD, report: reportOf(judge(heldOut, 1), UNPROVED_THRESHOLD) };
  const losses = TEMPERATURES.map((temperature) => lossOf(heldOut, temperature));
  const temperature = TEMPERATURES[losses.indexOf(Math.min(...losses))]!;
  const judged = judge(heldOut, temperature);
  const threshold = findThreshold(judged, wanted);
  return { temperature, threshold, report: reportOf(judged, threshold) };
}

interface Judged {
  readonly confidence: number;
  readonly right: boolean;
}

function judge(heldOut: readonly HeldOut[], temperature: number): Judged[] {
  return heldOut.map(({ scores, answer }) => {
    const best = bestOf(scores);
    return { confidence: shareOf(scores, best, temperature), right: best === answer };
  });
}

/** The lowest confidence from which on, upwards, answers are right often enough; above all of them when they never are. */
function findThreshold(judged: readonly Judged[], wanted: number): number {
  const surestFirst = [...judged].sort((one, other) => other.confidence - one.confidence);
  let right = 0;
  let threshold = 1;
  surestFirst.forEach((one, index) => {
    if (one.right) right += 1;
    const lowest = surestFirst[index + 1]?.confidence !== one.confidence;
    if (lowest && right / (index + 1) >= wanted) threshold = one.confidence;
  });
  // a hair below, for rounding in storage
  return threshold === 1 ? 1 : Math.max(0, threshold - 1e-4);
}

function reportOf(judged: readonly Judged[], threshold: number): HeldOutReport {
  const sure = judged.filter(({ confidence }) => confidence >= threshold);
  return {
    examples: judged.length,
    right: shareRight(judged),
    rightWhereSure: shareRight(sure),
    coverage: judged.length === 0 ? 0 : sure.length / judged.length,
  };
}

function shareRight(judged: readonly Judged[]): number {
  return judged.length === 0 ? 0 : judged.filter(({ right }) => right).length / judged.length;
}

function lossOf(heldOut: readonly HeldOut[], temperature: number): number {
  let loss = 0;
  for (const { scores, answer } of heldOut) loss -= Math.log(answer < 0 ? 1e-6 : Math.max(shareOf(scores, answer, temperature), 1e-6));
  return loss;
}

function bestOf(scores: Float64Array): number {
  let best = 0;
  for (let label = 1; label < scores.length; label += 1) if (scores[label]! > scores[best]!) best = label;
  return best;
}

function shareOf(scores: Float64Array, label: number, temperature: number): number {
  let sum = 0;
  for (const score of scores) sum += Math.exp((score - scores[label]!) / temperature);
  return 1 / sum;
}
