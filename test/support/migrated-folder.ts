import { execFile } from 'node:child_process';
import { mkdir, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { blobStoreMigrations } from '#blob-store';
import { connectorSdkMigrations } from '#connector-sdk/host';
import { migrateRooms, startEmbeddedPostgres } from '#database';
import { eventBusMigrations } from '#event-bus';
import { silentLogger } from '#runtime';
import { ticketingMigrations } from '../../apps/ticketing/src/migrations/index.js';

const ROOMS = [eventBusMigrations, blobStoreMigrations, connectorSdkMigrations, ticketingMigrations];
const PARTS = ['postgres', 'postgres.password'];
const run = promisify(execFile);

/**
 * Makes a data folder with a cluster whose tables are there and empty: half of what a product's first start computes, done once a run. What is no table
 * (its settings, its secret, its first admin) the start makes as ever. Nothing outside a run of jest.
 */
export async function layMigratedFolder(dataDir: string): Promise<void> {
  const shared = process.env['TRIBUTARY_TEST_POSTGRES_DIR'];
  if (shared === undefined) return;
  const made = join(shared, 'migrated');
  if (await isFirst(`${made}.begun`)) await makeFolder(made);
  for (let waited = 0; !(await isThere(made)); waited += 50) {
    if (waited > 120_000) throw new Error(`another worker was to make ${made} and did not within 120 s`);
    await sleep(50);
  }
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  // With its owner: the server's account.
  await run('cp', ['-a', ...PARTS.map((name) => join(made, name)), dataDir]);
}

async function makeFolder(made: string): Promise<void> {
  const server = await startEmbeddedPostgres({ dataDir: `${made}.new`, port: 0, logger: silentLogger });
  await migrateRooms(server.url, ROOMS, silentLogger);
  await server.stop();
  await rename(`${made}.new`, made);
}

function isFirst(path: string): Promise<boolean> {
  return mkdir(path).then(
    () => true,
    (error: NodeJS.ErrnoException) => (error.code === 'EEXIST' ? false : Promise.reject(error)),
  );
}

function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
