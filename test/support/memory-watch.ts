import { childrenOf, readProcess } from './child-processes.js';

const LOOK_MS = 20;

/** The most memory that a process and each of its children were seen to hold (VmHWM of Linux, which forgets nothing while a process lives). */
export class MemoryWatch {
  mostOfParent = 0;
  mostOfChild = 0;
  private readonly timer: NodeJS.Timeout;

  constructor(
    private readonly pid: number,
    /** In the command line of the children that count. */
    private readonly command = 'parser-child',
  ) {
    this.timer = setInterval(() => this.look(), LOOK_MS);
    this.look();
  }

  stop(): void {
    clearInterval(this.timer);
    this.look();
  }

  private look(): void {
    this.mostOfParent = Math.max(this.mostOfParent, peakOf(this.pid) ?? 0);
    for (const pid of childrenOf(this.pid))
      if (readProcess(pid, 'cmdline')?.includes(this.command) === true) this.mostOfChild = Math.max(this.mostOfChild, peakOf(pid) ?? 0);
  }
}

function peakOf(pid: number): number | null {
  const kilobytes = /^VmHWM:\s+(\d+) kB/m.exec(readProcess(pid, 'status') ?? '')?.[1];
  return kilobytes === undefined ? null : Number(kilobytes) * 1024;
}
