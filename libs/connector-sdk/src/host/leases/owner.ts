import { randomUUID } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

/** Who holds a lease: one start of one process on one machine. */
export interface Owner {
  readonly machine: string;
  readonly pid: number;
  readonly start: string;
}

/** Starts within this very process: one process may run several hosts, as tests do. */
const startedHere = new Set<string>();

/** Machine: this boot and this pid namespace, so that two containers of one name are not taken for each other. */
export function createOwner(): Owner {
  const parts = [hostname(), readOr('', () => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim())];
  parts.push(readOr('', () => readlinkSync('/proc/self/ns/pid')));
  const start = randomUUID();
  startedHere.add(start);
  return { machine: parts.join('/'), pid: process.pid, start };
}

export function formatOwner(owner: Owner): string {
  return `${owner.machine}|${owner.pid}|${owner.start}`;
}

/**
 * Is the process behind `text` certainly gone? Only the same machine can say: a process that was killed there need not be waited for.
 * `isAlive` says whether a pid is taken by any process.
 */
export function isCertainlyGone(text: string, self: Owner, isAlive: (pid: number) => boolean = isPidAlive): boolean {
  const [machine, pid, start = ''] = text.split('|');
  if (machine !== self.machine || start === self.start || startedHere.has(start)) return false;
  return Number(pid) === self.pid || !isAlive(Number(pid));
}

function isPidAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}

function readOr(otherwise: string, read: () => string): string {
  try {
    return read();
  } catch {
    return otherwise;
  }
}
