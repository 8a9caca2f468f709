import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { ConfigurationError, PermanentError } from '#runtime';
import type { BackupPart } from './backup-part.js';
import { readManifest } from './manifest.js';
import type { BackupManifest } from './manifest.js';
import { Measure } from './synced-files.js';

type ListedFile = BackupManifest['files'][number];

/** Second half of a restore: the files, into parts that stand on the restored database. May be repeated. */
export async function restoreFiles(folder: string, parts: readonly BackupPart[]): Promise<void> {
  const { files } = await readManifest(folder);
  for (const listed of files) {
    const { part: partName, ...file } = listed;
    const part = parts.find(({ name }) => name === partName);
    if (part === undefined)
      throw new ConfigurationError(`the backup holds ${partName}, which this version of the product does not know`, {
        code: 'backup_newer',
      });
    await part.restore(file, openChecked(folder, listed));
  }
}

/** Reads every file once before anything is written: a damaged backup must not leave half a product. Rejects `PermanentError` `backup_corrupt`. */
export async function verifyFiles(folder: string, manifest: BackupManifest): Promise<void> {
  for (const file of manifest.files) await finished(openChecked(folder, file).resume());
}

function openChecked(folder: string, { part, name, bytes, sha256 }: ListedFile): Readable {
  const checked = new Measure({ bytes, sha256 }, name);
  const source = createReadStream(join(folder, 'files', part, name));
  source.once('error', (cause) =>
    checked.destroy(new PermanentError(`${name} in the backup cannot be read`, { code: 'backup_corrupt', cause })),
  );
  return source.pipe(checked);
}
