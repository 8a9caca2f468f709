import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { HolidaySet } from '../calendars/holiday-set.js';
import { invalidHolidays, listHolidayFiles, type ReadHolidays, readHolidays } from './holiday-files.js';

const SHIPPED = 'config/holidays';

/** The sets of this process: those that ship, and what an installation put beside them. */
let folders: readonly string[] = [resolve(SHIPPED)];
let inForce: ReadHolidays | null = null;
/** Names, times and sizes of the files as they were looked at last. */
let seen = '';

/** Where an installation keeps files of its own, beside those that ship; to be called before a desk is read. */
export function keepHolidaysIn(own: string | undefined): void {
  const wanted = [resolve(SHIPPED), ...(own === undefined ? [] : [resolve(own)])];
  if (wanted.join() === folders.join()) return;
  folders = wanted;
  inForce = null;
  seen = '';
}

/** By key. Throws `ConfigurationError` (`holidays_invalid`) where none were read without a fault yet. */
export function knownHolidaySets(): ReadonlyMap<string, HolidaySet> {
  return holidaysInForce().sets;
}

export function holidaysInForce(): ReadHolidays {
  if (inForce !== null) return inForce;
  lookAtHolidays();
  return inForce!;
}

/**
 * Reads the files anew if they are others than at the last look (a few calls of the file system, so it may be asked often). Throws `ConfigurationError`
 * (`holidays_invalid`), once for each state of the files; what was in force stays.
 */
export function lookAtHolidays(): void {
  const files = listHolidayFiles(folders).map((path) => {
    const { mtimeMs, size, ino } = statSync(path);
    return `${path} ${mtimeMs} ${size} ${ino}`;
  });
  const now = files.join('\n');
  if (now === seen && inForce !== null) return;
  const read = readHolidays(folders);
  seen = now;
  if (read.faults.length > 0) throw invalidHolidays(read.faults);
  inForce = read;
}

/** For a check: what can be read without a fault is in force from now on in this process. Returns the faults. */
export function judgeHolidays(): ReadHolidays['faults'] {
  inForce = readHolidays(folders);
  return inForce.faults;
}
