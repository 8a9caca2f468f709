import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { type AdminContext, type JudgedFile, judgeSettingsFile, readSettingsFile, type SettingsFault } from '#runtime';
import { judgeHolidays, keepHolidaysIn } from '../service-levels/holidays/holidays-in-force.js';
import { type LocateInDesk, readDesk } from './read-desk.js';

export interface WholeDeskFile {
  /** Of the whole file, in the order of its lines: channels, addresses and numbering as well as `profile`; then those of holidays. */
  readonly faults: readonly SettingsFault[];
  /** What stands below `profile`, as it was written. */
  readonly profile: unknown;
  readonly settings: JudgedFile;
}

/** Reads a desk's file, and the files of holidays, as a process would that is started with it. What is no YAML is a fault too. */
export async function readDeskFile(path: string, judgeInboxes: AdminContext['judgeInboxes']): Promise<WholeDeskFile> {
  const settings = judgeSettingsFile(path);
  const ofInboxes = settings.readable === null ? [] : await judgeInboxes(settings.readable);
  keepHolidaysIn(settings.readable?.settings.deskSettings.holidays);
  const ofHolidays = judgeHolidays();
  const { layer } = readSettingsFile(path, path);
  const profile = layer.values['profile'] ?? {};
  // What is no section at all is among the faults of the settings already.
  const { faults } = isSection(profile) ? readDesk(profile, locatorOf(path, layer.locate)) : { faults: [] };
  const different = new Map(
    [...settings.faults, ...ofInboxes, ...faults].map((fault) => [`${fault.path} ${fault.where} ${fault.allowed}`, fault]),
  );
  return { faults: [...[...different.values()].sort(byLine), ...ofHolidays], profile, settings };
}

function byLine(one: SettingsFault, other: SettingsFault): number {
  return lineOf(one) - lineOf(other);
}

function lineOf({ where }: SettingsFault): number {
  return Number(/:(\d+)$/.exec(where)?.[1] ?? 0);
}

function isSection(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** For a desk that came as a setting: lines where its file is known and still the same. */
export function locateIn(path: string | undefined): LocateInDesk {
  const found = findDeskFile(path);
  if (found === undefined) return () => 'profile';
  return locatorOf(found, readSettingsFile(found, found).layer.locate);
}

/** Names of the sections of the desk's file; none where there is no file. */
export function listFileSections(desk: string | undefined): string[] {
  const found = findDeskFile(desk);
  return found === undefined ? [] : Object.keys(readSettingsFile(found, found).layer.values);
}

/** By its path or by its name in config/desks. */
export function findDeskFile(desk: string | undefined): string | undefined {
  if (desk === undefined) return undefined;
  return [desk, `config/desks/${desk}`, `config/desks/${desk}.yaml`].map((each) => resolve(each)).find((each) => existsSync(each));
}

function locatorOf(path: string, locate: (path: readonly PropertyKey[]) => string | undefined): LocateInDesk {
  return (below) => locate(['profile', ...below]) ?? path;
}
