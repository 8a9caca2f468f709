import { SettingsError, type SettingsFault } from '#runtime';
import type { AppSource } from './host.js';
import type { FrontDoor } from './http/front-door.js';
import { findUnguardedBind } from './judging/exposure.js';
import { ensureDataFolder } from './parts/data-folder.js';
import type { PartsContext } from './parts/open-parts.js';

export interface BootContext extends PartsContext {
  readonly apps: readonly AppSource[];
  readonly locate?: (path: readonly PropertyKey[]) => string;
  readonly door: FrontDoor;
}

/** Everything between a listening port and a ready process. Imports are dynamic: they run while the database server comes up. */
export async function bootProcess(context: BootContext): Promise<void> {
  const { settings, log, signal, onStop } = context;
  const locate = context.locate ?? (() => 'settings');
  const { findProcessFaults, loadApp } = await import('./judging/process-faults.js');
  const loading = Promise.all(context.apps.map(loadApp));
  loading.catch(() => undefined);
  // Refused before there is a folder or a server that would have to be taken away again.
  if (findUnguardedBind(settings).length > 0)
    refuseFaults(findProcessFaults({ settings, inboxes: settings.inboxes ?? [], locate }, await loading, null));
  await ensureDataFolder(settings);
  const { startDatabaseServer } = await import('./parts/database-server.js');
  const starting = startDatabaseServer(settings, log);
  onStop('database server', 2_500, async () => (await starting.catch(() => null))?.stop());
  starting.catch(() => undefined);

  const [apps, { openLog, openStores, startSweeping }, { startApplication }, { loadForeignConnectors }] = await Promise.all([
    loading,
    import('./parts/open-parts.js'),
    import('./nest/application.js'),
    import('./nest/foreign-connectors.js'),
  ]);
  // In a cluster the process that runs connectors loads them, not ticketing.
  const foreign = apps.some((app) => app.connectorFactories.length > 0) ? await loadForeignConnectors(settings.connectors) : [];
  refuseFaults(findProcessFaults({ settings, inboxes: settings.inboxes ?? [], locate }, apps, foreign));
  const server = await starting;
  signal.throwIfAborted();
  const stores = await openStores(context, server, { apps, foreign });
  const parts = await openLog(context, stores, { apps, foreign });
  signal.throwIfAborted();
  const application = await startApplication({
    apps,
    foreign,
    parts,
    door: context.door,
    settings,
    log,
  });
  onStop('application', 5_000, () => application.close());
  startSweeping(parts, onStop);
}

function refuseFaults(faults: readonly SettingsFault[]): void {
  if (faults.length > 0) throw new SettingsError(faults);
}
