import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { asksForHelp } from '#runtime';
import { compareFigures, toLastResult, type Figure, type LastResult } from './compare.js';

const USAGE = `usage: npm run score [-- --keep]
  Scores what inspect says of real mails with known answers and compares with the last result (test/score/last.json).
  --keep    writes this result as the last one
  SCORER_DIR (default ../shared/acceptance) and CORPORA_DIR (default ../shared/corpora) say where they lie`;

/** What `inspect` can do by now. */
const SETS = 'mail,bounce,class,reply,forward,thread,damaged,html,classify';
const LAST = 'test/score/last.json';

/** Ends with one line `N passed, N failed`; 1 when a figure fell. Without scorer or mails it says so and nothing failed. */
export async function main(args: readonly string[]): Promise<number> {
  if (asksForHelp(args) || args.some((arg) => arg !== '--keep')) {
    console.log(USAGE);
    return asksForHelp(args) ? 0 : 2;
  }
  const scorer = resolve(process.env['SCORER_DIR'] ?? '../shared/acceptance', 'score');
  const corpora = resolve(process.env['CORPORA_DIR'] ?? '../shared/corpora');
  for (const path of [scorer, corpora]) if (!existsSync(path)) return skip(`${path} is not there`);
  const folder = await mkdtemp(join(tmpdir(), 'tributary-score-'));
  try {
    const json = join(folder, 'score.json');
    await run(scorer, ['--corpora', corpora, '--project', process.cwd(), '--sets', SETS, '--mutate', '--json', json]);
    if (!existsSync(json)) return skip('the scorer did not run; its words stand above');
    const { figures } = JSON.parse(await readFile(json, 'utf8')) as { figures: Figure[] };
    if (args.includes('--keep')) await writeFile(LAST, `${JSON.stringify(toLastResult(figures), null, 2)}\n`);
    return report(figures, JSON.parse(await readFile(LAST, 'utf8')) as LastResult);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function report(figures: readonly Figure[], last: LastResult): number {
  const { fell, rose } = compareFigures(figures, last);
  for (const words of rose) console.log(`rose  ${words}`);
  for (const words of fell) console.log(`FELL  ${words}`);
  if (rose.length > 0 && fell.length === 0) console.log('keep the better result: npm run score -- --keep');
  console.log(`${Math.max(0, figures.length - fell.length)} passed, ${fell.length} failed`);
  return fell.length === 0 ? 0 : 1;
}

function skip(reason: string): number {
  console.log(`SKIPPED the score on real mails: ${reason}\n0 passed, 0 failed`);
  return 0;
}

/** Its exit code tells of bars, which are looked at here. */
function run(command: string, args: readonly string[]): Promise<void> {
  return new Promise((done) => {
    const child = spawn(command, args, { stdio: 'inherit' });
    child.on('error', (error) => {
      console.log(error.message);
      done();
    });
    child.on('close', () => done());
  });
}
