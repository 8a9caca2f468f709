// `npm run desks`: one line a row of the desks' table, `D0.1 pass` or `D0.1 fail`, then what was shown. Arguments name rows: `npm run desks -- D0.3`;
// `--engine kafka` runs them over a real Kafka instead of PostgreSQL's log.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const COUNTS = { D0: 16, D1: 15, D2: 22, D3: 29, D4: 13 };
const root = fileURLToPath(new URL('../..', import.meta.url));
const report = join(tmpdir(), `tributary-desks-${process.pid}.jsonl`);
const { values, positionals: asked } = parseArgs({ options: { engine: { type: 'string', default: 'postgres' } }, allowPositionals: true });
if (!['postgres', 'kafka'].includes(values.engine)) {
  console.error(`--engine: postgres or kafka, not ${values.engine}`);
  process.exit(2);
}
const env = {
  ...process.env,
  DESKS_REPORT: report,
  DESK_ENGINE: values.engine,
  DESK_SEEN: 'all',
  WHOLE: '1',
  ...(asked.length === 0 ? {} : { DESK_ROWS: asked.join(',') }),
};
const jest = ['--no-warnings', join(root, 'node_modules/jest/bin/jest.js'), '-c', join(root, 'test/jest.config.mjs')];
const run = spawnSync(
  process.execPath,
  [...jest, '--selectProjects', 'desks', '--testPathPatterns', 'desks/d[0-4]', '--forceExit', '--maxWorkers=2', '--silent'],
  {
    cwd: root,
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
    maxBuffer: 256 * 1024 * 1024,
  },
);

const lines = existsSync(report)
  ? readFileSync(report, 'utf8')
      .trim()
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line))
  : [];
rmSync(report, { force: true });
// A row may be shown by several files; it fails with any of them.
const shown = new Map();
for (const { id, passed, words } of lines) {
  const before = shown.get(id);
  shown.set(id, { passed: passed && (before?.passed ?? true), words: before === undefined ? words : `${before.words}; ${words}` });
}
const rows = Object.entries(COUNTS).flatMap(([desk, count]) => Array.from({ length: count }, (_, at) => `${desk}.${at + 1}`));
let failed = 0;
let again = 0;
for (const id of rows.filter((row) => asked.length === 0 || asked.includes(row))) {
  const { passed = false, words = 'no test shows it' } = shown.get(id) ?? {};
  if (!passed) failed += 1;
  if (words.includes('(at the second try)')) again += 1;
  console.log(`${id} ${passed ? 'pass' : 'fail'} ${words}`);
}
if (rows.some((row) => !shown.has(row) && (asked.length === 0 || asked.includes(row))))
  process.stderr.write(run.stderr.toString().slice(0, 20_000));
// A row that needs a second try is a fault to be looked for, in it or in the product.
if (again > 0) console.log(`${again} at the second try`);
process.exitCode = failed > 0 ? 1 : 0;
