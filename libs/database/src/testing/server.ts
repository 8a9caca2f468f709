import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { env } from 'node:process';
import { silentLogger } from '#runtime';
import { startTestServer } from '../embedded/test-server.js';

/** Set by test/support/global-setup.mjs: a folder of this jest run, where the one embedded server lies that its workers share. */
const FOLDER = 'TRIBUTARY_TEST_POSTGRES_DIR';

export interface TestServer {
  readonly url: string;
  /** Is it the run's own, which goes with all its databases when the run ends? */
  readonly thrownAway: boolean;
}

let found: Promise<TestServer> | undefined;

/** A real server: the one of TEST_DATABASE_URL, else the run's embedded one, started by whoever needs it first. */
export function findTestServer(): Promise<TestServer> {
  found ??=
    env.TEST_DATABASE_URL === undefined || env.TEST_DATABASE_URL === ''
      ? startShared().then((url) => ({ url, thrownAway: true }))
      : Promise.resolve({ url: env.TEST_DATABASE_URL, thrownAway: false });
  return found;
}

async function startShared(): Promise<string> {
  const folder = env[FOLDER];
  if (folder === undefined)
    throw new Error(`openTestDatabase needs TEST_DATABASE_URL, or the contract, integration or e2e project of jest (${FOLDER} is unset)`);
  const announced = join(folder, 'url');
  if (await makeFolder(join(folder, 'starting'))) {
    const url = await startTestServer(join(folder, 'data'), silentLogger);
    await writeFile(`${announced}.new`, url);
    await rename(`${announced}.new`, announced);
    return url;
  }
  for (let waited = 0; waited < 60_000; waited += 50) {
    const url = await readFile(announced, 'utf8').catch(() => null);
    if (url !== null) return url;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`another worker was to start the test database in ${folder} and did not within 60 s`);
}

async function makeFolder(path: string): Promise<boolean> {
  try {
    await mkdir(path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}
