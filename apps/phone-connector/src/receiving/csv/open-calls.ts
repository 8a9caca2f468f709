import type { ReadRow } from '../../converting/asterisk/read-lines.js';

export interface OpenCall {
  readonly callId: string;
  /** Whose calls keep their order. */
  readonly counterpart: string;
  readonly rows: ReadRow[];
  /** Where in the file the first of its rows begins: the position may not pass it. */
  readonly from: number;
  lastRowAt: number;
}

/** Calls of which more rows may come, in the order of their first ones. */
export class OpenCalls {
  private readonly calls = new Map<string, OpenCall>();

  constructor(
    private readonly quietMs: number,
    /** Is it known to go on? Legs end before their call does. */
    private readonly goesOn: (callId: string) => boolean = () => false,
  ) {}

  add(read: ReadRow, offset: number, now: number): void {
    const open = this.calls.get(read.callId);
    if (open === undefined)
      this.calls.set(read.callId, {
        callId: read.callId,
        counterpart: read.row.src || read.callId,
        rows: [read],
        from: offset,
        lastRowAt: now,
      });
    else {
      open.rows.push(read);
      open.lastRowAt = now;
    }
  }

  /** Those that have been quiet for long enough; all of them, where nothing more can come. */
  listDue(now: number, all = false): OpenCall[] {
    return [...this.calls.values()].filter(({ callId, lastRowAt }) => all || (now - lastRowAt >= this.quietMs && !this.goesOn(callId)));
  }

  remove(callId: string): void {
    this.calls.delete(callId);
  }

  get size(): number {
    return this.calls.size;
  }

  /** Where the file must be read from again after a crash. */
  positionBefore(position: number): number {
    let first = position;
    for (const { from } of this.calls.values()) first = Math.min(first, from);
    return first;
  }
}
