import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { open, rm, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, it } from '@jest/globals';

const CHUNK_BYTES = 1_048_576;

/** A disk of its own that is soon full. */
export interface SmallDisk {
  readonly folder: string;
  freeBytes(): Promise<number>;
  /** Takes all but `leftBytes` away. */
  fill(leftBytes?: number): Promise<void>;
  /** Gives back what `fill` took. */
  free(): Promise<void>;
}

/**
 * A suite over a tmpfs of `mebibytes`, mounted at once and unmounted after its last test. Without the right to mount it is skipped aloud, and
 * fails when `REQUIRE_SERVICES=1`.
 */
export function describeWithSmallDisk(mebibytes: number, title: string, body: (disk: SmallDisk) => void): void {
  const folder = mkdtempSync(join(tmpdir(), 'full-'));
  chmodSync(folder, 0o711);
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${mebibytes}m,mode=711`, 'tmpfs', folder]).status === 0;
  if (!mounted) {
    rmSync(folder, { recursive: true, force: true });
    const reason = `${title}: no right to mount a small disk here`;
    if (process.env['REQUIRE_SERVICES'] !== '1') {
      process.stderr.write(`SKIPPED ${reason}\n`);
      describe.skip(title, () => body(diskOn(folder)));
      return;
    }
    describe(title, () => {
      it('has a small disk', () => {
        throw new Error(reason);
      });
    });
    return;
  }
  describe(title, () => {
    body(diskOn(folder));
    // Hooks run in the order they were registered: what the body started has to be gone from the disk by then.
    afterAll(() => {
      const { status, stderr } = spawnSync('umount', [folder], { encoding: 'utf8' });
      if (status !== 0) spawnSync('umount', ['--lazy', folder]);
      rmSync(folder, { recursive: true, force: true });
      if (status !== 0) throw new Error(`something still runs on the small disk: ${stderr}`);
    });
  });
}

function diskOn(folder: string): SmallDisk {
  const ballast = join(folder, 'ballast');
  const freeBytes = async () => {
    const { bavail, bsize } = await statfs(folder);
    return bavail * bsize;
  };
  return {
    folder,
    freeBytes,
    fill: async (leftBytes = 0) => {
      const file = await open(ballast, 'a');
      try {
        for (let left = (await freeBytes()) - leftBytes; left > 0; left = (await freeBytes()) - leftBytes)
          await file.write(Buffer.alloc(Math.min(left, CHUNK_BYTES)));
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
      } finally {
        await file.close();
      }
    },
    free: () => rm(ballast, { force: true }),
  };
}
