import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openTestDatabase, type TestDatabase } from '#database/testing';
import { openDesk } from '../../support/ticketing-desk.js';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const said = (text: string) => ['{}', 'Hello, {}', '{}, thanks', 'Please: {}', 'Urgent! {}'].map((words) => words.replace('{}', text));
const DESK = {
  categories: {
    login: {
      name: 'Login',
      examples: [...said('the login page turns and turns'), ...said('I cannot get in'), ...said('my password is wrong')],
    },
    refund: { name: 'Refund', examples: [...said('give me my money back'), ...said('you charged me twice'), ...said('the fee is wrong')] },
  },
};

describe('admin recognition', () => {
  let database: TestDatabase;
  let folder = '';
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'admin-'));
    database = await openTestDatabase();
    expect(await command('create-user', '--email', 'q@x.com')).toMatchObject({ code: 0 });
    await (await openDesk({ database, desk: DESK })).close();
  }, 120_000);
  afterAll(async () => {
    await database.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const admin = (...args: readonly string[]) => command('recognition', ...args);
  async function command(...args: readonly string[]): Promise<{ code: number; output: string; errors: string }> {
    const child = spawn(process.execPath, ['apps/tools/run.mjs', 'admin', ...args], {
      cwd: ROOT,
      env: { PATH: process.env['PATH'], HOME: process.env['HOME'], DATABASE_URL: database.url, TRIBUTARY_DATA_DIR: folder },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let [output, errors] = ['', ''];
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
    const [code] = (await once(child, 'close')) as [number];
    return { code, output, errors };
  }

  it('learns anew, lists what was learned, and goes back to what was before', async () => {
    expect(await admin('versions')).toMatchObject({ code: 0, output: expect.stringContaining('nothing was learned yet') });
    for (const version of [1, 2]) {
      const { code, output } = await admin('retrain');
      expect([code, output]).toEqual([0, expect.stringMatching(new RegExp(`^in force {2}category ${version} .* 30 examples of 2 labels`))]);
      expect(output).toMatch(/learned in \d+\.\d s/);
    }
    expect(await admin('use', '1')).toMatchObject({ code: 0, output: expect.stringContaining('model 1 of category is in force') });
    const { output } = await admin('versions');
    expect(output.split('\n').map((line) => line.slice(0, 20))).toEqual([
      expect.stringMatching(/^ {10}category 2/),
      expect.stringMatching(/^in force {2}category 1/),
      '',
    ]);
  }, 120_000);

  it('says what is wrong', async () => {
    expect(await admin('use', '77')).toMatchObject({ code: 1, errors: expect.stringContaining('there is no model 77 of category') });
    expect(await admin('use')).toMatchObject({ code: 2, errors: expect.stringContaining('use with the number of a version') });
    expect(await admin('retrain', '--kind', 'weather')).toMatchObject({ code: 2, errors: expect.stringContaining('category, urgency') });
    expect(await admin('retrain', '--kind', 'urgency')).toMatchObject({
      code: 1,
      errors: expect.stringContaining('too few to learn urgency'),
    });
  }, 120_000);
});
