import { readSettingsFile } from '#runtime';
import { readDesk } from '../../apps/ticketing/src/desk/read-desk.js';
import { examplesOf } from '../../apps/ticketing/src/recognition/category-phrases.js';
import type { Classifier } from '../../apps/ticketing/src/recognition/classifier/classifier.js';
import { train, trainBeside, type Example } from '../../apps/ticketing/src/recognition/classifier/train.js';
import { judgeTicket, type JudgedFacts } from '../../apps/ticketing/src/recognition/judge-ticket.js';
import type { ModelInForce } from '../../apps/ticketing/src/recognition/local-recogniser.js';
import { type Figure, percentile, showMs } from './figures.js';

const DESK = 'config/desks/game-service.yaml';
const MANY = 5_000;
const MESSAGES = 2_000;
const TARGET_MS = 50;
const TRAINED_S = 30;
const NEW: JudgedFacts = {
  language: null,
  category: null,
  mood: null,
  urgency: null,
  priority: 'normal',
  tags: [],
  contact: { language: null, plan: null },
};

/** Everything that is read from a message's words, by a desk's own file; how long it learns, and what it was measured at. */
export async function measureRecognition(): Promise<Figure[]> {
  const { desk } = readDesk(readSettingsFile(DESK, DESK).layer.values['profile']);
  if (desk === null) throw new Error(`${DESK} has faults`);
  const { examples, hints } = examplesOf(desk.categories);
  const own = train(examples, desk.recognition.category.wantedRight, hints);
  const many = multiply(examples);
  const began = performance.now();
  const held = watchLoop();
  const grown = await trainBeside(many, desk.recognition.category.wantedRight, hints);
  const longest = held.stop();
  const seconds = (performance.now() - began) / 1_000;
  const times = Array.from({ length: MESSAGES }, (_, at) => {
    const text = many
      .slice(at, at + 20)
      .map((one) => one.text)
      .join('。');
    const start = performance.now();
    judgeTicket(desk, { category: toModel(grown) }, NEW, { text, last: text, voice: null, opened: true });
    return performance.now() - start;
  });
  const p99 = percentile(times, 0.99);
  const { right, rightWhereSure, coverage } = own.calibration.report;
  return [
    { part: 'recognition', name: 'a message, p99', measured: showMs(p99), target: `≤ ${TARGET_MS} ms`, holds: p99 <= TARGET_MS },
    {
      part: 'recognition',
      name: `learning ${MANY} examples`,
      measured: `${seconds.toFixed(1)} s, others waited ${showMs(longest)} at most`,
      target: `≤ ${TRAINED_S} s`,
      holds: seconds <= TRAINED_S,
    },
    {
      part: 'recognition',
      name: 'D3, held-out',
      measured: `${share(rightWhereSure)} right where a label is given (${share(coverage)}); best guess ${share(right)}`,
      target: '≥ 92 %',
      holds: rightWhereSure >= 0.92,
    },
  ];
}

function toModel(classifier: Classifier): ModelInForce {
  return { version: 1, threshold: classifier.calibration.threshold, classify: (text) => classifier.classify(text) };
}

/** As many as a desk has after a year: the same words in other company. */
function multiply(examples: readonly Example[]): Example[] {
  return Array.from({ length: MANY }, (_, at) => {
    const one = examples[at % examples.length]!;
    const tail = examples[(at * 7 + Math.floor(at / examples.length)) % examples.length]!.text.slice(0, 6);
    return { text: `${one.text}，${tail}${at}`, label: one.label };
  });
}

/** How long others of the process had to wait, at most. */
function watchLoop(): { stop(): number } {
  let longest = 0;
  let last = performance.now();
  const timer = setInterval(() => {
    const now = performance.now();
    longest = Math.max(longest, now - last - 1);
    last = now;
  }, 1);
  return {
    stop: () => {
      clearInterval(timer);
      return longest;
    },
  };
}

function share(of: number): string {
  return `${Math.round(of * 1_000) / 10} %`;
}
