import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { layMigratedFolder } from './migrated-folder.js';
import { findFreePorts } from './services/ports.js';

export const API_KEY = 'e2e-key-0123456789abcdef';

/** `npm start` on a data folder and ports of its own, used through its doors only. */
export interface StartedProduct {
  readonly smtpPort: number;
  readonly apiUrl: string;
  readonly dataDir: string;
  readonly pid: number;
  /** What it printed so far. */
  output(): string;
  api<T>(path: string, init?: { method?: string; body?: unknown; headers?: Record<string, string> }): Promise<{ status: number; body: T }>;
  stop(): Promise<void>;
}

const READY_MS = 90_000;

/** `environment` may depend on where the product will be reached. Its tables are made already (`migrated-folder.ts`) unless it begins with nothing. */
export async function startProduct(
  environment: Record<string, string> | ((apiUrl: string) => Record<string, string>) = {},
  { begins = 'with tables' }: { readonly begins?: 'with tables' | 'with nothing' } = {},
): Promise<StartedProduct> {
  const folder = await mkdtemp(join(tmpdir(), 'tributary-e2e-'));
  const [httpPort, smtpPort] = (await findFreePorts(2)) as [number, number];
  const dataDir = join(folder, 'data');
  const apiUrl = `http://127.0.0.1:${httpPort}`;
  const own = typeof environment === 'function' ? environment(apiUrl) : environment;
  if (begins === 'with tables' && own['DATABASE_URL'] === undefined) await layMigratedFolder(dataDir);
  const run = runProduct({
    TRIBUTARY_DATA_DIR: dataDir,
    TRIBUTARY_HTTP_PORT: String(httpPort),
    TRIBUTARY_SMTP_PORT: String(smtpPort),
    TRIBUTARY_API_KEY: API_KEY,
    TRIBUTARY_LOG_LEVEL: 'warn',
    ...own,
  });
  const stop = async () => {
    await run.stop();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await waitUntilReady(apiUrl, run, READY_MS);
  } catch (error) {
    await stop();
    throw error;
  }
  return { smtpPort, apiUrl, dataDir, pid: run.child.pid!, output: run.output, stop, api: (path, init) => callApi(apiUrl, path, init) };
}

export interface ProductRun {
  readonly child: ChildProcess;
  output(): string;
  /** Exit code, when it ended by itself. */
  readonly ended: Promise<number | null>;
  stop(): Promise<void>;
}

/** The start command with nothing of this process's settings around it. */
export function runProduct(environment: Record<string, string>): ProductRun {
  const child = spawn(process.execPath, ['apps/tools/run.mjs', 'standalone'], {
    cwd: process.cwd(),
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (text += chunk.toString()));
  const ended = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));
  return {
    child,
    output: () => text,
    ended,
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGTERM');
      const hard = setTimeout(() => child.kill('SIGKILL'), 15_000);
      await ended;
      clearTimeout(hard);
    },
  };
}

async function waitUntilReady(apiUrl: string, run: ProductRun, limitMs: number): Promise<void> {
  const end = Date.now() + limitMs;
  for (;;) {
    const answer = await fetch(`${apiUrl}/health/ready`).catch(() => null);
    if (answer?.ok) return;
    if (run.child.exitCode !== null) throw new Error(`the product ended with ${run.child.exitCode}:\n${run.output()}`);
    if (Date.now() > end) throw new Error(`not ready within ${limitMs} ms: ${await answer?.text()}\n${run.output()}`);
    await sleep(100);
  }
}

async function callApi<T>(
  apiUrl: string,
  path: string,
  init: { method?: string; body?: unknown; headers?: Record<string, string> } = {},
): Promise<{ status: number; body: T }> {
  const answer = await fetch(`${apiUrl}/api/v1${path}`, {
    method: init.method ?? 'GET',
    headers: { authorization: `Bearer ${API_KEY}`, 'content-type': 'application/json', ...init.headers },
    body: init.body === undefined ? undefined : JSON.stringify(init.body),
  });
  const text = await answer.text();
  return { status: answer.status, body: (text === '' ? null : JSON.parse(text)) as T };
}

/** To ask is work for the product too, which answers the later for it. */
const [SHORTEST_PAUSE_MS, LONGEST_PAUSE_MS] = [25, 250];

/** Asks again until the answer fits; what a person would do with the reload key. */
export async function eventually<T>(ask: () => Promise<T | null | undefined | false>, what: string, limitMs = 20_000): Promise<T> {
  const end = Date.now() + limitMs;
  for (let pauseMs = SHORTEST_PAUSE_MS; ; pauseMs = Math.min(LONGEST_PAUSE_MS, pauseMs * 1.4)) {
    const answer = await ask();
    if (answer) return answer;
    if (Date.now() > end) throw new Error(`not seen within ${limitMs} ms: ${what}`);
    await sleep(pauseMs);
  }
}
