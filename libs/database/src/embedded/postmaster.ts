import { spawn } from 'node:child_process';
import { open, readFile, rm, stat, truncate } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { ConfigurationError, RetriableError } from '#runtime';
import type { Binaries } from './binaries.js';
import type { ClusterFolder } from './cluster-folder.js';
import { readPostmasterFile } from './postmaster-file.js';
import { findServersOn, isServerOn, signalProcess, waitUntil } from './processes.js';
import type { ServerUser } from './server-user.js';
import { serverFlags } from './server-settings.js';
import { socketFile } from './unix-socket.js';

const READY_MS = 60_000;
const LOG_LIMIT_BYTES = 4 * 1024 * 1024;

export interface Postmaster {
  readonly pid: number;
  readonly port: number;
  /** Did it run already when we came? */
  readonly adopted: boolean;
}

/** A server that outlived the Node process which had started it, when there is one. */
export async function findRunning(cluster: Pick<ClusterFolder, 'folder'>): Promise<Postmaster | null> {
  const { folder } = cluster;
  const file = await readPostmasterFile(folder);
  if (file === null || !(await isServerOn(folder, file.pid))) return null;
  const isAlive = (): Promise<boolean> => isServerOn(folder, file.pid);
  if (file.status === 'stopping') {
    await waitUntil(async () => !(await isAlive()), READY_MS);
    return null;
  }
  return (await waitUntilReady(folder, file.pid, isAlive)) ? { pid: file.pid, port: file.port, adopted: true } : null;
}

/** Starts the server on `port` (0: any free one) and resolves when it takes connections. `flags` override those of production. */
export async function startPostmaster(
  cluster: ClusterFolder,
  binaries: Binaries,
  user: ServerUser,
  port: number,
  flags: readonly string[] = [],
): Promise<Postmaster> {
  for (let tries = 3; ; tries -= 1) {
    await clearRemains(cluster.folder);
    try {
      return await spawnPostmaster(cluster, binaries, user, port === 0 ? await findFreePort() : port, flags);
    } catch (error) {
      // Somebody took the free port in between.
      if (port !== 0 || tries <= 1 || !(error instanceof ConfigurationError && error.code === 'embedded_port_taken')) throw error;
    }
  }
}

async function spawnPostmaster(
  cluster: ClusterFolder,
  binaries: Binaries,
  user: ServerUser,
  port: number,
  flags: readonly string[],
): Promise<Postmaster> {
  await trimLog(cluster.logFile);
  const log = await open(cluster.logFile, 'a', 0o600);
  try {
    // Detached: Ctrl-C in the terminal must reach Node alone, which still needs the database to finish its work.
    const child = spawn(binaries.postgres, ['-D', cluster.named, ...serverFlags(port), ...flags], {
      ...user,
      cwd: cluster.folder,
      detached: true,
      env: { LC_ALL: 'C', PATH: '/usr/bin:/bin', TZ: 'UTC' },
      stdio: ['ignore', log.fd, log.fd],
    });
    let ended: string | undefined;
    child.once('error', (error) => (ended = error.message));
    child.once('exit', (code, signal) => (ended = `it ended with ${code ?? signal}`));
    child.unref();
    const { pid } = child;
    if (pid !== undefined && (await waitUntilReady(cluster.folder, pid, () => Promise.resolve(ended === undefined))))
      return { pid, port, adopted: false };
    throw await explainFailure(cluster, port, ended ?? `it was not ready after ${READY_MS / 1000} s`);
  } finally {
    await log.close();
  }
}

/** The server appends to its log for as long as it runs, so emptying it now and then is safe and keeps it small. */
export async function trimLog(logFile: string): Promise<void> {
  const logged = await stat(logFile).catch(() => null);
  if (logged !== null && logged.size > LOG_LIMIT_BYTES) await truncate(logFile);
}

async function waitUntilReady(folder: string, pid: number, isAlive: () => Promise<boolean>): Promise<boolean> {
  let ready = false;
  await waitUntil(async () => {
    const file = await readPostmasterFile(folder);
    ready = file?.pid === pid && file.status === 'ready';
    return ready || !(await isAlive());
  }, READY_MS);
  return ready;
}

/** After a kill of the postmaster: its backends end by themselves, mostly at once; the busy ones are told. Then its lock file may go. */
export async function clearRemains(folder: string): Promise<void> {
  const file = await readPostmasterFile(folder);
  for (const signal of ['SIGQUIT', 'SIGKILL'] as const) {
    for (const pid of await findServersOn(folder)) signalProcess(pid, signal);
    if (await waitUntil(async () => (await findServersOn(folder)).length === 0, 1_000)) break;
  }
  if (file === null || (await isServerOn(folder, file.pid))) return;
  await rm(join(folder, 'postmaster.pid'), { force: true });
  // Its lock names the dead server's pid too, which may be a zombie or somebody else's by now.
  await rm(`${socketFile(folder, file.port)}.lock`, { force: true });
}

async function explainFailure(cluster: ClusterFolder, port: number, how: string): Promise<Error> {
  const log = await readFile(cluster.logFile, 'utf8').catch(() => '');
  const last = log.trim().split('\n').slice(-4).join(' | ');
  if (/Address already in use|could not bind/.test(last))
    return new ConfigurationError(`port ${port} of the embedded database is taken`, {
      code: 'embedded_port_taken',
      hint: 'choose another one with database.embeddedPort (TRIBUTARY_DATABASE_EMBEDDED_PORT), 0 for any',
    });
  if (/No space left on device/.test(last))
    return new RetriableError(`the embedded database does not start: the disk is full`, {
      code: 'storage_full',
      hint: `free space where ${cluster.folder} lies`,
    });
  return new RetriableError(`the embedded database does not start: ${how}: ${last}`, {
    code: 'embedded_start_failed',
    hint: `its log is ${cluster.logFile}`,
  });
}

function findFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => (typeof address === 'object' && address !== null ? resolve(address.port) : reject(new Error('no port'))));
    });
  });
}

/** Fast shutdown (SIGINT: clients are sent away, a checkpoint is written), then ever harder; a crash later is replayed from the log. */
export async function stopPostmaster(folder: string, pid: number): Promise<void> {
  for (const [signal, limitMs] of [
    ['SIGINT', 15_000],
    ['SIGQUIT', 3_000],
    ['SIGKILL', 3_000],
  ] as const) {
    if (!(await isServerOn(folder, pid))) return;
    signalProcess(pid, signal);
    if (await waitUntil(async () => !(await isServerOn(folder, pid)), limitMs)) return;
  }
}
