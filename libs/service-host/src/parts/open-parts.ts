import type { MessagePort } from 'node:worker_threads';
import { BLOB_STORE, BLOB_SWEEPER, blobStoreMigrations, openBlobStore } from '#blob-store';
import type { ConnectorFactory } from '#connector-sdk';
import { connectorSdkMigrations, HTTP_FRONT, type HttpFront } from '#connector-sdk/host';
import { Topics } from '#contracts';
import { DATABASE, migrateRooms, openDatabase, type Database } from '#database';
import { DEAD_LETTERS, type DeadLetters, EVENT_BUS, eventBusMigrations, openEventBus, StoredDeadLetters } from '#event-bus';
import {
  type AppDefinition,
  type Clock,
  CLOCK,
  HEALTH,
  type HealthRegistry,
  LOGGER,
  type Logger,
  METRICS,
  type Metrics,
  openClock,
  openTracing,
  type RoomMigrations,
  SECRET_KEY,
  SETTINGS,
  type Settings,
  STARTUP_NOTES,
  type StartupNotes,
  TRACING,
} from '#runtime';
import { BlobSweeping } from './blob-sweeping.js';
import { watchDataDisk } from './data-disk.js';
import { readSecretKey } from './data-folder.js';
import { compareSecret, serviceHostMigrations } from './installation.js';
import { databaseOptions, type DatabaseServer, retryWhileAway } from './database-server.js';

export interface PartsContext {
  readonly name: string;
  readonly settings: Settings;
  readonly log: Logger;
  readonly signal: AbortSignal;
  readonly health: HealthRegistry;
  readonly metrics: Metrics;
  readonly notes: StartupNotes;
  /** Null in a thread beside the main one, whose HTTP is the main thread's. */
  readonly front: HttpFront | null;
  /** How the log stands to those of other threads of this process. */
  readonly logLinks?: { readonly neighbours: readonly MessagePort[]; readonly reportsLag: boolean };
  /** Registers what has to be ended; what is registered last ends first. */
  onStop(name: string, limitMs: number, run: () => Promise<unknown>): void;
}

/** What runs in this process. */
export interface Composition {
  readonly apps: readonly AppDefinition[];
  readonly foreign: readonly ConnectorFactory[];
}

/** What the process has once, by token, but for the log. Migrated and open. */
export async function openStores(
  context: PartsContext,
  server: Pick<DatabaseServer, 'url'>,
  { apps }: Composition,
): Promise<Map<symbol, unknown>> {
  const { settings, log, health, metrics, onStop } = context;
  const clock = openClock(settings.clock);
  const tracing = await openTracing(settings, context.name, log);
  onStop('tracing', 500, () => tracing.stop());
  const secretKey = await readSecretKey(settings);
  await waitFor(context, 'database', () => migrateRooms(server.url, listRooms(apps), log));
  const database = await waitFor(context, 'database', () => openDatabase(databaseOptions(settings, server.url, log)));
  onStop('database', 500, () => database.close());
  await compareSecret(database, secretKey, clock);
  health.add({ name: 'database', check: () => checkDatabase(database) });
  health.add(watchDataDisk(settings));
  const blobs = await openBlobStore({
    database,
    settings: settings.blobs,
    dataDir: settings.data.dir,
    logger: log,
    clock,
    secret: () => Promise.resolve(secretKey),
  });

  return new Map<symbol, unknown>([
    [SETTINGS, settings],
    [LOGGER, log],
    [CLOCK, clock],
    [HEALTH, health],
    [METRICS, metrics],
    [TRACING, tracing],
    [SECRET_KEY, secretKey],
    [STARTUP_NOTES, context.notes],
    [HTTP_FRONT, context.front],
    [DATABASE, database],
    [BLOB_STORE, blobs.store],
    [BLOB_SWEEPER, new BlobSweeping(blobs.sweeper, settings, clock, log)],
    [DEAD_LETTERS, new StoredDeadLetters(database, clock)],
  ]);
}

/** The stores, and the log on top of them with the topics of all that is composed. */
export async function openLog(
  context: PartsContext,
  stores: ReadonlyMap<symbol, unknown>,
  composition: Composition,
): Promise<ReadonlyMap<symbol, unknown>> {
  const { settings, log, health, metrics, logLinks, onStop } = context;
  const database = stores.get(DATABASE) as Database;
  const clock = stores.get(CLOCK) as Clock;
  const bus = await waitFor(context, 'log', () => openEventBus({ settings, database, clock, logger: log, health, metrics, ...logLinks }));
  onStop('log', 1_500, () => bus.stop());
  await waitFor(context, 'log', () => bus.ensureTopics(listTopics(composition)));
  return new Map([...stores, [EVENT_BUS, bus]]);
}

function waitFor<T>(context: PartsContext, what: string, open: () => Promise<T>): Promise<T> {
  return retryWhileAway(what, open, context.log, context.signal);
}

/** Call when every app is up: rooms that name blobs have registered by then. */
export function startSweeping(parts: ReadonlyMap<symbol, unknown>, onStop: PartsContext['onStop']): void {
  const sweeping = parts.get(BLOB_SWEEPER) as BlobSweeping;
  sweeping.start(parts.get(DEAD_LETTERS) as DeadLetters);
  onStop('blob sweep', 500, () => sweeping.stop());
}

function listTopics({ apps, foreign }: Composition): string[] {
  const outbound = foreign.map(({ descriptor }) => Topics.outboundMessages(descriptor.channel));
  return [...new Set([...apps.flatMap((app) => app.topics), ...outbound])];
}

/** Those of the apps and of the rooms below them; the migrator puts them into floor order. */
export function listRooms(apps: readonly AppDefinition[]): RoomMigrations[] {
  const kit = apps.some((app) => app.connectorFactories.length > 0) ? [connectorSdkMigrations] : [];
  return [eventBusMigrations, blobStoreMigrations, ...kit, serviceHostMigrations, ...apps.flatMap((app) => app.migrations)];
}

async function checkDatabase(database: Database): Promise<{ ok: boolean; detail?: string }> {
  try {
    await database.sql.query('select 1');
  } catch (error) {
    return { ok: false, detail: `the database does not answer: ${messageOf(error)}` };
  }
  try {
    await database.checkSpace();
  } catch (error) {
    return { ok: false, detail: `${messageOf(error)}; free space on the disk of the database, nothing else is needed` };
  }
  return { ok: true };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
