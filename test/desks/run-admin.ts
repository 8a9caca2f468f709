import { spawn } from 'node:child_process';

/** A command of the operator on a data folder. Not `spawnSync`: the simulators of a desk live in this process. Rejects with what it printed. */
export function runAdmin(words: readonly string[], dataDir: string, more: Readonly<Record<string, string>> = {}): Promise<string> {
  const env = { PATH: process.env['PATH'], HOME: process.env['HOME'], TRIBUTARY_DATA_DIR: dataDir, TRIBUTARY_LOG_LEVEL: 'warn', ...more };
  const child = spawn(process.execPath, ['apps/tools/run.mjs', 'admin', ...words], { env });
  let out = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (out += chunk.toString()));
  return new Promise((done, fail) => {
    child.once('close', (code) => (code === 0 ? done(out) : fail(new Error(`admin ${words.join(' ')} ended with ${code}: ${out}`))));
  });
}
