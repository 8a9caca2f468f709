import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
/** An answer needs no product; one that starts all the same is ended. */
const MOST_MS = 30_000;
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'demo-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function demo(...args: readonly string[]): Promise<{ code: unknown; output: string; errors: string }> {
  const env = {
    PATH: process.env['PATH'],
    HOME: process.env['HOME'],
    TRIBUTARY_DATA_DIR: join(folder, 'desk'),
    TRIBUTARY_HTTP_PORT: '0',
    TRIBUTARY_SMTP_PORT: '0',
  };
  return new Promise((resolve) =>
    execFile(
      process.execPath,
      ['apps/tools/run.mjs', 'demo', ...args],
      { cwd: ROOT, env, timeout: MOST_MS, killSignal: 'SIGTERM' },
      (error, output, errors) => resolve({ code: error === null ? 0 : error.code, output, errors }),
    ),
  );
}

describe('demo', () => {
  it.each([['--help'], ['-h'], ['help']])('%s is an answer, and begins no desk', async (word) => {
    const { code, output, errors } = await demo(word);
    expect([code, output, errors]).toEqual([0, expect.stringMatching(/^usage: npm run demo[^]*TRIBUTARY_DATA_DIR/), '']);
    expect(existsSync(join(folder, 'desk'))).toBe(false);
  });

  it.each([
    ['--port', /^demo does not know --port/],
    ['mails', /^demo takes no words without dashes: "mails"/],
  ])('what it does not take, %s, ends with 2 and begins no desk', async (word, why) => {
    const { code, output, errors } = await demo(word);
    expect([code, output, errors]).toEqual([2, '', expect.stringMatching(why)]);
    expect(errors).toContain('usage: npm run demo');
    expect(existsSync(join(folder, 'desk'))).toBe(false);
  });
});
