import pg from 'pg';
import type { Logger, RoomMigrations } from '#runtime';
import { takeAdvisoryLock } from './advisory-lock.js';
import { toDatabaseError } from './pg-errors.js';
import { toTypeOrmLogger } from './typeorm-log.js';

/**
 * Brings every room's tables to the newest shape: one history table a room (`migrations_<room>`), each set under its own advisory lock, in
 * floor order. Idempotent; any number of processes may call it at once: one migrates, the others wait and find it done.
 */
export async function migrateRooms(
  target: string | { readonly url: string },
  rooms: readonly RoomMigrations[],
  logger: Logger,
): Promise<void> {
  const url = typeof target === 'string' ? target : target.url;
  const ordered = mergeRooms(rooms);
  try {
    const done = await readHistories(url, ordered);
    for (const room of ordered) {
      const missing = room.migrations.filter((migration) => !done.get(room.room)?.has(migration.name));
      if (missing.length > 0) await migrateRoom(url, room, logger);
    }
  } catch (error) {
    throw toDatabaseError(error);
  }
}

/** Did anybody ever bring this room's tables there? Writes nothing. */
export async function holdsRoom(url: string, room: RoomMigrations): Promise<boolean> {
  const done = await readHistories(url, [room]).catch((error: unknown) => Promise.reject(toDatabaseError(error)));
  return (done.get(room.room)?.size ?? 0) > 0;
}

export function historyTableOf(room: string): string {
  return `migrations_${room.replaceAll('-', '_')}`;
}

/** Several apps of one process may bring the same room; the sort is stable, so within a floor the given order stays. */
function mergeRooms(rooms: readonly RoomMigrations[]): RoomMigrations[] {
  const byName = new Map<string, RoomMigrations>();
  for (const room of rooms) {
    const known = byName.get(room.room);
    const migrations = [...new Set([...(known?.migrations ?? []), ...room.migrations])];
    byName.set(room.room, { ...room, migrations });
  }
  return [...byName.values()].sort((a, b) => a.floor - b.floor);
}

/** Names of the migrations that ran, by room; what lets a later start skip TypeORM altogether. */
export async function readHistories(url: string, rooms: readonly RoomMigrations[]): Promise<Map<string, Set<string>>> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000, application_name: 'tributary-migrator' });
  client.on('error', () => undefined);
  await client.connect();
  try {
    const present = await client.query<{ name: string }>(
      `select relname as name from pg_class where relkind = 'r' and relnamespace = current_schema()::regnamespace and relname = any($1)`,
      [rooms.map((room) => historyTableOf(room.room))],
    );
    const tables = new Set(present.rows.map((row) => row.name));
    const histories = new Map<string, Set<string>>();
    for (const { room } of rooms) {
      const table = historyTableOf(room);
      if (!tables.has(table)) continue;
      const { rows } = await client.query<{ name: string }>(`select name from "${table}" order by id`);
      histories.set(room, new Set(rows.map((row) => row.name)));
    }
    return histories;
  } finally {
    await client.end();
  }
}

async function migrateRoom(url: string, room: RoomMigrations, logger: Logger): Promise<void> {
  // Loaded only where there is something to migrate.
  const { DataSource, MigrationExecutor } = await import('typeorm');
  const dataSource = new DataSource({
    type: 'postgres',
    url,
    poolSize: 1,
    applicationName: 'tributary-migrator',
    migrations: [...room.migrations],
    migrationsTableName: historyTableOf(room.room),
    installExtensions: false,
    logging: false,
    logger: toTypeOrmLogger(logger),
    poolErrorHandler: (error: unknown) => logger.warn('the connection of the migrator broke', { error }),
  });
  await dataSource.initialize();
  const runner = dataSource.createQueryRunner();
  try {
    // Lock and migrations share one connection: a lost one gives up both.
    const lock = await takeAdvisoryLock((text, values) => runner.query(text, [...values]), `migrations:${room.room}`);
    const executor = new MigrationExecutor(dataSource, runner);
    executor.transaction = 'each';
    const ran = await executor.executePendingMigrations();
    await lock.release();
    if (ran.length > 0) logger.info('migrated', { room: room.room, migrations: ran.map((migration) => migration.name) });
  } finally {
    await runner.release().catch(() => undefined);
    await dataSource.destroy();
  }
}
