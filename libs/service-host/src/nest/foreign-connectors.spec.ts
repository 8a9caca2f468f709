import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { loadForeignConnectors } from './foreign-connectors.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'foreign-'));
  install('@acme/dingtalk-connector', `channel: 'dingtalk', provider: 'acme', configSchema: { safeParse() {} }, capabilities: () => ({})`);
  install('half-made', `channel: 'Half Made', provider: 'x', configSchema: {}, capabilities: () => ({})`);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function install(name: string, descriptor: string): void {
  const home = join(folder, 'node_modules', name);
  mkdirSync(home, { recursive: true });
  writeFileSync(join(home, 'package.json'), JSON.stringify({ name, type: 'module', exports: './index.js' }));
  writeFileSync(join(home, 'index.js'), `export const connectorFactory = { descriptor: { ${descriptor} }, create() {} };\n`);
}

describe('foreign connectors', () => {
  it('are loaded from where the operator installed them', async () => {
    const [factory] = await loadForeignConnectors(['@acme/dingtalk-connector'], folder);
    expect(factory?.descriptor.channel).toBe('dingtalk');
  });

  it('are refused by name when they are missing or unfit, with what is wrong', async () => {
    await expect(loadForeignConnectors(['@acme/absent'], folder)).rejects.toThrow(/@acme\/absent cannot be loaded/);
    await expect(loadForeignConnectors([folder], folder)).rejects.toMatchObject({
      hint: expect.stringMatching(/name of a package, no path: npm install .*, then name it as its package\.json does/),
    });
    await expect(loadForeignConnectors(['half-made'], folder)).rejects.toThrow(/half-made is no connector: .*channel.*configSchema/);
  });
});
