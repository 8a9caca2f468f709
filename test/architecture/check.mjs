// `npm run check`: everything that can be judged without running the product. One line a check; ends with 1 when any failed.
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const bin = (name) => join(root, 'node_modules/.bin', name);
/** The compiler of its seventh generation looks at all types in a quarter of the time; what reads its program (layers) needs the sixth. */
const tsc = join(root, 'node_modules/typescript-7/bin/tsc');
/** Resolves with what it said, and whether it ended well. */
const run = (command, args) =>
  new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    let words = '';
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (words += text));
    child.once('error', (error) => resolve({ ok: false, words: `${words}${error.message}` }));
    child.once('close', (code) => resolve({ ok: code === 0, words }));
  });

const FOLDERS = ['apps', 'libs', 'test', 'docs/examples'];
/** By `npm run generate`. */
const WRITTEN = ['libs/contracts/{schemas,published}/**', 'libs/api-client/src/generated/**'];
const SOFT_LINES = 250;
const MEDIAN_LINES = 80;
const FORBIDDEN_NAMES = /(^|\/)(common|shared|utils?|helpers?)(\/|\.[a-z]+$)/;

function* sources(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory() && entry.name !== 'node_modules' && entry.name !== 'generated') yield* sources(path);
    else if (/\.(ts|tsx|mjs|cjs)$/.test(entry.name)) yield path;
  }
}

function measureFiles() {
  const faults = [];
  const lengths = [];
  for (const folder of FOLDERS)
    for (const path of sources(join(root, folder))) {
      const name = relative(root, path);
      const lines = readFileSync(path, 'utf8').split('\n').length - 1;
      if (!/^(test|docs)/.test(folder) && !/\.spec\.ts$/.test(name)) lengths.push(lines);
      if (lines > SOFT_LINES) faults.push(`${name}: ${lines} lines, at most ${SOFT_LINES}: split it by what it does`);
      if (FORBIDDEN_NAMES.test(name)) faults.push(`${name}: a name without a meaning`);
    }
  const median = lengths.sort((a, b) => a - b)[Math.floor(lengths.length / 2)] ?? 0;
  if (median > MEDIAN_LINES) faults.push(`median source file has ${median} lines, at most ${MEDIAN_LINES}`);
  return { ok: faults.length === 0, words: faults.join('\n') };
}

const lint = (settings, ...more) => run(bin('oxlint'), ['-c', `test/architecture/${settings}`, ...more, '--deny-warnings', ...FOLDERS]);

const checks = {
  types: async () => {
    const results = [];
    for (const project of ['.', 'apps/widget', 'apps/console', 'apps/portal', 'test/browser'])
      results.push(await run(process.execPath, [tsc, '--noEmit', '-p', join(project, 'tsconfig.json')]));
    return { ok: results.every(({ ok }) => ok), words: results.map(({ words }) => words).join('') };
  },
  lint: () => lint('lint.json'),
  // Needs to know types.
  'lint of promises': () => lint('promises.json', '--type-aware'),
  // Against the source of the SDK; that they build against the packed one, test/integration/examples shows.
  'types of examples': () => run(process.execPath, [tsc, '-p', 'docs/examples/tsconfig.json']),
  format: () => run(bin('oxfmt'), ['-c', 'test/architecture/format.json', '--check', ...FOLDERS, ...WRITTEN.map((path) => `!${path}`)]),
  'layers and circles': () => run(bin('depcruise'), ['--config', 'test/architecture/dependency-cruiser.cjs', 'apps', 'libs']),
  'file length and names': measureFiles,
  'generated files': () => run(process.execPath, ['apps/tools/run.mjs', 'generate', '--check']),
  'words of codes': () => run(process.execPath, ['test/architecture/words-of-codes.mjs']),
  'container files': () => run(process.execPath, ['test/architecture/container-files.mjs']),
};

/** As many at once as two cores can do; their words come in the order above. */
const AT_ONCE = 2;
const only = process.argv.slice(2);
const chosen = Object.entries(checks).filter(([name]) => only.length === 0 || only.includes(name));
const waiting = chosen.map(([, check], index) => ({ check, index }));
const results = chosen.map(() => {
  let resolve;
  return { promise: new Promise((done) => (resolve = done)), resolve: (result) => resolve(result) };
});
for (let worker = 0; worker < AT_ONCE; worker += 1)
  void (async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) results[next.index].resolve(await next.check());
  })();
let failed = 0;
for (const [index, [name]] of chosen.entries()) {
  const { ok, words } = await results[index].promise;
  console.log(`${ok ? 'ok  ' : 'FAIL'} ${name}`);
  if (!ok) {
    failed += 1;
    console.log(words.trim().split('\n').slice(-60).join('\n'));
  }
}
process.exitCode = failed > 0 ? 1 : 0;
