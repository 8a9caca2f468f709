// README's test command: every suite that can run here, one closing line `N passed, N failed`.
// Arguments go to jest: `npm test -- --selectProjects unit`, `npm test -- keys`.
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
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
    // Suites wait for servers more than they compute: three at once, also on two cores.
    '--maxWorkers=3',
    ...process.argv.slice(2),
  ],
  { cwd: root, stdio: ['ignore', 'ignore', 'inherit'], env: process.env },
);

/** Suites that this run left out. */
const nightly = process.env['WHOLE'] ? [] : listNightly(join(root, 'test'));

let passed = 0;
let failed = 1;
try {
  const report = JSON.parse(readFileSync(results, 'utf8'));
  rmSync(results, { force: true });
  passed = report.numPassedTests;
  failed = report.numFailedTests + report.numRuntimeErrorTestSuites;
  if (nightly.length > 0) console.log(`left to the night (npm run test:night): ${nightly.join(', ')}`);
  if (report.numPendingTests > 0) console.log(`${report.numPendingTests} skipped: the reasons stand above`);
} catch {
  console.error('jest left no result; its own words stand above');
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : (jest.status ?? 1);

function listNightly(folder) {
  return readdirSync(folder, { recursive: true })
    .filter((path) => path.endsWith('.night.test.ts'))
    .map((path) => basename(path, '.night.test.ts'));
}
