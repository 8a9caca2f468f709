import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { env } from 'node:process';
import { fileURLToPath } from 'node:url';
import { AREAS, LEFT_OUT } from './areas.mjs';

const area = env.MUTATION_AREA ?? '';
/** Judge what reads and writes in transactions too, by whole desks: hours. */
const withShell = env.MUTATION_SHELL !== undefined;
const { mutate, units, stored, shell } = AREAS[area];
const name = withShell ? `${area}-shell` : area;
const within = (glob) => glob.replace(/^!?/, (not) => `${not}apps/ticketing/src/`);
const specsIn = (folder) =>
  readdirSync(folder, { recursive: true })
    .filter((name) => name.endsWith('.spec.ts'))
    .map((name) => join(folder, name));
const files = [
  ...units.map(within).flatMap(specsIn).sort(),
  ...[...stored, ...(withShell ? shell : [])].map((suite) => `test/integration/ticketing/${suite}.test.ts`),
];

/** @type {import('@stryker-mutator/api/core').PartialStrykerOptions} */
export default {
  testRunner: 'in-process',
  plugins: ['./test/mutation/runner/in-process.mjs', './test/mutation/runner/left-out.mjs'],
  ignorers: withShell ? ['wording'] : ['wording', 'shell'],
  buildCommand: `node ${fileURLToPath(new URL('runner/bundle.mjs', import.meta.url))} ${files.join(' ')}`,
  coverageAnalysis: 'perTest',
  mutate: [...mutate.map(within), ...LEFT_OUT],
  // The sandbox needs no more than the suites do.
  ignorePatterns: [
    ...['**', '!apps/ticketing/src/**', '!libs/*/src/**', '!config/**', '!package.json', '!.swcrc', '!tsconfig.json'],
    ...['!test/support/**', '!test/integration/ticketing/**', '!apps/tools/*.mjs'],
  ],
  tempDirName: `data/mutation/sandbox-${name}`,
  incremental: true,
  incrementalFile: `data/mutation/${area}-incremental.json`,
  reporters: ['json', 'progress-append-only'],
  jsonReporter: { fileName: `data/mutation/${name}.json` },
  concurrency: 2,
  // Endless loops show by their hits; on a busy machine the clock alone would call slow tests endless.
  timeoutMS: 60_000,
  timeoutFactor: 4,
  disableTypeChecks: false,
  warnings: { slow: false },
};
