import { setTimeout as sleep } from 'node:timers/promises';
import { asksForHelp, readArguments, readOption, UsageError } from '#runtime';
import { startTwoDesks, type TwoDesks } from './two-desks.js';

const USAGE = 'usage: npm run loops -- [--minutes N]';
const ROUND_MS = 15_000;
const QUIET_MS = 5_000;

/** Lets two started desks and a handful of robots answer each other for minutes, and counts what they send. */
export async function main(args: readonly string[]): Promise<number> {
  if (asksForHelp(args)) {
    console.log(USAGE);
    return 0;
  }
  try {
    const minutes = Number(readOption(readArguments('loops', args, { options: ['minutes'] }), 'minutes') ?? 3);
    if (!(minutes > 0 && minutes <= 600)) throw new UsageError('--minutes: a number from 1 to 600');
    const desks = await startTwoDesks();
    try {
      return await run(desks, minutes * 60_000);
    } finally {
      await desks.stop();
    }
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    console.error(`${error.message}\n${USAGE}`);
    return 2;
  }
}

async function run(desks: TwoDesks, ms: number): Promise<number> {
  const began = Date.now();
  while (Date.now() - began < ms) {
    await desks.begin();
    await sleep(ROUND_MS);
    console.log(`${Math.round((Date.now() - began) / 1000)} s: the desks sent ${desks.network.carried.length} mails`);
  }
  const faults = (await desks.network.untilQuiet(QUIET_MS, 60_000)) ? [] : ['they never fell silent'];
  const { faults: broken, counts } = desks.judge();
  for (const [who, automatic, all] of counts) console.log(`${who}: ${automatic} automatic of ${all} mails`);
  faults.push(...broken, ...desks.network.refused, ...(await desks.findLost()).map((id) => `${id} is no entry`));
  for (const fault of faults) console.log(`FAIL ${fault}`);
  console.log(faults.length === 0 ? 'ok: every loop came to an end' : `${faults.length} faults`);
  return faults.length === 0 ? 0 : 1;
}
