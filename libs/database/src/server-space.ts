import { RetriableError } from '#runtime';
import type { TransactionRunner } from './transaction.js';

const NO_ROOM = new Set(['storage_full', 'database_io']);
/** 256 kB in rows too short to be compressed or stored apart, on pages of their own: what some appended records take. */
const FILL = `insert into room_that_is_tried select repeat(md5(n::text), 60) from generate_series(1, 128) n`;

/**
 * Does the server have room? Its disk cannot be seen from here, and a full one still answers questions. So faults are remembered as they
 * happen, and after one it is tried whether something can be written again. While all is well this costs the server nothing.
 */
export class ServerSpace {
  private fault: RetriableError | null = null;
  private trying: Promise<void> | undefined;

  /** `work` as it is; what it rejects with is looked at. */
  watch<T>(work: Promise<T>): Promise<T> {
    work.catch((error: unknown) => this.remember(error));
    return work;
  }

  /** As `Database.checkSpace`. */
  async check(runner: Pick<TransactionRunner, 'run'>): Promise<void> {
    if (this.fault === null) return;
    this.trying ??= this.tryAgain(runner).finally(() => (this.trying = undefined));
    await this.trying;
    if (this.fault !== null) throw this.fault;
  }

  private remember(error: unknown): void {
    if (error instanceof RetriableError && NO_ROOM.has(error.code)) this.fault = error;
  }

  /** A fault that says nothing of room (no right to make tables, say) ends the doubt: the next append will tell. */
  private async tryAgain(runner: Pick<TransactionRunner, 'run'>): Promise<void> {
    const enough = new Error('rolled back, for nothing of it is to stay');
    try {
      await runner.run(async (transaction) => {
        await transaction.query('create table room_that_is_tried (words text)');
        await transaction.query(FILL);
        throw enough;
      });
    } catch (error) {
      this.remember(error);
      if (!(error instanceof RetriableError)) this.fault = null;
    }
  }
}
