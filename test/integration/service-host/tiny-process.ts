import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll } from '@jest/globals';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

/** The tiny app as an operator would start it: through the launcher, in a process of its own. */
export class TinyProcess {
  readonly child: ChildProcess;
  output = '';
  errors = '';

  constructor(environment: Readonly<Record<string, string>>, main = 'tiny-main') {
    const inherited = Object.fromEntries(
      Object.entries(process.env).filter(([name]) => !/^(TRIBUTARY_|DATABASE_URL|KAFKA_BROKERS|NODE_OPTIONS)/.test(name)),
    );
    this.child = spawn(process.execPath, ['apps/tools/run.mjs', 'exec', `test/integration/service-host/${main}`], {
      cwd: ROOT,
      env: { ...inherited, TRIBUTARY_HTTP_PORT: '0', TRIBUTARY_LOG_LEVEL: 'warn', ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.child.stdout?.on('data', (chunk: Buffer) => (this.output += chunk.toString()));
    this.child.stderr?.on('data', (chunk: Buffer) => (this.errors += chunk.toString()));
  }

  /** The address it answers at. Rejects with its own words when it ends before. */
  async ready(): Promise<string> {
    for (;;) {
      const [, url] = /READY (\S+)/.exec(this.output) ?? [];
      if (url !== undefined) return url;
      if (this.child.exitCode !== null || this.child.signalCode !== null) throw new Error(`ended early: ${this.errors}${this.output}`);
      await Promise.race([once(this.child.stdout!, 'data'), once(this.child, 'exit')]);
    }
  }

  async exitCode(): Promise<number | null> {
    if (this.child.exitCode === null && this.child.signalCode === null) await once(this.child, 'close');
    return this.child.exitCode;
  }

  async end(signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> {
    this.child.kill(signal);
    return this.exitCode();
  }
}

/** A folder for the tests of a file, and what starts the tiny app on it; what a test started ends with it. */
export function useTinyFolder(main?: string): { readonly folder: () => string; start(environment?: Record<string, string>): TinyProcess } {
  let folder = '';
  const started: TinyProcess[] = [];
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tiny-'));
  });
  afterEach(async () => {
    for (const each of started.splice(0)) await each.end();
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));
  return {
    folder: () => folder,
    start: (environment = {}) => {
      const made = new TinyProcess({ TRIBUTARY_DATA_DIR: join(folder, 'data'), ...environment }, main);
      started.push(made);
      return made;
    },
  };
}
