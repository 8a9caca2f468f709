import { together, type Database, type Transaction, type TransactionAtOnce } from '#database';
import type { Clock } from '#runtime';
import { troubleOf } from '../consuming/trouble.js';
import type { EncodedRecord } from '../outgoing.js';
import type { Alongside } from '../port.js';
import type { Appended, LogRepository } from './log.repository.js';

interface Caller {
  readonly records: readonly EncodedRecord[];
  readonly bytes: number;
  readonly alongside: Alongside | undefined;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

const MAX_RECORDS = 500;
const MAX_BYTES = 4 * 1024 * 1024;
const QUICK_TRIES = 3;

/**
 * What waits while a commit is under way goes together into the next transaction, in the order of the calls: twenty callers cost one commit.
 * A caller whose `alongside` fails is turned away alone; the others' may then run a second time, in a new transaction.
 */
export class GroupedAppender {
  private waiting: Caller[] = [];
  private flushing: Promise<void> | undefined;

  constructor(
    private readonly database: Database,
    private readonly log: LogRepository,
    private readonly clock: Clock,
    private readonly onAppended: (appended: readonly Appended[]) => void,
  ) {}

  append(records: readonly EncodedRecord[], alongside: Alongside | undefined): Promise<void> {
    const bytes = records.reduce((sum, record) => sum + record.bytes, 0);
    return new Promise((resolve, reject) => {
      this.waiting.push({ records, bytes, alongside, resolve, reject });
      this.flushing ??= this.flush();
    });
  }

  /** Resolves when nothing waits. */
  async drain(): Promise<void> {
    await this.flushing;
  }

  private async flush(): Promise<void> {
    // One turn of the loop lets calls of the same moment come together.
    await Promise.resolve();
    while (this.waiting.length > 0) await this.write(this.takeGroup());
    this.flushing = undefined;
  }

  private takeGroup(): Caller[] {
    let records = 0;
    let bytes = 0;
    const fits = this.waiting.findIndex((caller, index) => {
      records += caller.records.length;
      bytes += caller.bytes;
      return index > 0 && (records > MAX_RECORDS || bytes > MAX_BYTES);
    });
    return this.waiting.splice(0, fits === -1 ? this.waiting.length : fits);
  }

  private async write(group: readonly Caller[]): Promise<void> {
    let callers = group;
    for (let tries = 0; callers.length > 0; tries += 1) {
      try {
        const moved = await this.commit(callers);
        for (const caller of callers) caller.resolve();
        return this.onAppended(moved);
      } catch (error) {
        const cause = error instanceof AlongsideFailed ? error.cause : error;
        const trouble = troubleOf(cause);
        if (trouble === 'contention' && tries < QUICK_TRIES) continue;
        if (error instanceof AlongsideFailed && trouble !== 'system') {
          error.caller.reject(cause);
          callers = callers.filter((caller) => caller !== error.caller);
        } else if (trouble === 'record' && callers.length > 1) {
          // Somebody spoiled the transaction without saying so: each for himself.
          for (const caller of callers) await this.write([caller]);
          return;
        } else {
          for (const caller of callers) caller.reject(cause);
          return;
        }
      }
    }
  }

  private commit(callers: readonly Caller[]): Promise<Appended[]> {
    const records = callers.flatMap((caller) => caller.records);
    const now = this.clock.now();
    if (callers.every((caller) => caller.alongside === undefined)) return this.log.append(this.database.sql, records, now, false);
    return this.appendTogether(callers, records, now);
  }

  /** One round trip; the append is the last statement. */
  private async appendTogether(callers: readonly Caller[], records: readonly EncodedRecord[], now: Date): Promise<Appended[]> {
    await this.log.learnHeads(records);
    try {
      return await this.database.runAtOnce((transaction) => {
        const alongside = callers.map((caller) => sendAlongside(caller, transaction));
        const appending = records.length === 0 ? [] : this.log.append(transaction, records, now, false);
        return together([...alongside, appending]).then(() => appending);
      });
    } catch (error) {
      if (!(error instanceof NothingSent)) throw error;
      await error.running;
      throw new AlongsideFailed(error.caller, new Error('what goes along with an append sent no statement in its first turn'));
    }
  }
}

/** Nothing was committed; `running` rejects with why, as a rule. */
class NothingSent extends Error {
  constructor(
    readonly caller: Caller,
    readonly running: Promise<void>,
  ) {
    super('nothing was sent in the first turn');
  }
}

function sendAlongside(caller: Caller, transaction: TransactionAtOnce): Promise<void> {
  if (caller.alongside === undefined) return Promise.resolve();
  const before = transaction.sent;
  const running = runAlongside(caller, transaction);
  // Met again where it is awaited, unless another caller keeps all from being sent.
  running.catch(() => undefined);
  if (transaction.sent === before) throw new NothingSent(caller, running);
  return running;
}

class AlongsideFailed extends Error {
  constructor(
    readonly caller: Caller,
    cause: unknown,
  ) {
    super('what goes along with an append failed', { cause });
  }
}

async function runAlongside(caller: Caller, transaction: Transaction): Promise<void> {
  try {
    await caller.alongside?.(transaction);
  } catch (error) {
    throw new AlongsideFailed(caller, error);
  }
}
