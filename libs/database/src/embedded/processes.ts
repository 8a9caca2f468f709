import { execFile } from 'node:child_process';
import { readdir, readFile, readlink, realpath } from 'node:fs/promises';
import { platform } from 'node:os';
import { promisify } from 'node:util';

const run = promisify(execFile);

/**
 * Is `pid` a live PostgreSQL process working in `folder`? A zombie is not (where pid 1 reaps slowly a killed one stays for long), nor is a
 * stranger that got the number later. Every process of a server has its data folder as working directory.
 */
export async function isServerOn(folder: string, pid: number): Promise<boolean> {
  if (platform() === 'linux') return isLinuxServerOn(await realpath(folder), pid);
  try {
    const { stdout } = await run('ps', ['-o', 'stat=,command=', '-p', String(pid)]);
    return !stdout.trim().startsWith('Z') && stdout.includes('postgres') && stdout.includes(folder);
  } catch {
    return false;
  }
}

async function isLinuxServerOn(folder: string, pid: number): Promise<boolean> {
  try {
    // "pid (name) state …": the name may hold anything, so the state is what follows the last bracket.
    const line = await readFile(`/proc/${pid}/stat`, 'utf8');
    const end = line.lastIndexOf(')');
    if (!line.slice(0, end).endsWith('postgres') || /^[ZX]$/.test(line.charAt(end + 2))) return false;
    return (await readlink(`/proc/${pid}/cwd`)) === folder;
  } catch {
    return false;
  }
}

/** Backends that outlive their postmaster hold its shared memory, and the next one refuses to start: Linux can find them by folder. */
export async function findServersOn(folder: string): Promise<number[]> {
  if (platform() !== 'linux') return [];
  const real = await realpath(folder);
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);
  const checked = await Promise.all(pids.map(async (pid) => ((await isLinuxServerOn(real, pid)) ? [pid] : [])));
  return checked.flat();
}

export function signalProcess(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, signal);
  } catch {
    return false;
  }
}

/** Asks `condition` every 20 ms; false when `limitMs` passed first. */
export async function waitUntil(condition: () => Promise<boolean>, limitMs: number): Promise<boolean> {
  for (let waited = 0; ; waited += 20) {
    if (await condition()) return true;
    if (waited >= limitMs) return false;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
