import { resolve } from 'node:path';
import { type ReadableSettings, SettingsError, type SettingsFault } from './faults.js';
import { readSettingsFile } from './file-layer.js';
import { loadLocatedSettings, type SettingsSources } from './load-settings.js';

export interface JudgedFile {
  /** Of the file and of what stands above it; empty when a process would start with it. */
  readonly faults: readonly SettingsFault[];
  /** What can be read in spite of faults; null when nothing can. */
  readonly readable: ReadableSettings | null;
  /** Names of the sections that the file itself has. */
  readonly sections: readonly string[];
}

/** The settings of a process that is started with this file as its desk: below TRIBUTARY_CONFIG and the environment, as then. */
export function judgeSettingsFile(path: string, sources: SettingsSources = {}): JudgedFile {
  const environment = { ...(sources.environment ?? process.env), TRIBUTARY_DESK: resolve(path) };
  const sections = Object.keys(readSettingsFile(path, path, environment).layer.values);
  try {
    const { settings, locate } = loadLocatedSettings({ ...sources, environment });
    return { faults: [], readable: { settings, inboxes: settings.inboxes ?? [], locate }, sections };
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    return { faults: error.faults, readable: error.readable, sections };
  }
}
