// What browsers get, below `dist`: bundled, not compiled file by file. Built anew when something of it changed.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** Page → folders it is made of, its own one first. */
const PAGES = {
  widget: ['apps/widget'],
  console: ['apps/console', 'libs/page-kit', 'libs/api-client'],
  portal: ['apps/portal', 'libs/page-kit', 'libs/api-client'],
};

/** Folders that are never compiled for Node. */
export const FOR_BROWSERS = ['apps/widget', 'apps/console', 'apps/portal', 'libs/page-kit'];

/** Page → fingerprint of what it is made of; pages without sources are left out (a container image carries `dist` alone). */
export function pagePrints(root) {
  const prints = {};
  for (const [page, folders] of Object.entries(PAGES)) if (existsSync(join(root, folders[0], 'src'))) prints[page] = printOf(root, folders);
  return prints;
}

function printOf(root, folders) {
  const states = folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !/\.(spec|test)\.tsx?$|\.md$/.test(entry.name))
      .map((entry) => {
        const path = join(entry.parentPath, entry.name);
        const { mtimeMs, size } = statSync(path);
        return `${path} ${mtimeMs}:${size}`;
      }),
  );
  return createHash('sha256').update(states.sort().join('\n')).digest('hex');
}

/** Builds those that are not as `before` says. Returns faults. */
export async function buildPages(root, prints, before) {
  const faults = [];
  for (const [page, print] of Object.entries(prints)) {
    if (before[page] === print && existsSync(join(root, 'dist', page))) continue;
    await (page === 'widget' ? buildWidget(root) : buildPage(root, page)).catch((error) => faults.push(`apps/${page}: ${error.message}`));
  }
  return faults;
}

async function buildPage(root, page) {
  const [{ build }, { pageSettings }] = await Promise.all([
    import('vite'),
    import(pathToFileURL(join(root, 'libs/page-kit/vite-settings.mjs')).href),
  ]);
  // Whoever has it built, tests too: else libraries and JSX are their slow and large halves.
  const { NODE_ENV } = process.env;
  process.env.NODE_ENV = 'production';
  await build(pageSettings(page)).finally(() => {
    if (NODE_ENV === undefined) delete process.env.NODE_ENV;
    else process.env.NODE_ENV = NODE_ENV;
  });
}

/** `dist/widget`: loader and panel as one classic script each, a script for each language, a style; for browsers of 2017 and later. */
async function buildWidget(root) {
  const { build } = await import('esbuild');
  const source = join(root, 'apps/widget/src');
  const options = { bundle: true, minify: true, legalComments: 'none', logLevel: 'silent', absWorkingDir: root };
  const outdir = join(root, 'dist/widget');
  rmSync(outdir, { recursive: true, force: true });
  const script = (entryPoints, more = {}) => build({ ...options, target: 'es2017', format: 'iife', outdir, entryPoints, ...more });
  const words = readdirSync(join(source, 'panel/words')).filter((name) => /^[a-z]{2}\.ts$/.test(name));
  await Promise.all([
    script({ widget: join(source, 'loader/main.ts'), panel: join(source, 'panel/main.ts') }),
    script(Object.fromEntries(words.map((name) => [`words/${name.slice(0, 2)}`, join(source, 'panel/words', name)])), {
      globalName: 'tributaryWords',
    }),
    build({ ...options, target: ['chrome61', 'safari11'], entryPoints: { panel: join(source, 'panel/panel.css') }, outdir }),
  ]);
}
