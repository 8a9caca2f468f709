// `npm run days`: plays a simulated day of each desk and prints a line a day, what was in its books and what was wrong with them.
// Arguments: desks (`d0 d3`; default all), `--engine postgres|kafka` (postgres), `--share N` of the game desk's 5 000 inquiries (1).
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const DESKS = ['d0', 'd1', 'd2', 'd3', 'd4'];
const root = fileURLToPath(new URL('../..', import.meta.url));
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { engine: { type: 'string', default: 'postgres' }, share: { type: 'string', default: '1' } },
});
const wanted = positionals.length === 0 ? DESKS : positionals;
const share = Number(values.share);
if (wanted.some((desk) => !DESKS.includes(desk)) || !['postgres', 'kafka'].includes(values.engine) || !(share > 0 && share <= 1)) {
  process.stderr.write('usage: npm run days -- [d0 … d4] [--engine postgres|kafka] [--share 0.01 … 1]\n');
  process.exit(2);
}

const report = join(tmpdir(), `tributary-days-${process.pid}.jsonl`);
const jest = ['--no-warnings', join(root, 'node_modules/jest/bin/jest.js'), '-c'];
const run = spawnSync(
  process.execPath,
  [...jest, join(root, 'test/jest.config.mjs'), '--selectProjects', 'days', '--forceExit', '--silent'],
  {
    cwd: root,
    env: {
      ...process.env,
      WHOLE: '1',
      DAYS_REPORT: report,
      DESK_DAYS: wanted.join(','),
      DAY_ENGINE: values.engine,
      DAY_SHARE: String(share),
    },
    stdio: ['ignore', 'ignore', 'pipe'],
    maxBuffer: 256 * 1024 * 1024,
  },
);
const lines = existsSync(report) ? readFileSync(report, 'utf8').trim().split('\n').filter(Boolean) : [];
rmSync(report, { force: true });
for (const { day, faults, ...books } of lines.map((line) => JSON.parse(line))) {
  const show = (value) => (typeof value === 'object' ? JSON.stringify(value).replaceAll('"', '') : value);
  const figures = Object.entries(books).map(([name, value]) => `${name} ${show(value)}`);
  console.log(`${day} ${faults.length === 0 ? 'balances' : `${faults.length} faults`}: ${figures.join(', ')}`);
  for (const fault of faults.slice(0, 20)) console.log(`   ${fault}`);
}
if (run.status !== 0) process.stderr.write(run.stderr.toString().slice(0, 20_000));
process.exitCode = run.status === 0 ? 0 : 1;
