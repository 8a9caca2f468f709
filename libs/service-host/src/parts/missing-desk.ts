import { holdsEmbeddedDatabase, holdsRoom } from '#database';
import { ConfigurationError, type Logger, type Settings } from '#runtime';
import { retryWhileAway } from './database-server.js';
import { serviceHostMigrations } from './installation.js';

/** A mistyped folder or database must not become a new, empty desk. Waits for a database that is away, until the signal. */
export async function refuseMissingDesk(
  { data, database: { url } }: Pick<Settings, 'data' | 'database'>,
  log: Logger,
  signal: AbortSignal,
): Promise<void> {
  const isThere =
    url === undefined
      ? await holdsEmbeddedDatabase(data.dir)
      : await retryWhileAway('database', () => holdsRoom(url, serviceHostMigrations), log, signal);
  if (isThere) return;
  throw new ConfigurationError(`there is no desk in ${url === undefined ? data.dir : nameDatabase(url)}`, {
    code: 'desk_missing',
    hint: 'Name the folder of one with TRIBUTARY_DATA_DIR, or its database with DATABASE_URL; `npm start` makes a new desk.',
  });
}

/** Without user and password. */
function nameDatabase(url: string): string {
  const { host, pathname } = URL.canParse(url) ? new URL(url) : { host: '', pathname: '' };
  return host === '' || pathname.length < 2 ? 'the database of DATABASE_URL' : `${pathname.slice(1)} on ${host}`;
}
