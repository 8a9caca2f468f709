// README's test command: every suite that can run here, one closing line `N passed, N failed`.
// Arguments go to jest: `npm test -- --selectProjects unit`, `npm test -- keys`.
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

/** So few may have met a busy machine at a bad moment; more have found a fault. */
const MOST_TRIED_AGAIN = 3;
const root = fileURLToPath(new URL('..', import.meta.url));
/** Suites that this run leaves out. */
const nightly = process.env['WHOLE'] ? [] : listNightly(join(root, 'test'));

const given = process.argv.slice(2);
// Suites wait for servers more than they compute: three at once, also on two cores.
const first = runJest(['--maxWorkers=3', ...given]);
let { passed, failed, status } = first;
// Of the whole run, which makes the machine as busy as it gets: what fails alone too has failed.
if (given.length === 0 && first.red.length > 0 && first.red.length <= MOST_TRIED_AGAIN) {
  const again = runJest(['--maxWorkers=1', '--runTestsByPath', ...first.red.map(({ path }) => path)]);
  passed += again.passed - first.red.reduce((sum, suite) => sum + suite.passed, 0);
  ({ failed, status } = again);
  const names = first.red.map(({ path }) => relative(root, path)).join(', ');
  console.log(`${names}: failed beside the others (see above), and ${failed === 0 ? 'passed' : 'failed'} alone`);
}
if (nightly.length > 0) console.log(`left to the night (npm run test:night): ${nightly.join(', ')}`);
if (first.skipped > 0) console.log(`${first.skipped} skipped: the reasons stand above`);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : status;

/** Its words go to ours. `red`: suites that failed. */
function runJest(args) {
  const results = join(tmpdir(), `tributary-tests-${process.pid}.json`);
  const jest = spawnSync(
    process.execPath,
    [
      '--no-warnings',
      join(root, 'node_modules/jest/bin/jest.js'),
      '-c',
      join(root, 'test/jest.config.mjs'),
      '--json',
      `--outputFile=${results}`,
      '--silent=false',
      // A failed test may leave a server behind; its failure is the news, not the hanging runner.
      '--forceExit',
      ...args,
    ],
    { cwd: root, stdio: ['ignore', 'ignore', 'inherit'], env: process.env },
  );
  try {
    const report = JSON.parse(readFileSync(results, 'utf8'));
    rmSync(results, { force: true });
    const red = report.testResults
      .filter((suite) => suite.status === 'failed')
      .map((suite) => ({ path: suite.name, passed: suite.assertionResults.filter((test) => test.status === 'passed').length }));
    return {
      passed: report.numPassedTests,
      failed: report.numFailedTests + report.numRuntimeErrorTestSuites,
      skipped: report.numPendingTests,
      red,
      status: jest.status ?? 1,
    };
  } catch {
    console.error('jest left no result; its own words stand above');
    return { passed: 0, failed: 1, skipped: 0, red: [], status: 1 };
  }
}

function listNightly(folder) {
  return readdirSync(folder, { recursive: true })
    .filter((path) => path.endsWith('.night.test.ts'))
    .map((path) => basename(path, '.night.test.ts'));
}
