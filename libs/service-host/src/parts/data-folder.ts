import { randomBytes } from 'node:crypto';
import { link, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ConfigurationError, SecretKey, type Settings } from '#runtime';

const MIN_SECRET = 32;

/** Made closed to other users; the embedded database's room opens it for its own user where it must. */
export async function ensureDataFolder(settings: Settings): Promise<void> {
  try {
    await makeFolder(settings.data.dir);
  } catch (cause) {
    throw unusable(settings.data.dir, 'made', cause);
  }
}

/** Not `recursive`: Node tries without end where the folder above is there and nothing can be made in it (`/proc/x`). */
async function makeFolder(folder: string): Promise<void> {
  if (await isFolder(folder)) return;
  if (dirname(folder) !== folder) await makeFolder(dirname(folder));
  try {
    await mkdir(folder, { mode: 0o700 });
  } catch (error) {
    // Another process may have been first.
    if (!(await isFolder(folder))) throw error;
  }
}

async function isFolder(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null))?.isDirectory() === true;
}

function unusable(folder: string, verb: 'made' | 'written', cause: unknown): ConfigurationError {
  const { code = String(cause) } = cause as NodeJS.ErrnoException;
  return new ConfigurationError(`The data folder ${folder} cannot be ${verb} (${code})`, {
    code: 'data_folder_unusable',
    hint: 'Set data.dir (TRIBUTARY_DATA_DIR) to a folder that this user may write.',
    cause,
  });
}

/**
 * The configured secret, else `<data>/secret.key`, made at the first start. Processes that share a folder agree on one: the file appears
 * whole or not at all, and the first wins.
 */
export async function readSecretKey(settings: Settings): Promise<SecretKey> {
  const { key, olderKeys } = settings.secret;
  if (key !== undefined) return new SecretKey(key, olderKeys);
  const path = join(settings.data.dir, 'secret.key');
  const known = await readSecret(path);
  if (known !== null) return new SecretKey(known, olderKeys);
  const draft = `${path}.${process.pid}`;
  await writeFile(draft, `${randomBytes(32).toString('base64url')}\n`, { mode: 0o600, flush: true }).catch((error: unknown) => {
    throw unusable(settings.data.dir, 'written', error);
  });
  try {
    await link(draft, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    await rm(draft, { force: true });
  }
  const made = await readSecret(path);
  if (made === null) throw unreadable(path);
  return new SecretKey(made, olderKeys);
}

async function readSecret(path: string): Promise<string | null> {
  try {
    const secret = (await readFile(path, 'utf8')).trim();
    if (secret.length < MIN_SECRET) throw unreadable(path);
    return secret;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

function unreadable(path: string): ConfigurationError {
  return new ConfigurationError(`${path} holds no secret of at least ${MIN_SECRET} characters`, {
    code: 'secret_file_damaged',
    hint: 'Put it back from a backup, or set TRIBUTARY_SECRET_KEY; without the old one stored mailbox passwords must be entered again.',
  });
}
