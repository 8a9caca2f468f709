import { setTimeout as wait } from 'node:timers/promises';
import { startEmbeddedPostgres, type OpenDatabaseOptions } from '#database';
import { errorClassOf, type Logger, type Settings } from '#runtime';

export interface DatabaseServer {
  readonly url: string;
  readonly embedded: boolean;
  stop(): Promise<void>;
}

/** The server in DATABASE_URL, which always wins, else the embedded one: started here, stopped at the end. */
export async function startDatabaseServer(settings: Settings, logger: Logger): Promise<DatabaseServer> {
  if (settings.database.url !== undefined) return { url: settings.database.url, embedded: false, stop: () => Promise.resolve() };
  const server = await startEmbeddedPostgres({ dataDir: settings.data.dir, port: settings.database.embeddedPort, logger });
  return { url: server.url, embedded: true, stop: () => server.stop() };
}

export function databaseOptions(settings: Settings, url: string, logger: Logger): OpenDatabaseOptions {
  return { url, poolSize: settings.database.poolSize, statementTimeoutMs: settings.database.statementTimeoutMs, logger };
}

const WAITS_MS = [200, 500, 1_000, 2_000];

/** Tries until a part that is only away for now (the database of a cluster that starts at the same time) is there. */
export async function retryWhileAway<T>(what: string, open: () => Promise<T>, log: Logger, signal: AbortSignal): Promise<T> {
  for (let tries = 0; ; tries += 1) {
    try {
      return await open();
    } catch (error) {
      if (signal.aborted || errorClassOf(error) !== 'retriable' || !(error instanceof Error) || !('errorClass' in error)) throw error;
      const ms = WAITS_MS[Math.min(tries, WAITS_MS.length - 1)] ?? 2_000;
      log.warn('Waiting for a part that is away', { part: what, error: error.message, ms });
      await wait(ms, undefined, { signal });
    }
  }
}
