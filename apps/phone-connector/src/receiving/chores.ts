import type { ConnectorContext } from '#connector-sdk';
import { setTimeout as sleep } from 'node:timers/promises';

const RETRY_MS = 2_000;
const AT_ONCE = 50;

/**
 * Work that is owed, in the order it was noted: durable, noted by any process, done by one at a time. It is kept in a transcript, with a position of
 * its own; after a crash the one at the position is done again.
 */
export class Chores<T> {
  private wake: (() => void) | null = null;

  constructor(
    private readonly context: ConnectorContext,
    private readonly name: string,
    /** Does one; resolves with how long to wait (ms) where it is too early. What it throws is tried again. */
    private readonly work: (chore: T, signal: AbortSignal) => Promise<number | void>,
    /** For what another process noted. */
    private readonly lookEveryMs = 1_000,
  ) {}

  /** Durable when it resolves; noted twice under one id it is one. */
  async note(id: string, chore: T): Promise<void> {
    await this.context.transcript(this.name).append({ id, direction: 'inbound', body: chore });
    this.wake?.();
  }

  /** Does what is owed until the signal aborts. */
  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const waitMs = await this.runSome(signal).catch((error: unknown) => {
        if (!signal.aborted)
          this.context.log.warn('chore waits', { chore: this.name, reason: error instanceof Error ? error.message : String(error) });
        return RETRY_MS;
      });
      if (waitMs > 0) await this.rest(waitMs, signal);
    }
  }

  private async runSome(signal: AbortSignal): Promise<number> {
    const position = (await this.context.state.get<number>(this.name)) ?? 0;
    const lines = await this.context.transcript(this.name).since(position, AT_ONCE);
    for (const { seq, body } of lines) {
      if (signal.aborted) return 0;
      const early = await this.work(body as T, signal);
      if (early !== undefined) return Math.min(early, this.lookEveryMs);
      await this.context.state.set(this.name, seq);
    }
    return lines.length > 0 ? 0 : this.lookEveryMs;
  }

  private async rest(ms: number, signal: AbortSignal): Promise<void> {
    const woken = new AbortController();
    this.wake = () => woken.abort();
    await sleep(ms, undefined, { signal: AbortSignal.any([signal, woken.signal]) }).catch(() => undefined);
    this.wake = null;
  }
}
