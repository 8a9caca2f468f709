import { statfs } from 'node:fs/promises';
import type { HealthCheck, HealthState, Settings } from '#runtime';

/**
 * Is there room where the data lies? Looked at apart from the database: on a full disk it may be down for lack of space, or still answer
 * and take nothing more.
 */
export function watchDataDisk({ data }: Pick<Settings, 'data'>): HealthCheck {
  return { name: 'disk', check: () => checkSpace(data.dir, data.minFreeBytes) };
}

async function checkSpace(folder: string, minFreeBytes: number): Promise<HealthState> {
  const { bavail, bsize } = await statfs(folder);
  const free = bavail * bsize;
  if (free >= minFreeBytes) return { ok: true };
  return {
    ok: false,
    detail:
      `the disk is full: ${inMegabytes(free)} MB free where ${folder} lies, data.minFreeBytes wants ${inMegabytes(minFreeBytes)} MB; ` +
      'free space there, nothing else is needed',
  };
}

function inMegabytes(bytes: number): string {
  return (bytes / 1_048_576).toFixed(bytes < 10_485_760 ? 1 : 0);
}
