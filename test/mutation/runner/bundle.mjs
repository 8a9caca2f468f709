// One file a suite, with all of ours that it imports: loaded anew in milliseconds, also under a mutant that only lives while modules load.
// Runs in the sandbox: node bundle.mjs <suite>…
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { argv } from 'node:process';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { transform } from '@swc/core';
import { build } from 'esbuild';

/** Where they lie, below the sandbox. */
export const BUNDLES = 'data/bundles';

/** As jest transforms it: decorators with the types that Nest asks for. */
function swc(root) {
  const options = JSON.parse(readFileSync(join(root, '.swcrc'), 'utf8'));
  delete options.$schema;
  return {
    name: 'swc',
    setup(build) {
      const suite = new URL('suite.mjs', import.meta.url).href;
      build.onResolve({ filter: /^@jest\/globals$/ }, () => ({ path: suite, external: true }));
      build.onLoad({ filter: /\.ts$/ }, async ({ path }) => {
        const { code } = await transform(readFileSync(path, 'utf8'), { ...options, swcrc: false, sourceMaps: false, filename: path });
        return { contents: code.replaceAll('import.meta.url', JSON.stringify(pathToFileURL(path).href)), loader: 'js' };
      });
    },
  };
}

/** @param {string} root @param {readonly string[]} files */
export async function bundle(root, files) {
  await build({
    absWorkingDir: root,
    entryPoints: files.map((file) => ({ in: join(root, file), out: file })),
    outdir: join(root, BUNDLES),
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    conditions: ['source'],
    packages: 'external',
    logLevel: 'error',
    plugins: [swc(root)],
  });
  writeFileSync(join(root, BUNDLES, 'suites.json'), JSON.stringify(files));
}

if (argv[1] === fileURLToPath(import.meta.url)) await bundle(process.cwd(), argv.slice(2));
