import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, describe, expect, it } from '@jest/globals';
import { copyExample, installOutside, installPacked, testOutside } from '../../support/outside-package.js';

const run = promisify(execFile);
const MINUTES = 60_000;
const folders: string[] = [];

afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true });
});

describe('npm run create-connector', () => {
  it(
    'makes a package that installs, builds and conforms, and has nothing of its template’s name',
    async () => {
      const home = await mkdtemp(join(tmpdir(), 'tributary-create-'));
      folders.push(home);
      const { stdout } = await run(process.execPath, [join(process.cwd(), 'apps/tools/create-connector.mjs'), 'carrier-owl'], {
        cwd: home,
        env: { ...process.env, INIT_CWD: home },
      });
      const folder = join(home, 'carrier-owl-connector');
      expect(stdout).toContain(folder);
      for (const path of await readdir(folder, { recursive: true })) expect(path).not.toMatch(/parrot/i);
      expect(await readFile(join(folder, 'src/index.ts'), 'utf8')).toContain("channel: 'carrier-owl'");
      const ofRegistry = await installOutside(folder);
      await mkdir(join(folder, 'dist/src'), { recursive: true });
      await writeFile(join(folder, 'dist/src/of-a-source-that-is-gone.js'), '');
      const { passed, failed } = await testOutside(folder);
      expect(failed).toBe(0);
      expect(passed).toBeGreaterThan(25);
      // Without a registry its dependencies are links into this repository: nothing to bundle.
      if (!ofRegistry) return;
      const { files, exported } = await installPacked(folder);
      expect(exported).toEqual(['connectorFactory']);
      expect(files).toContain('dist/src/index.js');
      expect(files).not.toContain('dist/src/of-a-source-that-is-gone.js');
    },
    5 * MINUTES,
  );

  it('refuses a name that is none, and a folder that holds something', async () => {
    const home = await mkdtemp(join(tmpdir(), 'tributary-create-'));
    folders.push(home);
    const create = (...args: string[]) =>
      run(process.execPath, ['apps/tools/create-connector.mjs', ...args]).then(
        () => ({ code: 0, stderr: '' }),
        ({ code, stderr }: { code: number; stderr: string }) => ({ code, stderr }),
      );
    expect(await create('../evil')).toMatchObject({ code: 2, stderr: expect.stringContaining('is no name of a channel') });
    expect((await create()).code).toBe(2);
    await writeFile(join(home, 'mine.txt'), 'mine');
    expect(await create('owl', home)).toMatchObject({ code: 2, stderr: expect.stringContaining('not empty') });
    expect(await readdir(home)).toEqual(['mine.txt']);
  });
});

describe('an example connector', () => {
  // The others are built from the packed SDK for the rows of the desks too.
  it.each(['parrot-connector', 'dingtalk-connector', 'weibo-connector'])(
    '%s installs the packed SDK, builds, and passes its own tests',
    async (name) => {
      const folder = await copyExample(name);
      folders.push(dirname(folder));
      await installOutside(folder);
      expect((await testOutside(folder)).failed).toBe(0);
    },
    5 * MINUTES,
  );
});
