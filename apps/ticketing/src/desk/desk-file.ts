import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { readSettingsFile } from '#runtime';
import { type LocateInDesk, type ReadDesk, readDesk } from './read-desk.js';

/** Reads `profile` of a file, with the lines of its faults. What is no YAML is a fault too. */
export function readDeskFile(path: string): ReadDesk {
  const { layer, faults } = readSettingsFile(path, path);
  if (faults.length > 0) return { desk: null, faults };
  return readDesk(layer.values['profile'], locatorOf(path, layer.locate));
}

/** For a desk that came as a setting: lines where its file is known and still the same. */
export function locateIn(path: string | undefined): LocateInDesk {
  const found =
    path === undefined
      ? undefined
      : [path, `config/desks/${path}`, `config/desks/${path}.yaml`].map((each) => resolve(each)).find((each) => existsSync(each));
  if (found === undefined) return () => 'profile';
  return locatorOf(found, readSettingsFile(found, found).layer.locate);
}

function locatorOf(path: string, locate: (path: readonly PropertyKey[]) => string | undefined): LocateInDesk {
  return (below) => locate(['profile', ...below]) ?? path;
}
