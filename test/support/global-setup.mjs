// One folder a jest run for the embedded test database. Nothing is started here: the first `openTestDatabase` does that.
import { mkdirSync, mkdtempSync, readdirSync, chmodSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { ensureBuilt } from '../../apps/tools/build.mjs';
import { join } from 'node:path';
import { removeTestServer } from './test-server.mjs';

const PREFIX = 'tributary-test-db-';

export default async function setUp() {
  // parser processes run the built code
  await ensureBuilt(fileURLToPath(new URL('../..', import.meta.url)));
  if (process.env.TEST_DATABASE_URL || process.env.TRIBUTARY_TEST_POSTGRES_DIR) return;
  await removeStale();
  mkdirSync(tmpdir(), { recursive: true });
  const folder = mkdtempSync(join(tmpdir(), `${PREFIX}${process.pid}-`));
  chmodSync(folder, 0o711);
  process.env.TRIBUTARY_TEST_POSTGRES_DIR = folder;
}

/** What runs that were killed left behind. */
async function removeStale() {
  for (const name of readdirSync(tmpdir())) {
    const pid = new RegExp(`^${PREFIX}(\\d+)-`).exec(name)?.[1];
    if (pid !== undefined && !isAlive(Number(pid))) await removeTestServer(join(tmpdir(), name));
  }
}

function isAlive(pid) {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error.code === 'EPERM';
  }
}
