import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, readFile, rename } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import type { Readable } from 'node:stream';
import type { BackupFile, BackupPart } from './backup-part.js';
import { copyIntoFile } from './synced-files.js';

/** One small file of the data folder, the secret key say; nothing when it is not there. */
export function fileBackupPart(name: string, path: string): BackupPart {
  return {
    name,
    async *list(): AsyncGenerator<BackupFile> {
      const content = await readFile(path).catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return null;
        throw error;
      });
      if (content !== null)
        yield { name: basename(path), bytes: content.length, sha256: createHash('sha256').update(content).digest('hex') };
    },
    open: () => Promise.resolve(createReadStream(path)),
    async restore(_file: BackupFile, source: Readable): Promise<void> {
      await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      await copyIntoFile(source, `${path}.restored`, 'plain');
      await rename(`${path}.restored`, path);
    },
  };
}
