import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigurationError, readSettingsFile, type SettingsFault } from '#runtime';
import type { HolidaySet } from '../calendars/holiday-set.js';
import { findHolidayFaults, HolidayFile, toHolidaySet } from './holiday-file.js';

export interface ReadHolidays {
  /** By key; of files without faults. */
  readonly sets: ReadonlyMap<string, HolidaySet>;
  /** Of what stands in the files: another when days differ. */
  readonly hash: string;
  readonly faults: readonly SettingsFault[];
}

/** All files of these folders; files with one key are one set. A folder that is not there has none. */
export function readHolidays(folders: readonly string[]): ReadHolidays {
  const paths = listHolidayFiles(folders);
  const faults: SettingsFault[] = [];
  const hash = createHash('sha256');
  for (const path of paths) hash.update(readFileSync(path)).update('\0');
  const byKey = group(paths.flatMap((path) => readOne(path, faults)));
  const sets = new Map([...byKey].map(([key, ofKey]) => [key, toHolidaySet(key, ofKey)]));
  return { sets, hash: hash.digest('hex').slice(0, 32), faults };
}

export function listHolidayFiles(folders: readonly string[]): string[] {
  return folders
    .filter((folder) => existsSync(folder))
    .flatMap((folder) => readdirSync(folder).map((name) => join(folder, name)))
    .filter((path) => /\.ya?ml$/.test(path))
    .sort();
}

/** Throws `ConfigurationError` (`holidays_invalid`) with all faults of all files. */
export function readHolidaySets(folder: string): ReadonlyMap<string, HolidaySet> {
  const { sets, faults } = readHolidays([folder]);
  if (faults.length > 0) throw invalidHolidays(faults);
  return sets;
}

export function invalidHolidays(faults: readonly SettingsFault[]): ConfigurationError {
  return new ConfigurationError(
    `the holidays have ${faults.length === 1 ? 'a fault' : `${faults.length} faults`}:\n${faults.map(show).join('\n')}`,
    { code: 'holidays_invalid', hint: 'config/holidays/cn.yaml shows how they are written', fields: { faults } },
  );
}

function readOne(path: string, faults: SettingsFault[]): HolidayFile[] {
  const { layer, faults: unreadable } = readSettingsFile(path, path);
  faults.push(...unreadable);
  if (unreadable.length > 0) return [];
  const at = (steps: readonly PropertyKey[]) => ({ path: steps.map(String).join('.'), where: layer.locate(steps) ?? path });
  const parsed = HolidayFile.safeParse(layer.values);
  if (!parsed.success) {
    for (const issue of parsed.error.issues) {
      // What a key should be stands inside.
      const { message } = (issue.code === 'invalid_key' ? issue.issues[0] : undefined) ?? issue;
      faults.push({ ...at(issue.path), found: 'something else', allowed: message });
    }
    return [];
  }
  for (const { path: steps, problem } of findHolidayFaults(parsed.data))
    faults.push({ ...at(steps), found: problem, allowed: 'days of that year' });
  return [parsed.data];
}

function show({ path, where, found, allowed }: SettingsFault): string {
  return `  ${path} (${where}): found ${found}; allowed: ${allowed}`;
}

function group(files: readonly HolidayFile[]): Map<string, HolidayFile[]> {
  const byKey = new Map<string, HolidayFile[]>();
  for (const file of files) byKey.set(file.key, [...(byKey.get(file.key) ?? []), file]);
  return byKey;
}
