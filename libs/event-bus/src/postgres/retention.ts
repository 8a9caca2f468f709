import type { Database } from '#database';
import type { Clock, Logger } from '#runtime';

const CHUNK = 1_000;
const EVERY_MS = 3_600_000;
const DAY_MS = 86_400_000;
/** Name of the advisory lock that keeps two processes from sweeping at once. */
const LOCK = 0x54_52_43;

/** Deletes what every group has consumed and what is older than the retention, in small chunks. Unconsumed records stay, however old. */
export class Retention {
  private timer: NodeJS.Timeout | undefined;
  private sweeping: Promise<unknown> | undefined;
  private stopped = false;

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly logger: Logger,
    private readonly retentionDays: number,
  ) {}

  start(): void {
    this.timer = setInterval(() => {
      this.sweeping = this.sweep().catch((error: unknown) => this.logger.warn('old records could not be deleted now', { error }));
    }, EVERY_MS);
  }

  async stop(): Promise<void> {
    this.stopped = true;
    clearInterval(this.timer);
    await this.sweeping;
  }

  /** Resolves to the number of deleted records. */
  async sweep(): Promise<number> {
    const before = new Date(this.clock.now().getTime() - this.retentionDays * DAY_MS);
    const heads = await this.database.sql.query<{ id: number }>('select id from log_heads order by id');
    let total = 0;
    for (const { id } of heads) {
      for (let deleted = CHUNK; deleted === CHUNK && !this.stopped; total += deleted) deleted = await this.sweepChunk(id, before);
    }
    if (total > 0) this.logger.info('deleted records past the retention', { records: total });
    return total;
  }

  private sweepChunk(head: number, before: Date): Promise<number> {
    return this.database.run(async (transaction) => {
      const [lock] = await transaction.query<{ taken: boolean }>('select pg_try_advisory_xact_lock($1, $2) as taken', [LOCK, head]);
      if (lock?.taken !== true) return 0;
      const rows = await transaction.query(
        `with oldest as (
           select "offset", appended_at from log_records where head = $1
             and "offset" < coalesce((select min(committed) from consumer_offsets where head = $1), 9223372036854775807)
           order by "offset" limit ${CHUNK})
         delete from log_records where head = $1 and "offset" in (select "offset" from oldest where appended_at < $2) returning 1`,
        [head, before],
      );
      return rows.length;
    });
  }
}
