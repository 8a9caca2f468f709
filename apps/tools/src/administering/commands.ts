import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { AdminCommand } from '#runtime';
import { backup, restore } from './backup.js';
import { migrate } from './migrate.js';
import { sendMail } from './send-mail.js';

const OWN: readonly AdminCommand[] = [sendMail, migrate, backup, restore];

/** Own commands, and those that each app in the folder `apps` exports from `src/*.admin`. An own one that is asked for by name spares the imports. */
export async function listCommands(apps: string, wanted?: string): Promise<AdminCommand[]> {
  const own = OWN.filter((command) => command.name === wanted);
  if (own.length > 0) return own;
  const found: AdminCommand[] = [];
  for (const path of await findAdminFiles(apps)) {
    const { adminCommands = [] } = (await import(pathToFileURL(path).href)) as AdminModule;
    found.push(...adminCommands);
  }
  return [...OWN, ...found];
}

interface AdminModule {
  readonly adminCommands?: readonly AdminCommand[];
}

async function findAdminFiles(apps: string): Promise<string[]> {
  const entries = await readdir(apps, { withFileTypes: true });
  const found = await Promise.all(
    entries
      .filter((entry) => entry.isDirectory())
      .map(async (entry) => {
        const folder = join(apps, entry.name, 'src');
        const names = await readdir(folder).catch(() => [] as string[]);
        return names.filter((name) => /\.admin\.(js|ts)$/.test(name)).map((name) => `${folder}/${name}`);
      }),
  );
  return found.flat().sort();
}
