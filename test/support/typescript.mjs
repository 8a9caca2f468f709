// `node --conditions source --import ./test/support/typescript.mjs child.ts`: runs a TypeScript file of ours without a build, for child
// processes of tests. The code is compiled as jest compiles it.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { register } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isMainThread } from 'node:worker_threads';

if (isMainThread) register(import.meta.url);

const swcrc = JSON.parse(readFileSync(new URL('../../.swcrc', import.meta.url), 'utf8'));
delete swcrc.$schema;
const SETTINGS = JSON.stringify(swcrc);
/** What has been compiled before, for all workers and the next run. */
const KEPT = join(tmpdir(), `tributary-compiled-${process.getuid?.() ?? 0}`);
let swc;

/** Suites in plain Node (`test/running`). */
const GLOBALS = new URL('../running/globals.mjs', import.meta.url).href;

export async function resolve(specifier, context, next) {
  if (specifier === '@jest/globals') return { url: GLOBALS, format: 'module', shortCircuit: true };
  if (/^\.{1,2}\/.*\.js$/.test(specifier) && context.parentURL?.endsWith('.ts')) {
    const source = new URL(specifier.replace(/\.js$/, '.ts'), context.parentURL);
    if (existsSync(fileURLToPath(source))) return { url: source.href, format: 'module', shortCircuit: true };
  }
  return next(specifier, context);
}

export async function load(url, context, next) {
  if (!url.startsWith('file:') || !url.endsWith('.ts')) return next(url, context);
  const path = fileURLToPath(url);
  const written = readFileSync(path, 'utf8');
  const kept = join(KEPT, createHash('sha1').update(`${SETTINGS}\n${path}\n${written}`).digest('hex'));
  const known = readOrNull(kept);
  if (known !== null) return { format: 'module', source: known, shortCircuit: true };
  swc ??= await import('@swc/core');
  const { code } = swc.transformSync(written, { ...swcrc, swcrc: false, filename: path, sourceMaps: 'inline' });
  keep(kept, code);
  return { format: 'module', source: code, shortCircuit: true };
}

function readOrNull(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

/** Others may write the same at the same time. */
function keep(path, code) {
  mkdirSync(KEPT, { recursive: true });
  writeFileSync(`${path}.${process.pid}`, code);
  renameSync(`${path}.${process.pid}`, path);
}
