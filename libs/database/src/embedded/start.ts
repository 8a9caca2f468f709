import { mkdir } from 'node:fs/promises';
import pg from 'pg';
import type { Logger } from '#runtime';
import { findBinaries } from './binaries.js';
import { prepareCluster } from './cluster-folder.js';
import type { ClusterFolder } from './cluster-folder.js';
import { takeOwnerLock } from './owner-lock.js';
import { findRunning, startPostmaster, stopPostmaster, trimLog } from './postmaster.js';
import { findServerUser } from './server-user.js';
import { PostmasterSupervisor } from './supervisor.js';
import { hasUsableSocket } from './unix-socket.js';

export interface EmbeddedPostgresOptions {
  /** The product's data folder; the cluster is `<dataDir>/postgres`. Made when missing, closed to other users. */
  readonly dataDir: string;
  /** 0: any free port; the one of a server that still runs is kept. */
  readonly port: number;
  readonly logger: Logger;
  /** Told each time the server was found dead, before it is started again. */
  readonly onDown?: () => void;
}

export interface EmbeddedPostgres {
  /** postgres:// URL with user and password; stays the same while this object lives. */
  readonly url: string;
  /** Of the postmaster that runs now. */
  readonly pid: number;
  /** Fast shutdown; resolves when the server is gone and the data folder is free for another process. */
  stop(): Promise<void>;
}

export const EMBEDDED_DATABASE = 'tributary';

/**
 * Starts the embedded server (or adopts the one a killed process left), supervises it and gives its URL. Rejects with `ConfigurationError`
 * `data_folder_in_use` when another process holds the folder.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  await mkdir(options.dataDir, { recursive: true, mode: 0o700 });
  const owner = await takeOwnerLock(options.dataDir);
  try {
    const user = await findServerUser();
    const binaries = await findBinaries(user);
    const cluster = await prepareCluster(options.dataDir, binaries, user);
    const running = await findRunning(cluster);
    const first = running ?? (await startPostmaster(cluster, binaries, user, options.port));
    await ensureDatabase(cluster, first.port);
    options.logger.info(first.adopted ? 'embedded database adopted' : 'embedded database started', { pid: first.pid, port: first.port });
    const supervisor = new PostmasterSupervisor(cluster.folder, first, {
      restart: (port) => startPostmaster(cluster, binaries, user, port),
      tidy: () => trimLog(cluster.logFile),
      logger: options.logger,
      onDown: options.onDown,
    });
    return {
      url: urlOf(cluster, first.port, EMBEDDED_DATABASE),
      get pid() {
        return supervisor.pid;
      },
      stop: async () => {
        await supervisor.stop();
        await stopPostmaster(cluster.folder, supervisor.pid);
        await owner.release();
      },
    };
  } catch (error) {
    await owner.release();
    throw error;
  }
}

/** By its socket where clients can use it, else by TCP; the address in the middle is valid either way. */
export function urlOf(cluster: Pick<ClusterFolder, 'folder' | 'password'>, port: number, database: string): string {
  const tcp = `postgres://postgres:${encodeURIComponent(cluster.password)}@127.0.0.1:${port}/${database}`;
  return hasUsableSocket(cluster.folder, port) ? `${tcp}?host=${encodeURIComponent(cluster.folder)}` : tcp;
}

async function ensureDatabase(cluster: ClusterFolder, port: number): Promise<void> {
  const client = new pg.Client({ connectionString: urlOf(cluster, port, 'postgres'), connectionTimeoutMillis: 10_000 });
  client.on('error', () => undefined);
  await client.connect();
  try {
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [EMBEDDED_DATABASE]);
    if (rowCount === 0) await client.query(`create database ${EMBEDDED_DATABASE}`);
  } finally {
    await client.end();
  }
}
