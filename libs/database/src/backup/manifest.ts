import { readFile, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { ConfigurationError } from '#runtime';
import { writeSynced } from './synced-files.js';

const count = z.int().min(0);
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const name = z.string().regex(/^[A-Za-z0-9._-]+$/);

/** `manifest.json` of a backup: written last, so a folder without it is no backup. */
export const BackupManifest = z.strictObject({
  format: z.literal('tributary-backup'),
  version: z.literal(1),
  /** By the product's clock. */
  takenAt: z.iso.datetime(),
  /** `pg_current_snapshot()` of the one transaction all of it was read in. */
  snapshot: z.string(),
  rooms: z.array(z.strictObject({ room: z.string(), floor: z.number(), migrations: z.array(z.string()) })),
  tables: z.array(z.strictObject({ name: z.string(), columns: z.array(z.string()), rows: count, bytes: count, sha256 })),
  sequences: z.array(z.strictObject({ name: z.string(), value: z.string() })),
  files: z.array(z.strictObject({ part: name, name, bytes: count, sha256 })),
  /** Named by the tables but unreadable when the backup was written. */
  damaged: z.array(z.strictObject({ part: name, name, code: z.string() })),
});
export type BackupManifest = z.infer<typeof BackupManifest>;

const FILE = 'manifest.json';

export async function writeManifest(folder: string, manifest: BackupManifest): Promise<void> {
  const draft = join(folder, `${FILE}.new`);
  await writeSynced(draft, JSON.stringify(manifest, null, 1));
  await rename(draft, join(folder, FILE));
}

/** Rejects `ConfigurationError` (`backup_incomplete`, `backup_unreadable`). */
export async function readManifest(folder: string): Promise<BackupManifest> {
  const path = join(folder, FILE);
  const text = await readFile(path, 'utf8').catch(async (cause: unknown) => {
    throw new ConfigurationError(await explainUnread(folder), {
      code: 'backup_incomplete',
      hint: 'choose the folder that `admin backup` named when it was done',
      cause,
    });
  });
  const parsed = BackupManifest.safeParse(parseJson(text));
  if (parsed.success) return parsed.data;
  throw new ConfigurationError(`${path} is not a manifest this version understands: ${z.prettifyError(parsed.error)}`, {
    code: 'backup_unreadable',
    hint: 'restore it with the version of the product that wrote it, or a newer one',
  });
}

/** A mistyped path is told apart from a backup that was broken off. */
async function explainUnread(folder: string): Promise<string> {
  const found = await stat(folder).catch(() => null);
  if (found === null) return `there is no folder ${folder}`;
  return found.isDirectory()
    ? `${folder} is not a whole backup: there is no readable ${FILE}`
    : `${folder} is no folder, and a backup is one`;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
