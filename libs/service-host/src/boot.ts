import { setTimeout as sleep } from 'node:timers/promises';
import type { ConnectorFactory } from '#connector-sdk';
import { type AppDefinition, SettingsError, type SettingsFault } from '#runtime';
import type { AppSource } from './host.js';
import type { FrontDoor } from './http/front-door.js';
import { findUnguardedBind } from './judging/exposure.js';
import { ensureDataFolder } from './parts/data-folder.js';
import type { PartsContext } from './parts/open-parts.js';
import { AppThread, type ThreadSource } from './threads/app-thread.js';

export interface BootContext extends Omit<PartsContext, 'logLinks'> {
  readonly apps: readonly AppSource[];
  readonly threads?: readonly ThreadSource[];
  readonly defaults?: Readonly<Record<string, string>>;
  readonly locate?: (path: readonly PropertyKey[]) => string;
  readonly door: FrontDoor;
}

/** For what a thread counts. */
const SCRAPE_MS = 1_000;

/** Everything between a listening port and a ready process. Imports are dynamic: they run while the database server comes up. */
export async function bootProcess(context: BootContext): Promise<void> {
  const { settings, log, signal, onStop } = context;
  const threads = (context.threads ?? []).map((source) => startThread(source, context));
  const { findProcessFaults, loadApp } = await import('./judging/process-faults.js');
  const readable = { settings, inboxes: settings.inboxes ?? [], locate: context.locate ?? (() => 'settings') };
  const loading = Promise.all(context.apps.map(loadApp));
  loading.catch(() => undefined);
  const foreigners = loading.then((apps) => loadForeigners(apps, context));
  foreigners.catch(() => undefined);
  const judging = Promise.all(threads.map((thread) => thread.ask('judge')));
  judging.catch(() => undefined);
  // Refused before there is a folder or a server that would have to be taken away again.
  const judge = async () => {
    const apps = await loading;
    const foreign = await foreigners;
    const elsewhere = (context.threads ?? []).flatMap(({ channels }) => channels);
    refuseFaults([...findProcessFaults(readable, { apps, foreign, elsewhere }), ...(await judging).flat()]);
    return { apps, foreign };
  };
  if (findUnguardedBind(settings).length > 0) await judge();
  await ensureDataFolder(settings);
  const { startDatabaseServer } = await import('./parts/database-server.js');
  const starting = startDatabaseServer(settings, log);
  onStop('database server', 2_500, async () => (await starting.catch(() => null))?.stop());
  starting.catch(() => undefined);

  const [composition, { openApplication }] = await Promise.all([judge(), import('./parts/open-application.js')]);
  const server = await starting;
  signal.throwIfAborted();
  const logLinks = { neighbours: threads.map(({ neighbour }) => neighbour), reportsLag: true };
  await openApplication({ ...context, logLinks }, server, composition);
  await Promise.all(threads.map((thread) => openThread(thread, server.url, context)));
}

/** In a cluster the process that runs connectors loads them, not ticketing. */
async function loadForeigners(apps: readonly AppDefinition[], { settings, threads = [] }: BootContext): Promise<ConnectorFactory[]> {
  if (threads.length === 0 && !apps.some((app) => app.connectorFactories.length > 0)) return [];
  const { loadForeignConnectors } = await import('./nest/foreign-connectors.js');
  return loadForeignConnectors(settings.connectors);
}

function startThread(source: ThreadSource, { defaults, health, metrics, onStop }: BootContext): AppThread {
  const thread = new AppThread(source, defaults);
  // Ended after the database server: a thread that could not stop in time is not waited for.
  onStop(`thread of ${source.name}`, 500, () => thread.end());
  health.join({ name: source.name, states: () => thread.ask('health') });
  // A thread that does not answer costs a scrape its figures, not all of them; why it does not is told by health.
  metrics.join(() => Promise.race([thread.ask('metrics'), sleep(SCRAPE_MS, [], { ref: false })]).catch(() => []));
  return thread;
}

/** When the desk is up: what a door takes is consumed at once. */
async function openThread(thread: AppThread, databaseUrl: string, { notes, onStop }: BootContext): Promise<void> {
  onStop(`doors of ${thread.name}`, 5_000, () => thread.ask('stop'));
  for (const { label, text } of await thread.ask('open', databaseUrl)) notes.add(label, text);
}

function refuseFaults(faults: readonly SettingsFault[]): void {
  // Two threads may find the same.
  const different = new Map(faults.map((fault) => [`${fault.path} ${fault.allowed}`, fault]));
  if (different.size > 0) throw new SettingsError([...different.values()]);
}
