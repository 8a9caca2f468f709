import { readdir } from 'node:fs/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { AdminCommand } from '#runtime';
import { backup, restore } from './backup.js';
import { migrate } from './migrate.js';
import { sendMail } from './send-mail.js';

const OWN: readonly AdminCommand[] = [sendMail, migrate, backup, restore];
const APPS = fileURLToPath(new URL('../../..', import.meta.url));

/** Own commands, and those that each app exports from `src/*.admin`. An own one that is asked for by name spares the imports. */
export async function listCommands(wanted?: string): Promise<AdminCommand[]> {
  const own = OWN.filter((command) => command.name === wanted);
  if (own.length > 0) return own;
  const found: AdminCommand[] = [];
  for (const path of await findAdminFiles()) {
    const { adminCommands = [] } = (await import(pathToFileURL(path).href)) as AdminModule;
    found.push(...adminCommands);
  }
  return [...OWN, ...found];
}

interface AdminModule {
  readonly adminCommands?: readonly AdminCommand[];
}

async function findAdminFiles(): Promise<string[]> {
  const apps = await readdir(APPS, { withFileTypes: true });
  const found = await Promise.all(
    apps
      .filter((entry) => entry.isDirectory())
      .map(async (entry) => {
        const folder = `${APPS}/${entry.name}/src`;
        const names = await readdir(folder).catch(() => [] as string[]);
        return names.filter((name) => /\.admin\.(js|ts)$/.test(name)).map((name) => `${folder}/${name}`);
      }),
  );
  return found.flat().sort();
}
