import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import type { Sql } from '#database';
import { SETTINGS, type Settings } from '#runtime';
import { Notices } from '../../notices/notices.js';
import type { WorkUnit } from '../../tickets/work-unit.js';
import type { Timer } from '../../timers/timer.js';
import { Timers } from '../../timers/timers.js';
import { type Clock, isRunning } from './clock.js';
import { REJUDGE_TIMER } from './clock-rejudge.js';
import { ClockWork } from './clock-work.js';
import { readActs, readIdentified } from './entry-acts.js';
import { ClockRepository } from './clock.repository.js';
import { CLOCK_TIMER, ClockTeller } from './clock-teller.js';
import { isSettled, ring, toNotices, type Watched } from './ring.js';

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
    @Inject(SETTINGS) private readonly settings: Settings,
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
      news.flatMap((one) => toNotices(one, tickets.get(one.clock.ticketId)!, this.settings.deskSettings.timeZone)),
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
  const greeted = running.some(({ kind }) => kind === 'greeting');
  const identified: Awaited<ReturnType<typeof readIdentified>> = greeted
    ? await readIdentified(transaction, [...tickets.keys()], since)
    : new Map();
  const cameTo = (id: string) => ({ acts: acts.get(id) ?? [], identified: (identified.get(id) ?? []).map(({ at }) => at) });
  const settled = running.filter((clock) => isSettled(clock, tickets.get(clock.ticketId)!, cameTo(clock.ticketId), since));
  return new Set(settled.map(({ id }) => id));
}
