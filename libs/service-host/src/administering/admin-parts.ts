import { findEmbeddedUrl } from '#database';
import { EVENT_BUS } from '#event-bus';
import { type AppDefinition, HealthRegistry, type Logger, Metrics, type Settings, StartupNotes } from '#runtime';
import { stopInOrder, type StopStep } from '../lifecycle/stop-in-order.js';
import { ensureDataFolder } from '../parts/data-folder.js';
import { refuseMissingDesk } from '../parts/missing-desk.js';
import { type DatabaseServer, startDatabaseServer } from '../parts/database-server.js';
import { openLog, openStores } from '../parts/open-parts.js';

export interface AdminParts {
  /** The log is contacted only when it is asked for: a command on tables works while a broker is away. */
  resolve<T>(token: symbol): Promise<T>;
  close(): Promise<void>;
}

/**
 * The process's parts without doors and subscriptions, for a command: beside a running product its embedded server is used; where none
 * runs it is started and stopped again. Where there is no desk one is begun only when `beginsDesk` says so.
 */
export async function openAdminParts(
  settings: Settings,
  apps: readonly AppDefinition[],
  log: Logger,
  { beginsDesk = false }: { beginsDesk?: boolean } = {},
): Promise<AdminParts> {
  const signal = AbortSignal.timeout(60_000);
  const closers: StopStep[] = [];
  const onStop = (name: string, limitMs: number, run: () => Promise<unknown>): void => {
    closers.unshift({ name, limitMs, run: async () => void (await run()) });
  };
  const close = async (): Promise<void> => void (await stopInOrder(closers, log));
  try {
    if (!beginsDesk) await refuseMissingDesk(settings, log, signal);
    await ensureDataFolder(settings);
    const server = await findServer(settings, log);
    onStop('database server', 5_000, () => server.stop());
    const context = {
      name: 'admin',
      settings,
      log,
      signal,
      health: new HealthRegistry(),
      metrics: new Metrics(),
      notes: new StartupNotes(),
      front: null,
      onStop,
    };
    const composition = { apps, foreign: [] };
    const stores = await openStores(context, server, composition);
    let all: Promise<ReadonlyMap<symbol, unknown>> | undefined;
    return {
      async resolve<T>(token: symbol) {
        const parts = token === EVENT_BUS ? await (all ??= openLog(context, stores, composition)) : stores;
        if (!parts.has(token)) throw new TypeError(`no part of the host has the token ${String(token.description)}`);
        return parts.get(token) as T;
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

async function findServer(settings: Settings, log: Logger): Promise<DatabaseServer> {
  const running = settings.database.url === undefined ? await findEmbeddedUrl(settings.data.dir) : null;
  if (running !== null) return { url: running, embedded: true, stop: () => Promise.resolve() };
  return startDatabaseServer(settings, log);
}
