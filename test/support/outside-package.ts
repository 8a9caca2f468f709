import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const NO_REGISTRY = /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|ENOTCACHED|network/;
const INSTALL_MS = 180_000;
const SDK = '@tributary/connector-sdk';

/** `npm run pack:sdk` or `pack:api-client`; the tarball's path. */
export async function packPackage(name: 'connector-sdk' | 'api-client'): Promise<string> {
  const { stdout } = await run(process.execPath, ['apps/tools/pack-package.mjs', name]);
  return resolve(stdout.trim());
}

/** An example as its author has it: a folder far from the repository, with the packed SDK beside it. */
export async function copyExample(name: string): Promise<string> {
  const tarball = await packPackage('connector-sdk');
  const folder = join(await mkdtemp(join(tmpdir(), 'tributary-outside-')), name);
  const source = resolve('docs/examples', name);
  await cp(source, folder, { recursive: true, filter: (path) => !/\/(node_modules|dist)$/.test(path.slice(source.length)) });
  const path = join(folder, 'package.json');
  const described = JSON.parse(await readFile(path, 'utf8')) as { dependencies: Record<string, string> };
  await writeFile(path, JSON.stringify({ ...described, dependencies: { ...described.dependencies, [SDK]: `file:${tarball}` } }, null, 2));
  return folder;
}

/** `npm install`; where no registry can be reached, the same packages out of the repository's own node_modules, and false. */
export async function installOutside(folder: string): Promise<boolean> {
  try {
    await run('npm', ['install', '--no-audit', '--no-fund', '--prefer-offline'], { cwd: folder, timeout: INSTALL_MS });
    return true;
  } catch (error) {
    if (!NO_REGISTRY.test(String((error as { stderr?: string }).stderr))) throw error;
    console.warn(`${basename(folder)}: no registry, so its dependencies are linked from this repository`);
    await linkDependencies(folder);
    return false;
  }
}

/** `npm pack`, and the tarball installed where there is nothing else: no folder beside it, no registry. Gives what it holds and exports. */
export async function installPacked(folder: string): Promise<{ files: string[]; exported: string[] }> {
  const desk = join(folder, '..', 'desk');
  await mkdir(desk);
  const { stdout } = await run('npm', ['pack', '--json', '--pack-destination', desk], { cwd: folder, maxBuffer: 1 << 26 });
  const [{ name, filename, files }] = JSON.parse(stdout) as [{ name: string; filename: string; files: { path: string }[] }];
  await writeFile(join(desk, 'package.json'), '{"private":true}');
  await run('npm', ['install', '--no-audit', '--no-fund', '--offline', `./${basename(filename)}`], { cwd: desk, timeout: INSTALL_MS });
  const program = `console.log(Object.keys(await import(${JSON.stringify(name)})).join())`;
  const answer = await run(process.execPath, ['--input-type=module', '--eval', program], { cwd: desk });
  return {
    files: files.map(({ path }) => path).filter((path) => !path.startsWith('node_modules/')),
    exported: answer.stdout.trim().split(','),
  };
}

/** Runs its own `npm test`, as `node --test` counts it. Throws with its output when it fails. */
export async function testOutside(folder: string): Promise<{ passed: number; failed: number }> {
  const { NODE_OPTIONS: _options, NODE_TEST_CONTEXT: _context, ...env } = process.env;
  const { stdout } = await run('npm', ['test', '--silent'], { cwd: folder, env, maxBuffer: 1 << 26 }).catch(
    (error: { stdout?: string; stderr?: string }) => {
      throw new Error(`npm test failed in ${folder}:\n${failuresOf(error.stdout ?? '')}\n${error.stderr ?? ''}`);
    },
  );
  const count = (word: string) => Number(new RegExp(`^# ${word} (\\d+)$`, 'm').exec(stdout)?.[1] ?? NaN);
  return { passed: count('pass'), failed: count('fail') };
}

function failuresOf(output: string): string {
  const lines = output.split('\n');
  return (
    lines.filter((_line, index) => lines.slice(Math.max(0, index - 10), index + 1).some((near) => /^\s*not ok/.test(near))).join('\n') ||
    output
  );
}

/** The packages of an example out of the repository's own node_modules, with the packed SDK: no registry is asked. */
export async function linkDependencies(folder: string): Promise<void> {
  const { dependencies, devDependencies } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as Record<
    string,
    Record<string, string>
  >;
  const sdkNeeds = Object.keys(
    (JSON.parse(await readFile('dist/packages/connector-sdk/package.json', 'utf8')) as { dependencies: object }).dependencies,
  );
  const modules = join(folder, 'node_modules');
  await rm(modules, { recursive: true, force: true });
  await mkdir(join(modules, '@tributary'), { recursive: true });
  await mkdir(join(modules, '@types'), { recursive: true });
  // A copy: what it imports is looked for beside it.
  await cp('dist/packages/connector-sdk', join(modules, SDK), { recursive: true });
  for (const name of new Set([...Object.keys({ ...dependencies, ...devDependencies }), ...sdkNeeds]))
    if (name !== SDK) {
      await mkdir(join(modules, name, '..'), { recursive: true });
      await symlink(resolve('node_modules', name), join(modules, name));
    }
  await mkdir(join(modules, '.bin'), { recursive: true });
  await symlink(resolve('node_modules/.bin/tsc'), join(modules, '.bin/tsc'));
}
