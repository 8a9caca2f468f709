import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ConfigurationError, readSettingsFile, type SettingsFault } from '#runtime';
import type { HolidaySet } from '../calendars/holiday-set.js';
import { findHolidayFaults, HolidayFile, toHolidaySet } from './holiday-file.js';

const FOLDER = 'config/holidays';
const known = new Map<string, ReadonlyMap<string, HolidaySet>>();

/** Sets of holidays by key: those that ship, and what an installation put beside them. Read once a process. */
export function knownHolidaySets(folder = resolve(FOLDER)): ReadonlyMap<string, HolidaySet> {
  const read = known.get(folder) ?? readHolidaySets(folder);
  known.set(folder, read);
  return read;
}

/** Throws `ConfigurationError` (`holidays_invalid`) with all faults of all files. */
export function readHolidaySets(folder: string): ReadonlyMap<string, HolidaySet> {
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => /\.ya?ml$/.test(name)) : [];
  const faults: SettingsFault[] = [];
  const files = names.sort().flatMap((name) => readOne(join(folder, name), faults));
  if (faults.length > 0)
    throw new ConfigurationError(
      `the holidays have ${faults.length === 1 ? 'a fault' : `${faults.length} faults`}:\n${faults.map(show).join('\n')}`,
      { code: 'holidays_invalid', hint: 'config/holidays/cn.yaml shows how they are written', fields: { faults } },
    );
  const byKey = group(files);
  return new Map([...byKey].map(([key, ofKey]) => [key, toHolidaySet(key, ofKey)]));
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
