import type { ConnectorFactory } from '#connector-sdk';
import { type AppDefinition, type ReadableSettings, SettingsError, type SettingsFault } from '#runtime';
import type { AppSource } from '../host.js';
import { loadForeignConnectors } from '../nest/foreign-connectors.js';
import { findUnguardedBind } from './exposure.js';
import { findInboxFaults } from './inbox-faults.js';

/** Who judges. */
export interface Judges {
  readonly apps: readonly AppDefinition[];
  /** Null when they could not be loaded, or are another thread's. */
  readonly foreign: readonly ConnectorFactory[] | null;
  /** Channels whose inboxes other threads of the process judge. */
  readonly elsewhere?: readonly string[];
}

/** What only the apps of a process know to be wrong with its settings. */
export function findProcessFaults({ settings, inboxes, locate }: ReadableSettings, judges: Judges): SettingsFault[] {
  const { apps, foreign, elsewhere = [] } = judges;
  const servesApi = apps.some((app) => app.servesApi);
  const schemas = [...apps.flatMap((app) => app.inboxSchemas), ...(foreign ?? []).map(({ descriptor }) => descriptor)];
  return [
    ...(servesApi ? findUnguardedBind(settings) : []),
    ...(schemas.length > 0 && settings.inboxes?.length === 0 ? [createNoInboxFault(locate)] : []),
    ...(schemas.length + elsewhere.length > 0
      ? findInboxFaults({ inboxes, schemas, locate, elsewhere, alone: servesApi && foreign !== null })
      : []),
  ];
}

function createNoInboxFault(locate: ReadableSettings['locate']): SettingsFault {
  return {
    path: 'inboxes',
    where: locate(['inboxes']),
    found: '[]',
    allowed: 'at least one inbox, or no list for the built-in one: without any, every mail is refused',
  };
}

/** What the apps' connectors, and the foreign ones that the settings name, find wrong with the configured inboxes. */
export async function judgeInboxes(
  { settings, inboxes, locate }: ReadableSettings,
  sources: readonly AppSource[],
): Promise<SettingsFault[]> {
  const apps = await Promise.all(sources.map(loadApp));
  const foreign = await loadForeignConnectors(settings.connectors).catch(() => null);
  const schemas = [...apps.flatMap((app) => app.inboxSchemas), ...(foreign ?? []).map(({ descriptor }) => descriptor)];
  return [
    ...(settings.inboxes?.length === 0 ? [createNoInboxFault(locate)] : []),
    ...findInboxFaults({ inboxes, schemas, locate, alone: foreign !== null }),
  ];
}

/** The same error with the faults that the apps find in what can be read: nobody should have to start again to learn of the next one. */
export async function addProcessFaults(error: SettingsError, sources: readonly AppSource[]): Promise<SettingsError> {
  if (error.readable === null) return error;
  const apps = await Promise.all(sources.map(loadApp));
  const foreign = await loadForeignConnectors(error.readable.settings.connectors).catch(() => null);
  return new SettingsError([...error.faults, ...findProcessFaults(error.readable, { apps, foreign })]);
}

export function loadApp(source: AppSource): Promise<AppDefinition> {
  return typeof source === 'function' ? source() : Promise.resolve(source);
}
