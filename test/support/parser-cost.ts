import { readProcess } from './child-processes.js';

/** Linux counts CPU in ticks of 10 ms. */
const TICK_MS = 10;

/** What a process has used so far; zeros once it is gone or where there is no /proc. */
export interface ProcessCost {
  readonly cpuMs: number;
  /** The most it ever held (VmHWM). */
  readonly peakBytes: number;
}

export function costOf(pid: number): ProcessCost {
  const stat = readProcess(pid, 'stat') ?? '';
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const peak = /^VmHWM:\s+(\d+) kB/m.exec(readProcess(pid, 'status') ?? '')?.[1];
  return { cpuMs: (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) * TICK_MS, peakBytes: Number(peak ?? 0) * 1024 };
}
