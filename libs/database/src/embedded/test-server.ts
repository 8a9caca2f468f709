import { mkdir } from 'node:fs/promises';
import type { Logger } from '#runtime';
import { findBinaries } from './binaries.js';
import { prepareCluster } from './cluster-folder.js';
import { startPostmaster } from './postmaster.js';
import { findServerUser } from './server-user.js';

/** All suites of a run share the server, products with several processes each among them. */
const CONNECTIONS = 300;

/** The server of production, unsupervised: it outlives the test worker that started it; the run's teardown stops it. */
export async function startTestServer(dataDir: string, logger: Logger): Promise<string> {
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const user = await findServerUser();
  const binaries = await findBinaries(user);
  const cluster = await prepareCluster(dataDir, binaries, user);
  const { port, pid } = await startPostmaster(cluster, binaries, user, 0, ['-c', `max_connections=${CONNECTIONS}`]);
  logger.info('test database started', { pid, port });
  return `postgres://postgres:${encodeURIComponent(cluster.password)}@127.0.0.1:${port}/postgres`;
}
