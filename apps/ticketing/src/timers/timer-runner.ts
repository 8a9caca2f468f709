import { Inject, Injectable } from '@nestjs/common';
import { DATABASE, type Database } from '#database';
import { CLOCK, type Clock, LOGGER, type Logger } from '#runtime';
import { TicketWork } from '../tickets/ticket-work.js';
import type { WorkUnit } from '../tickets/work-unit.js';
import type { Timer } from './timer.js';
import { type TimerHandler, Timers } from './timers.js';

const MOST_AT_ONCE = 500;
/** Waits after a timer's handler failed; the last one repeats. */
const BACKOFF_MS = [5_000, 30_000, 300_000, 3_600_000];

/**
 * Runs what is due. A timer is taken away in the transaction of what it does, so it does it once, whoever dies; several processes share the work. One
 * whose handler fails is tried again later and holds up no other.
 */
@Injectable()
export class TimerRunner {
  constructor(
    private readonly timers: Timers,
    private readonly work: TicketWork,
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOGGER) private readonly log: Logger,
  ) {}

  /** Returns how many were due. Call again at once when it was any: what they did may have made others due. */
  async runDue(): Promise<number> {
    const now = this.clock.now();
    const kinds = await this.database.sql.query<{ kind: string }>(
      'select distinct kind from timers where due_at <= $1 and kind = any($2::text[]) order by kind',
      [now, this.timers.kinds()],
    );
    let count = 0;
    for (const { kind } of kinds) count += await this.runKind(kind, this.timers.handlerOf(kind)!, now);
    return count;
  }

  private async runKind(kind: string, handler: TimerHandler, now: Date): Promise<number> {
    let taken: readonly Timer[] = [];
    try {
      await this.work.run(async (unit) => {
        taken = await take(unit, kind, now, MOST_AT_ONCE);
        if (taken.length > 0) await handler(unit, taken);
      });
      return taken.length;
    } catch (error) {
      if (taken.length === 1) {
        await this.postpone(taken[0]!, now, error);
        return 0;
      }
    }
    let done = 0;
    for (const timer of taken) done += await this.runOne(timer, handler, now);
    return done;
  }

  private async runOne(timer: Timer, handler: TimerHandler, now: Date): Promise<number> {
    try {
      return await this.work.run(async (unit) => {
        const taken = await take(unit, timer.kind, now, 1, timer.key);
        if (taken.length > 0) await handler(unit, taken);
        return taken.length;
      });
    } catch (error) {
      await this.postpone(timer, now, error);
      return 0;
    }
  }

  private async postpone({ kind, key, ticketId }: Timer, now: Date, error: unknown): Promise<void> {
    this.log.error('what was to happen now failed; it is tried again later', { kind, key, ticketId, error });
    await this.database.sql.query(
      `update timers set tries = tries + 1, due_at = $3::timestamptz + ($4::int[])[least(tries + 1, ${BACKOFF_MS.length})] * interval '1 millisecond'
       where kind = $1 and key = $2 and due_at <= $3`,
      [kind, key, now, BACKOFF_MS],
    );
  }
}

async function take({ transaction }: WorkUnit, kind: string, now: Date, limit: number, key?: string): Promise<Timer[]> {
  const rows = await transaction.query<Timer>(
    `delete from timers where (kind, key) in (
       select kind, key from timers where kind = $1 and due_at <= $2 and ($4::text is null or key = $4) order by due_at, key limit $3 for update skip locked)
     returning kind, key, ticket_id as "ticketId", due_at as "dueAt", data`,
    [kind, now, limit, key ?? null],
  );
  return rows.sort((a, b) => a.dueAt.getTime() - b.dueAt.getTime() || (a.key < b.key ? -1 : 1));
}
