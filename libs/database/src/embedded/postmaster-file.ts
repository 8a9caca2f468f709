import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What a running server writes into its data folder (`postmaster.pid`, one value a line). */
export interface PostmasterFile {
  readonly pid: number;
  readonly port: number;
  /** Line 8 as pg_ctl reads it: 'starting', 'ready', 'stopping', 'standby'; empty while it comes up. */
  readonly status: string;
}

export async function readPostmasterFile(folder: string): Promise<PostmasterFile | null> {
  try {
    const lines = (await readFile(join(folder, 'postmaster.pid'), 'utf8')).split('\n');
    const pid = Number(lines[0]);
    if (!Number.isInteger(pid) || pid <= 0) return null;
    return { pid, port: Number(lines[3] ?? 0), status: (lines[7] ?? '').trim() };
  } catch {
    return null;
  }
}
