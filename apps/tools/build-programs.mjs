// `dist/programs`: what is started by itself, in a few large files. Node opens two thousand small ones in two seconds, these in half of that.
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

const FOLDER = 'dist/programs';
/** A process that runs may still open a part of an older build. */
const KEPT_MS = 24 * 3_600_000;

/** Programs by their place in `dist`, without the ending. `dist/programs/<place>.js` is the same in large files. */
function listPrograms(root) {
  const mains = readdirSync(join(root, 'apps')).map((app) => `apps/${app}/src/main`);
  return [...mains, 'apps/standalone/src/email-thread', 'apps/tools/src/demo'].filter((place) => existsSync(join(root, `${place}.ts`)));
}

/** Are all of them there? */
export const hasPrograms = (root) => listPrograms(root).every((place) => existsSync(join(root, FOLDER, `${place}.js`)));

/** Returns faults. */
export async function buildPrograms(root) {
  const { build } = await import('esbuild');
  const programs = listPrograms(root);
  try {
    const { outputFiles } = await build({
      absWorkingDir: root,
      bundle: true,
      chunkNames: 'parts/[name]-[hash]',
      entryPoints: programs.map((place) => ({ in: `dist/${place}.js`, out: place })),
      format: 'esm',
      keepNames: true,
      logLevel: 'silent',
      outdir: FOLDER,
      packages: 'external',
      platform: 'node',
      plugins: [keepPlaces(root, programs)],
      sourcemap: 'linked',
      splitting: true,
      target: 'node20',
      write: false,
    });
    const isProgram = ({ path }) => programs.some((place) => path === join(root, FOLDER, `${place}.js`));
    // A program names its parts: they are there before it.
    const written = outputFiles.sort((one, other) => Number(isProgram(one)) - Number(isProgram(other)));
    for (const { path, contents } of written) writeWhole(path, contents);
    removeOld(root, new Set(written.map(({ path }) => path)));
    return [];
  } catch (error) {
    return (error.errors ?? [error]).map((each) => `${FOLDER}: ${each.text ?? each.message}`);
  }
}

/** What a file finds from where it lies, it finds from there still. Programs lie to each other as before. */
function keepPlaces(root, programs) {
  const setup = ({ onLoad }) =>
    onLoad({ filter: /[\\/]dist[\\/].*\.js$/ }, ({ path }) => {
      const contents = readFileSync(path, 'utf8');
      if (!contents.includes('import.meta.url') || programs.some((place) => path === join(root, 'dist', `${place}.js`))) return null;
      const place = JSON.stringify(relative(join(root, FOLDER, 'parts'), path));
      return { contents: contents.replaceAll('import.meta.url', `new URL(${place}, import.meta.url).href`), loader: 'js' };
    });
  return { name: 'keep-places', setup };
}

function writeWhole(path, contents) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(`${path}.new`, contents);
  renameSync(`${path}.new`, path);
}

function removeOld(root, written) {
  const parts = join(root, FOLDER, 'parts');
  for (const name of readdirSync(parts)) {
    const path = join(parts, name);
    if (!written.has(path) && Date.now() - statSync(path).mtimeMs > KEPT_MS) rmSync(path, { force: true });
  }
}
