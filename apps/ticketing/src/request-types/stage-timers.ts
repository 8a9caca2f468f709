import { Injectable } from '@nestjs/common';
import type { WorkUnit } from '../tickets/work-unit.js';
import { Timers } from '../timers/timers.js';
import type { Case } from './case.js';

export const STAGE_DEADLINE = 'stage.deadline';
export const STAGE_WARNING = 'stage.warning';

/** A case whose stage is to be left by other moments than before. */
export interface TimedCase {
  readonly case: Pick<Case, 'ticketId' | 'stageSeq' | 'missedAt'>;
  /** Null: its stage has no deadline. */
  readonly dueAt: Date | null;
  readonly warnAt: Date | null;
}

/** When who has a case is reminded, and told that its stage ran out. */
@Injectable()
export class StageTimers {
  constructor(private readonly timers: Timers) {}

  /** In the place of those before. What ran out is told at once, once; of what is past nobody is reminded. */
  async set({ transaction, now }: WorkUnit, timed: readonly TimedCase[]): Promise<void> {
    const ids = timed.map(({ case: { ticketId } }) => ticketId);
    for (const kind of [STAGE_DEADLINE, STAGE_WARNING]) await this.timers.cancel(transaction, kind, ids);
    await this.timers.set(
      transaction,
      timed.flatMap(({ case: { ticketId, stageSeq, missedAt }, dueAt, warnAt }) => {
        const timer = (kind: string, at: Date) => ({ kind, key: ticketId, ticketId, dueAt: at, data: { seq: stageSeq } });
        return [
          ...(dueAt !== null && (missedAt === null || dueAt > now) ? [timer(STAGE_DEADLINE, dueAt)] : []),
          ...(warnAt !== null && warnAt > now ? [timer(STAGE_WARNING, warnAt)] : []),
        ];
      }),
    );
  }
}
