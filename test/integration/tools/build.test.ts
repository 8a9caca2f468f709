import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

const REPOSITORY = fileURLToPath(new URL('../../..', import.meta.url));

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'build-'));
  for (const name of ['.swcrc', 'package.json']) cpSync(join(REPOSITORY, name), join(root, name));
  write('apps/x/src/main.ts', 'export const answer: number = 42;\n');
  write('apps/x/src/main.spec.ts', 'const never: string = "built";\n');
  write('libs/y/src/index.ts', 'export type T = string;\nexport const y: T = "y";\n');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function write(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

interface Ended {
  readonly code: number;
  readonly errors: string;
  readonly output: string;
}

const build = (...more: string[]) => run(join(REPOSITORY, 'apps/tools/build.mjs'), root, ...more);

async function run(...args: string[]): Promise<Ended> {
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let [errors, output] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number];
  return { code, errors, output };
}

const built = (path: string): string => join(root, 'dist', path);

describe('the build', () => {
  it('makes dist as new as the source, specs left out, and says nothing', async () => {
    expect(await build()).toEqual({ code: 0, errors: '', output: '' });
    expect(readFileSync(built('apps/x/src/main.js'), 'utf8')).toContain('export const answer = 42');
    expect(existsSync(built('apps/x/src/main.spec.js'))).toBe(false);
    const untouched = statSync(built('libs/y/src/index.js')).mtimeMs;
    write('apps/x/src/main.ts', 'export const answer: number = 43;\n');
    await build();
    expect(readFileSync(built('apps/x/src/main.js'), 'utf8')).toContain('43');
    expect(statSync(built('libs/y/src/index.js')).mtimeMs).toBe(untouched);
  });

  it('takes out what has no source any more', async () => {
    await build();
    rmSync(join(root, 'libs/y/src/index.ts'));
    await build();
    expect(existsSync(built('libs/y/src/index.js'))).toBe(false);
  });

  it('names the file that cannot be compiled, and builds when it is mended', async () => {
    write('apps/x/src/main.ts', 'export const = ;\n');
    const broken = await build();
    expect([broken.code, broken.errors]).toEqual([1, expect.stringContaining('apps/x/src/main.ts')]);
    write('apps/x/src/main.ts', 'export const answer = 1;\n');
    expect((await build()).code).toBe(0);
  });

  it('makes a large file of a program at first and when it is asked for, which finds what lies beside its parts', async () => {
    write('libs/y/src/index.ts', "export const beside: string = new URL('beside.txt', import.meta.url).href;\n");
    write('apps/x/src/main.ts', "import { beside } from '../../../libs/y/src/index.js';\nconsole.log('one', beside);\n");
    const { startedFile } = (await import(join(REPOSITORY, 'apps/tools/build.mjs'))) as {
      startedFile: (folder: string, place: string) => string;
    };
    const start = async () => {
      const path = startedFile(root, 'apps/x/src/main');
      return { path: relative(built(''), path), said: (await run(path)).output };
    };
    const beside = pathToFileURL(built('libs/y/src/beside.txt')).href;
    await build();
    expect(await start()).toEqual({ path: 'programs/apps/x/src/main.js', said: `one ${beside}\n` });
    write('apps/x/src/main.ts', "import { beside } from '../../../libs/y/src/index.js';\nconsole.log('two', beside);\n");
    await build();
    expect(await start()).toEqual({ path: 'apps/x/src/main.js', said: `two ${beside}\n` });
    await build('--programs');
    expect(await start()).toEqual({ path: 'programs/apps/x/src/main.js', said: `two ${beside}\n` });
  });

  it('leaves packages of the older kind that are opened late to Node, with their names, and what nobody installed', async () => {
    write('node_modules/older/package.json', '{ "main": "index.js" }');
    write('node_modules/older/index.js', "exports.made = 'older';\nexports.more = () => require('absent-extra');\n");
    write('node_modules/whole/package.json', '{ "type": "module", "exports": "./index.js" }');
    write('node_modules/whole/index.js', "export const whole = 'whole';\nexport const extra = () => import('absent-extra');\n");
    write(
      'apps/x/src/main.ts',
      "import { whole } from 'whole';\nconst { made } = await import('older');\nconst late = await import('whole');\nconsole.log(whole, made, late.whole);\n",
    );
    expect(await build()).toEqual({ code: 0, errors: '', output: '' });
    expect(await run(built('programs/apps/x/src/main.js'))).toEqual({ code: 0, errors: '', output: 'whole older whole\n' });
  });

  it('runs once at a time, and past the lock of a build that was killed', async () => {
    mkdirSync(join(root, 'dist'), { recursive: true });
    writeFileSync(join(root, 'dist/.build.lock'), '999999999');
    const all = await Promise.all([build(), build(), build()]);
    expect(all.map(({ code }) => code)).toEqual([0, 0, 0]);
    expect(existsSync(join(root, 'dist/.build.lock'))).toBe(false);
  });
});
