// Keeps `dist` as new as the source: `apps/x/src/y.ts` becomes `dist/apps/x/src/y.js`. Compiles only what changed, under a lock. The first build, and each
// that is asked for, makes `dist/programs` too.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { buildPages, FOR_BROWSERS, pagePrints } from './build-pages.mjs';
import { buildPrograms, hasPrograms } from './build-programs.mjs';

const SOURCES = ['apps', 'libs', 'test'];
const LOCK_WAIT_MS = 120_000;

/** Resolves when `dist` matches the source, with `programs` its large files too. Exits the process with 1 when the source cannot be compiled. */
export async function ensureBuilt(root, { programs = false } = {}) {
  if (isFresh(root, programs)) return;
  // A child, so that the compiler's memory is not carried through the life of the command.
  const args = [fileURLToPath(import.meta.url), root, ...(programs ? ['--programs'] : [])];
  const built = spawnSync(process.execPath, args, { stdio: ['ignore', 2, 2] });
  if (built.status !== 0) process.exit(built.status ?? 1);
}

/** The file of `dist` to start, by its place without the ending: the large one where it is as new as the small ones. */
export function startedFile(root, place) {
  const fingerprint = readStamp(root)?.fingerprint;
  const large = join(root, 'dist/programs', `${place}.js`);
  return hasPrograms(root, fingerprint) && existsSync(large) ? large : join(root, 'dist', `${place}.js`);
}

function isFresh(root, programs) {
  const sources = listSources(root);
  // A container image carries `dist` alone.
  if (sources.size === 0) return true;
  const fingerprint = fingerprintOf(root, sources);
  return readStamp(root)?.fingerprint === fingerprint && (!programs || hasPrograms(root, fingerprint));
}

/** path below root → mtime and size, of all that is compiled */
function listSources(root) {
  const found = new Map();
  const walk = (folder) => {
    for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
      const path = `${folder}/${entry.name}`;
      if (entry.isDirectory()) {
        if (entry.name !== 'node_modules' && !FOR_BROWSERS.includes(path)) walk(path);
      } else if (entry.name.endsWith('.ts') && !/\.(spec|test|d)\.ts$/.test(entry.name)) {
        const { mtimeMs, size } = statSync(join(root, path));
        found.set(path, `${mtimeMs}:${size}`);
      }
    }
  };
  for (const folder of SOURCES) if (existsSync(join(root, folder))) walk(folder);
  return found;
}

const stampPath = (root) => join(root, 'dist/.built.json');
const outputOf = (path) => `dist/${path.replace(/\.ts$/, '.js')}`;

function settingsPrint(root) {
  const names = ['.swcrc', 'package.json', 'package-lock.json'].filter((name) => existsSync(join(root, name)));
  return names.map((name) => readFileSync(join(root, name), 'utf8')).join('\n');
}

function fingerprintOf(root, sources) {
  const hash = createHash('sha256').update(settingsPrint(root));
  for (const [path, state] of [...sources].sort()) hash.update(`\n${path} ${state}`);
  hash.update(`\n${JSON.stringify(pagePrints(root))}`);
  return hash.digest('hex');
}

function readStamp(root) {
  try {
    return JSON.parse(readFileSync(stampPath(root), 'utf8'));
  } catch {
    return undefined;
  }
}

function replaceFile(path, content) {
  const next = `${path}.${process.pid}.new`;
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(next, content);
  renameSync(next, path);
}

async function build(root, programs) {
  const sources = listSources(root);
  const fingerprint = fingerprintOf(root, sources);
  const before = readStamp(root);
  if (before?.fingerprint !== fingerprint) await compile(root, sources, fingerprint, before);
  if ((programs || before === undefined) && !hasPrograms(root, fingerprint)) endWith(await buildPrograms(root, fingerprint));
}

async function compile(root, sources, fingerprint, before) {
  const compiler = createHash('sha256')
    .update(readFileSync(join(root, '.swcrc')))
    .digest('hex');
  const known = before?.compiler === compiler ? before.files : {};
  const changed = [...sources].filter(([path, state]) => known[path] !== state || !existsSync(join(root, outputOf(path))));
  const { transform } = await import('@swc/core');
  const options = { swcrc: false, ...JSON.parse(readFileSync(join(root, '.swcrc'), 'utf8')), sourceMaps: true };
  delete options.$schema;
  const faults = [];
  await Promise.all(
    changed.map(async ([path]) => {
      try {
        const filename = join(root, path);
        const { code, map } = await transform(readFileSync(filename, 'utf8'), { ...options, filename, sourceFileName: filename });
        const output = outputOf(path);
        if (map) replaceFile(join(root, `${output}.map`), map);
        replaceFile(join(root, output), `${code}\n//# sourceMappingURL=${output.split('/').pop()}.map\n`);
      } catch (error) {
        faults.push(`${path}: ${error instanceof Error ? error.message : String(error)}`);
      }
    }),
  );
  const pages = pagePrints(root);
  faults.push(...(await buildPages(root, pages, before?.pages ?? {})));
  endWith(faults);
  for (const path of Object.keys(before?.files ?? {}))
    if (!sources.has(path)) for (const end of ['', '.map']) rmSync(join(root, outputOf(path) + end), { force: true });
  replaceFile(stampPath(root), JSON.stringify({ fingerprint, compiler, pages, files: Object.fromEntries(sources) }));
}

function endWith(faults) {
  if (faults.length === 0) return;
  process.stderr.write(`The source cannot be compiled:\n${faults.join('\n')}\n`);
  process.exit(1);
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

async function withLock(root, work) {
  const path = join(root, 'dist/.build.lock');
  mkdirSync(dirname(path), { recursive: true });
  const deadline = Date.now() + LOCK_WAIT_MS;
  for (;;) {
    try {
      const file = openSync(path, 'wx');
      writeSync(file, String(process.pid));
      closeSync(file);
      break;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    const { holder, ageMs } = readHolder(path);
    if (Date.now() > deadline)
      throw new Error(`the build lock ${path} has been held by process ${holder} for too long: stop it or remove the file`);
    // A holder that has written no pid yet is given a second.
    if (holder > 0 ? !isAlive(holder) : ageMs > 1_000) rmSync(path, { force: true });
    else await wait(50);
  }
  try {
    await work();
  } finally {
    rmSync(path, { force: true });
  }
}

function readHolder(path) {
  try {
    return { holder: Number(readFileSync(path, 'utf8')), ageMs: Date.now() - statSync(path).mtimeMs };
  } catch {
    return { holder: 0, ageMs: 0 };
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const root = process.argv[2];
  await withLock(root, () => build(root, process.argv.includes('--programs')));
}
