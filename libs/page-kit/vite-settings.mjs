import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Agents work in today's browsers; customers come by what their phone has, WeChat's built-in browser too. */
const TARGETS = {
  console: ['es2022', 'chrome97', 'safari16', 'firefox115'],
  portal: ['es2020', 'chrome87', 'safari14', 'firefox78'],
};

/** How a page of `apps/<name>` becomes `dist/<name>`: served at `base`, nothing inline, so that a strict policy holds. */
export function pageSettings(name) {
  return {
    root: join(root, 'apps', name),
    base: name === 'console' ? '/console/' : '/help/',
    configFile: false,
    // Libraries mark modules for servers of React; no such thing is here.
    logLevel: 'error',
    publicDir: false,
    resolve: { conditions: ['source', 'browser', 'module', 'import', 'default'] },
    build: {
      outDir: join(root, 'dist', name),
      emptyOutDir: true,
      target: TARGETS[name],
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      reportCompressedSize: false,
      sourcemap: false,
    },
    worker: { format: 'es' },
    plugins: [{ name: 'zip-files', closeBundle: () => zipFiles(join(root, 'dist', name)) }],
    cacheDir: join(root, 'node_modules/.vite', name),
  };
}

/** Beside each file of words its zipped one, which the server hands out as it is. */
function zipFiles(folder) {
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !/\.(js|css|svg|html)$/.test(entry.name)) continue;
    const path = join(entry.parentPath, entry.name);
    writeFileSync(`${path}.gz`, gzipSync(readFileSync(path), { level: 9 }));
  }
}
