import { setMaxListeners } from 'node:events';
import type { Answerable } from '../faults/fault-guard.js';

/** One life of one connector, from `create` to `stop`. */
export class ConnectorRun implements Answerable {
  private readonly controller = new AbortController();
  private rejectFailed: (error: unknown) => void = () => undefined;
  private over = false;
  /** Rejects when the run fails. */
  readonly failed: Promise<never>;

  constructor(
    readonly inboxId: string,
    readonly guarded = true,
  ) {
    this.failed = new Promise((_resolve, reject) => (this.rejectFailed = reject));
    // One for each request under way.
    setMaxListeners(0, this.controller.signal);
    // Nobody may be waiting yet when it fails.
    this.failed.catch(() => undefined);
  }

  /** Tells the connector to end. */
  get signal(): AbortSignal {
    return this.controller.signal;
  }

  get isOver(): boolean {
    return this.over;
  }

  fail(error: unknown): void {
    this.rejectFailed(error);
  }

  abort(): void {
    this.controller.abort();
  }

  /** From now on the connector reaches nothing. */
  close(): void {
    this.over = true;
  }
}
