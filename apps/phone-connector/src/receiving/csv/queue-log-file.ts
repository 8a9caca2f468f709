import { readQueueLog, type QueueVisit } from '../../converting/asterisk/queue-log.js';
import { openIfThere } from './find-rotated.js';

/** Looked at from the end on: what is older belongs to calls that were told long ago. */
const LOOK_BACK_BYTES = 1024 * 1024;
const MOST_VISITS = 20_000;

/** What `queue_log` knows of the callers of late. It only refines; nothing waits for it. */
export class QueueLog {
  private visits = new Map<string, QueueVisit>();
  private offset: number | null = null;
  private inode = 0;

  constructor(private readonly path: string) {}

  /** Reads what was appended since; begins again where the file is another one. */
  async refresh(): Promise<void> {
    const handle = await openIfThere(this.path);
    if (handle === null) return;
    try {
      const { size, ino } = await handle.stat();
      if (this.offset === null || ino !== this.inode || size < this.offset) {
        this.offset = this.offset === null ? Math.max(0, size - LOOK_BACK_BYTES) : 0;
        this.inode = ino;
      }
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(size - this.offset), 0, size - this.offset, this.offset);
      // A line that is not whole yet is read with the next ones.
      const whole = buffer.subarray(0, bytesRead).lastIndexOf(0x0a) + 1;
      this.visits = readQueueLog(buffer.toString('utf8', 0, whole), this.visits);
      this.offset += whole;
    } finally {
      await handle.close();
    }
    if (this.visits.size > MOST_VISITS) this.visits = new Map([...this.visits].slice(-MOST_VISITS / 2));
  }

  find(uniqueids: readonly string[]): QueueVisit[] {
    return uniqueids.flatMap((id) => this.visits.get(id) ?? []);
  }
}
