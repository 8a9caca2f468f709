import { readFile, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { readPostmasterFile } from './postmaster-file.js';
import { isServerOn } from './processes.js';
import { EMBEDDED_DATABASE, urlOf } from './start.js';

/** Has an embedded server been set up below this data folder? */
export async function holdsEmbeddedDatabase(dataDir: string): Promise<boolean> {
  try {
    await stat(join(dataDir, 'postgres', 'PG_VERSION'));
    return true;
  } catch (error) {
    // What may not be looked at is there for all that is known: opening it says why not.
    return !['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '');
  }
}

/** URL of the embedded server that runs on this data folder: for tools beside a running product. Null when none runs. */
export async function findEmbeddedUrl(dataDir: string): Promise<string | null> {
  try {
    const base = await realpath(dataDir);
    const folder = join(base, 'postgres');
    const file = await readPostmasterFile(folder);
    if (file?.status !== 'ready' || !(await isServerOn(folder, file.pid))) return null;
    const password = (await readFile(join(base, 'postgres.password'), 'utf8')).trim();
    return urlOf({ folder, password }, file.port, EMBEDDED_DATABASE);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}
