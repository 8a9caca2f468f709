import type { Database } from '#database';
import type { Logger } from '#runtime';
import type { BatchHandler, ConsumedRecord } from '../port.js';
import { Interrupted } from './consuming.js';
import { troubleOf } from './trouble.js';
import { backoffOf, waitFor } from './waiting.js';

/** What a handler rejected with. */
export interface Failure {
  readonly error: unknown;
}

/** Tries of a batch against deadlocks and the like, and against trouble of a database that answers again. */
const QUICK_TRIES = 5;

/**
 * Calls the handler with the patience that needs no verdict on records: contention is tried again at once, and while the database is away
 * everything waits, since parking would need it too.
 */
export class Attempts {
  constructor(
    private readonly handler: BatchHandler,
    private readonly database: Database,
    private readonly logger: Logger,
    private readonly stopping: AbortSignal,
  ) {}

  /** Undefined when the effect of all is durable, else the error to judge by. Rejects with `Interrupted` only. */
  async call(records: readonly ConsumedRecord[], signal: AbortSignal): Promise<Failure | undefined> {
    for (let tries = 0; ; tries += 1) {
      if (signal.aborted) throw new Interrupted();
      try {
        await this.handler({ records, signal });
        return undefined;
      } catch (error) {
        if (signal.aborted) throw new Interrupted();
        const trouble = troubleOf(error);
        if (trouble === 'record') return { error };
        this.logger.warn('a batch failed on passing trouble and is tried again', { trouble, tries, records: records.length, error });
        if (trouble === 'system') await this.awaitDatabase(signal);
        if (tries >= QUICK_TRIES) return { error };
        await waitFor(backoffOf(tries), signal, this.stopping);
      }
    }
  }

  /** Runs what must be durable before the offset moves, for as long as it takes. */
  async persist<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T> {
    for (let tries = 0; ; tries += 1) {
      try {
        return await work();
      } catch (error) {
        this.logger.warn('the outcome of a record could not be stored yet', { tries, error });
        await waitFor(backoffOf(tries), signal, this.stopping);
      }
    }
  }

  private async awaitDatabase(signal: AbortSignal): Promise<void> {
    for (let tries = 0; ; tries += 1) {
      try {
        await this.database.sql.query('select 1');
        return;
      } catch {
        await waitFor(backoffOf(tries), signal, this.stopping);
      }
    }
  }
}
