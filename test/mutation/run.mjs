// `npm run mutate`: breaks the areas' code on purpose, one place at a time, and writes down what no test saw.
//   npm run mutate                      all areas
//   npm run mutate -- routing rights    some
//   npm run mutate -- --shell clock     what reads and writes in transactions too
//   npm run mutate -- --write calendar  the figures of a run that ended before, written down again
//   npm run mutate -- --list clock ring what survived in files of that name, by the last run
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureBuilt } from '../../apps/tools/build.mjs';
import { removeTestServer } from '../support/test-server.mjs';
import { AREAS } from './areas.mjs';
import { addRun, listSurvivors, LEAST } from './result.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const words = process.argv.slice(2);
const withShell = words.includes('--shell');
const [first, name = ''] = words.filter((word) => !word.startsWith('--'));
const areas = words.filter((word) => word in AREAS);
const unknown = words.filter((word) => !(word in AREAS) && !['--shell', '--write'].includes(word));

if (words.includes('--list') && first in AREAS) for (const line of listSurvivors(root, runOf(first), name)) console.log(line);
else if (unknown.length > 0) {
  console.error(`${unknown.join(', ')}: no area; one of: ${Object.keys(AREAS).join(', ')}`);
  process.exitCode = 1;
} else if (words.includes('--write')) for (const area of areas) await addRun(root, runOf(area), null);
else process.exitCode = await mutate(areas.length > 0 ? areas : Object.keys(AREAS));

function runOf(area) {
  return withShell ? `${area}-shell` : area;
}

/** How many areas are below the bar, or failed. @param {readonly string[]} wanted */
async function mutate(wanted) {
  const folder = mkdtempSync(join(tmpdir(), `tributary-test-db-${process.pid}-`));
  chmodSync(folder, 0o711);
  mkdirSync(join(root, 'data/mutation'), { recursive: true });
  process.env.TRIBUTARY_TEST_POSTGRES_DIR = folder;
  let failed = 0;
  try {
    if (withShell || wanted.some((area) => AREAS[area].stored.length > 0)) await startTestServer();
    for (const area of wanted) {
      const started = Date.now();
      const env = {
        ...process.env,
        MUTATION_AREA: area,
        ...(withShell ? { MUTATION_SHELL: '1' } : {}),
      };
      const { status } = spawnSync(process.execPath, [join(root, 'node_modules/.bin/stryker'), 'run', 'test/mutation/stryker.config.mjs'], {
        cwd: root,
        env,
        stdio: 'inherit',
      });
      const found = status === 0 ? await addRun(root, runOf(area), (Date.now() - started) / 1000) : null;
      console.log(found === null ? `${area}: Stryker failed` : `${area}: ${found.score.toFixed(1)} % killed`);
      if (found !== null && found.unjudged.length > 0)
        console.log(`${area}: ${found.unjudged.length} places could not be judged, the first for: ${found.unjudged[0]}`);
      if (found === null || found.score < LEAST || found.unjudged.length > 0) failed += 1;
    }
  } finally {
    await removeTestServer(folder);
  }
  return failed;
}

/** Here, not in the process that needs it first: Stryker ends one whose test hangs, and all that it started. No suite would have a database from then on. */
async function startTestServer() {
  await ensureBuilt(root);
  const { openTestDatabase } = await import('#database/testing');
  await (await openTestDatabase()).close();
}
