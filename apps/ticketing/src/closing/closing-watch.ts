import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { WorkUnit } from '../tickets/work-unit.js';
import type { Timer } from '../timers/timer.js';
import { Timers } from '../timers/timers.js';
import { ClosingDesk, SILENCE } from './closing-desk.js';
import { ClosingFacts } from './closing-facts.js';

/** Customers who do not answer whether it is solved: after a time their tickets close by themselves, and they are told. */
@Injectable()
export class ClosingWatch implements OnModuleInit {
  constructor(
    private readonly timers: Timers,
    private readonly facts: ClosingFacts,
    private readonly closing: ClosingDesk,
  ) {}

  onModuleInit(): void {
    this.timers.handle(SILENCE, (unit, due) => this.close(unit, due));
  }

  private async close(unit: WorkUnit, due: readonly Timer[]): Promise<void> {
    const ids = due.flatMap(({ ticketId }) => ticketId ?? []);
    const silent = await this.facts.lock(unit, ids, ({ closing, facts }) => closing?.state === 'asked' && facts.status === 'solved');
    await this.closing.hear(
      unit,
      silent.map((ticket) => ({ ...ticket, state: 'silent' as const, text: null, entryId: null })),
    );
  }
}
