import { readdir } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { PermanentError, readSettingsFile } from '#runtime';

const FOLDER = 'config/desks';

export interface DeskChoice {
  readonly key: string;
  readonly name: string;
  readonly languages: readonly string[];
  /** How many of what it brings, by section of the desk's file. */
  readonly brings: Readonly<Record<string, number>>;
}

/** Desks that ship with the product; none where its folder is not beside it. */
export async function listDeskChoices(): Promise<DeskChoice[]> {
  const files = await readdir(resolve(FOLDER)).catch(() => []);
  return files
    .filter((file) => file.endsWith('.yaml'))
    .sort()
    .map((file) => {
      const key = basename(file, '.yaml');
      const { profile, name } = read(key);
      const { languages = [] } = profile as { languages?: string[] };
      return { key, name, languages, brings: count(profile) };
    });
}

/** What stands below `profile` of one of them. Throws `PermanentError` (`desk_choice_unknown`). */
export async function readDeskChoice(key: string): Promise<Record<string, unknown>> {
  const choices = await listDeskChoices();
  if (!choices.some((choice) => choice.key === key))
    throw new PermanentError(`no desk ${key} ships with the product`, { code: 'desk_choice_unknown' });
  return read(key).profile;
}

function read(key: string): { readonly profile: Record<string, unknown>; readonly name: string } {
  const path = resolve(FOLDER, `${key}.yaml`);
  const { values } = readSettingsFile(path, path).layer;
  const { name = key } = (values['deskSettings'] ?? {}) as { name?: string };
  return { profile: (values['profile'] ?? {}) as Record<string, unknown>, name };
}

function count(profile: Readonly<Record<string, unknown>>): Record<string, number> {
  const sized = Object.entries(profile).map(([section, value]) => {
    const size = Array.isArray(value) ? value.length : typeof value === 'object' && value !== null ? Object.keys(value).length : 0;
    return [section, size] as const;
  });
  return Object.fromEntries(sized.filter(([, size]) => size > 0));
}
