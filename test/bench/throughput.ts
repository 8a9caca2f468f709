import { setTimeout as sleep } from 'node:timers/promises';
import { type Contender, startBare, startStandalone } from './contenders.js';
import { type Throughput, Turns } from './turns.js';

const ROUNDS = 3;

export interface Comparison {
  readonly yardstick: Throughput;
  readonly measured: Throughput;
  /** Measured by yardstick, of the round in the middle. */
  readonly ratio: number;
}

/** The product beside the bare pipeline. */
export async function compareThroughput(count: number): Promise<Comparison> {
  const standalone = await startStandalone();
  try {
    await sleep(2_000);
    const idleMb = Math.round(standalone.measure().nodeRssBytes / 1e6);
    const bare = await startBare();
    try {
      const { yardstick, measured, ratio } = await takeTurns(bare, standalone, count);
      return { yardstick, measured: { ...measured, idleMb }, ratio };
    } finally {
      await bare.stop();
    }
  } finally {
    standalone.resume();
    await standalone.stop();
  }
}

/**
 * Both at once, in three turns of `count` mails each, while the other one is stopped: a machine that gives more in one minute than in the
 * next gives it to both. In shorter turns the time of the last mail from its answer to its entry, a sixth of a second, counts as rate.
 */
export async function takeTurns(yardstick: Contender, measured: Contender, count: number): Promise<Comparison> {
  const warm = Math.ceil(count / 10);
  const [plain, whole] = [new Turns(yardstick, warm), new Turns(measured, warm)];
  const ratios: number[] = [];
  for (const round of ['warm', ...Array.from({ length: ROUNDS }, (_, index) => `run${index}`)]) {
    measured.pause();
    const base = await plain.take(round, count);
    measured.resume();
    yardstick.pause();
    const rate = await whole.take(round, count);
    yardstick.resume();
    if (round !== 'warm') ratios.push(rate / base);
  }
  return {
    yardstick: plain.summarise(),
    measured: { ...whole.summarise(), peakMb: whole.peaksMb },
    ratio: ratios.sort((a, b) => a - b)[Math.floor(ratios.length / 2)]!,
  };
}
