import { Injectable } from '@nestjs/common';
import type { TicketId } from '#contracts';
import { describeTicket, type TicketRef, toTicketRecord } from '../../tickets/ticket-events.js';
import type { WorkUnit } from '../../tickets/work-unit.js';
import { Timers } from '../../timers/timers.js';
import { type Clock, nextTelling } from './clock.js';
import { ClockRepository } from './clock.repository.js';
import type { ClockNews } from './clock-sheet.js';

export const CLOCK_TIMER = 'clock';

/** Writes clocks with their timers, and tells what became of them: all in the transaction that changes them. */
@Injectable()
export class ClockTeller {
  constructor(
    private readonly clocks: ClockRepository,
    private readonly timers: Timers,
  ) {}

  /** `as` judged: clocks that are there, and of which nothing else changed. */
  async write(unit: WorkUnit, changed: readonly Clock[], as: 'whole' | 'judged' = 'whole'): Promise<void> {
    await (as === 'judged' ? this.clocks.writeJudged(unit.transaction, changed) : this.clocks.write(unit.transaction, changed));
    const next = changed.map((clock) => ({ clock, at: nextTelling(clock) }));
    await this.timers.set(
      unit.transaction,
      next.flatMap(({ clock, at }) =>
        at === null ? [] : [{ kind: CLOCK_TIMER, key: clock.id, ticketId: clock.ticketId, dueAt: new Date(at) }],
      ),
    );
    const idle = next.filter(({ at }) => at === null).map(({ clock }) => clock.id);
    await this.timers.cancel(unit.transaction, CLOCK_TIMER, idle);
  }

  /** Its ticket need not be locked: the event says which version it had. */
  tell(unit: WorkUnit, ticket: TicketRef, { clock, change }: ClockNews): void {
    const { metAt } = clock;
    const data = {
      ...describeTicket(ticket, unit.now),
      ticketId: ticket.id as TicketId,
      clockId: clock.id,
      kind: clock.kind,
      change,
      target: clock.target,
      startedAt: new Date(clock.startedAt).toISOString(),
      dueAt: clock.dueAt === null ? null : new Date(clock.dueAt).toISOString(),
      ...(metAt === null ? {} : { metAt: new Date(metAt).toISOString(), inTime: clock.breachedAt === null }),
    };
    unit.send(toTicketRecord('ticket.clock_changed.v1', data));
  }
}
