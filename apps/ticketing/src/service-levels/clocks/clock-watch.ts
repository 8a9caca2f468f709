import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Sql } from '#database';
import { Notices } from '../../notices/notices.js';
import type { NewNotice } from '../../notices/notices.js';
import type { TicketStatus } from '../../tickets/ticket-state.js';
import type { WorkUnit } from '../../tickets/work-unit.js';
import type { Timer } from '../../timers/timer.js';
import { Timers } from '../../timers/timers.js';
import { type Clock, isRunning, nextTelling } from './clock.js';
import { REJUDGE_TIMER } from './clock-rejudge.js';
import { ClockWork } from './clock-work.js';
import { readActs } from './entry-acts.js';
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
  readonly status: TicketStatus;
  readonly updatedAt: Date;
}

/** Until then the log has told of what was seen in the tables before. */
const LOOK_AGAIN_MS = 2_000;
/** What is older the log has told of, or never will. */
const LATELY_MS = 120_000;

/** Tells of clocks that are about to run out or did: once, in the transaction that takes their timers away. */
@Injectable()
export class ClockWatch implements OnModuleInit {
  constructor(
    private readonly timers: Timers,
    private readonly work: ClockWork,
    private readonly clocks: ClockRepository,
    private readonly teller: ClockTeller,
    private readonly notices: Notices,
  ) {}

  onModuleInit(): void {
    this.timers.handle(CLOCK_TIMER, (unit, due) => this.tellDue(unit, due));
  }

  private async tellDue(unit: WorkUnit, due: readonly Timer[]): Promise<void> {
    const { transaction } = unit;
    const ids = due.map(({ key }) => key);
    await this.judgeChanged(unit, due);
    const clocks = await this.clocks.lock(transaction, ids);
    const tickets = await readWatched(transaction, clocks);
    const running = clocks.filter((clock) => isRunning(clock) && tickets.has(clock.ticketId));
    const settled = await findSettled(unit, running, tickets);
    const news = running.flatMap((clock) => (settled.has(clock.id) ? [] : ring(clock, unit.now.getTime())));
    // Those that were put off meanwhile get their timers again.
    await this.teller.write(unit, running);
    await this.timers.set(
      transaction,
      [...settled].map((id) => ({ kind: CLOCK_TIMER, key: id, dueAt: new Date(unit.now.getTime() + LOOK_AGAIN_MS) })),
    );
    for (const one of news) this.teller.tell(unit, tickets.get(one.clock.ticketId)!, one);
    await this.notices.tell(
      unit,
      news.flatMap((one) => toNotices(one, tickets.get(one.clock.ticketId)!)),
    );
  }

  /** While clocks are being judged anew, those that are due are first: none runs out by hours that hold no more. */
  private async judgeChanged(unit: WorkUnit, due: readonly Timer[]): Promise<void> {
    const pending = await unit.transaction.query('select 1 from timers where kind = $1 limit 1', [REJUDGE_TIMER]);
    if (pending.length === 0) return;
    const tickets = due.flatMap(({ ticketId }) => ticketId ?? []);
    const open = await this.work.open(unit, tickets);
    for (const id of tickets) open.of(id)?.rejudge(unit.now.getTime());
    await open.save();
  }
}

async function readWatched(sql: Sql, clocks: readonly Clock[]): Promise<Map<string, Watched>> {
  const rows = await sql.query<Watched>(
    `select id, number, version, assignee_id as assignee, group_id as "group", status, updated_at as "updatedAt" from tickets where id = any($1::uuid[])`,
    [[...new Set(clocks.map(({ ticketId }) => ticketId))]],
    'ticketing_watched_tickets',
  );
  return new Map(rows.map((row) => [row.id, row]));
}

/** Clocks that were stopped in time, of which only the log has not told yet. */
async function findSettled(
  { transaction, now }: WorkUnit,
  running: readonly Clock[],
  tickets: ReadonlyMap<string, Watched>,
): Promise<Set<string>> {
  if (running.length === 0) return new Set();
  const since = new Date(now.getTime() - LATELY_MS);
  const acts = await readActs(transaction, [...tickets.keys()], since);
  const settled = running.filter(({ kind, ticketId, stoppedBy, startedAt, dueAt }) => {
    const { status, updatedAt } = tickets.get(ticketId)!;
    const lately = updatedAt >= since;
    if (lately && (status === 'solved' || status === 'closed')) return true;
    if (kind === 'resolution') return lately && status === 'pending';
    return (acts.get(ticketId) ?? []).some(({ by, at }) => stoppedBy.includes(by) && at >= startedAt && at <= (dueAt ?? at));
  });
  return new Set(settled.map(({ id }) => id));
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
