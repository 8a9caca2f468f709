import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Notices } from '../../notices/notices.js';
import type { NewNotice } from '../../notices/notices.js';
import type { WorkUnit } from '../../tickets/work-unit.js';
import type { Timer } from '../../timers/timer.js';
import { Timers } from '../../timers/timers.js';
import { type Clock, isRunning, nextTelling } from './clock.js';
import { noticeText } from './clock-text.js';
import { ClockRepository } from './clock.repository.js';
import { CLOCK_TIMER, ClockTeller } from './clock-teller.js';
import type { ClockNews } from './ticket-clocks.js';

interface Watched {
  readonly id: string;
  readonly number: string;
  readonly version: number;
  readonly assignee: string | null;
  readonly group: string | null;
}

/** Tells of clocks that are about to run out or did: once, in the transaction that takes their timers away. */
@Injectable()
export class ClockWatch implements OnModuleInit {
  constructor(
    private readonly timers: Timers,
    private readonly clocks: ClockRepository,
    private readonly teller: ClockTeller,
    private readonly notices: Notices,
  ) {}

  onModuleInit(): void {
    this.timers.handle(CLOCK_TIMER, (unit, due) => this.tellDue(unit, due));
  }

  private async tellDue(unit: WorkUnit, due: readonly Timer[]): Promise<void> {
    const clocks = await this.clocks.lock(
      unit.transaction,
      due.map(({ key }) => key),
    );
    const rows = await unit.transaction.query<Watched>(
      `select id, number, version, assignee_id as assignee, group_id as "group" from tickets where id = any($1::uuid[])`,
      [[...new Set(clocks.map(({ ticketId }) => ticketId))]],
      'ticketing_watched_tickets',
    );
    const tickets = new Map(rows.map((row) => [row.id, row]));
    const running = clocks.filter((clock) => isRunning(clock) && tickets.has(clock.ticketId));
    const news = running.flatMap((clock) => ring(clock, unit.now.getTime()));
    // Those that were put off meanwhile get their timers again.
    await this.teller.write(unit, running);
    for (const one of news) this.teller.tell(unit, tickets.get(one.clock.ticketId)!, one);
    await this.notices.tell(
      unit,
      news.flatMap((one) => toNotices(one, tickets.get(one.clock.ticketId)!)),
    );
  }
}

/** What is to be told now of a clock. One that ran out before it was warned of is not warned of any more. */
function ring(clock: Clock, now: number): ClockNews[] {
  const next = nextTelling(clock);
  if (next === null || next > now) return [];
  if (clock.dueAt !== null && clock.dueAt <= now) {
    clock.breachedAt = clock.dueAt;
    return [{ clock, change: 'breached' }];
  }
  clock.warnedAt = now;
  return [{ clock, change: 'warned' }];
}

/** Its owner is told; of one that ran out the supervisors too. */
function toNotices({ clock, change }: ClockNews, { id, number, assignee, group }: Watched): NewNotice[] {
  const owner = assignee !== null ? { agent: assignee } : group !== null ? { group } : { role: 'supervisor' as const };
  const to: NewNotice['to'][] = change === 'breached' && !('role' in owner) ? [owner, { role: 'supervisor' }] : [owner];
  const about = { kind: `clock_${change}`, text: noticeText(clock, change, number), ticketId: id };
  return to.map((each) => ({ ...about, to: each, key: `clock:${clock.id}:${change}:${clock.dueAt}:${Object.keys(each)[0]}` }));
}
