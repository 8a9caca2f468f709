import { Inject, Injectable } from '@nestjs/common';
import { DATABASE, type Database } from '#database';
import { CLOCK, type Clock as Time } from '#runtime';
import { seenBy, type Viewer } from '../../agents/viewer.js';
import type { ClockKind } from '../../desk/schema/targets.js';
import { decodeCursor, encodeCursor, toLimit } from '../../tickets/page-cursor.js';
import type { Clock } from './clock.js';
import { type ClockView, toView } from './clock-view.js';
import { CLOCK_COLUMNS, ClockRepository, readClock } from './clock.repository.js';

export type { ClockView } from './clock-view.js';

export interface ClockFilter {
  /** `open`: neither met nor called off; `breached`: ran out, met later or not; `overdue`: ran out, and somebody waits still. */
  readonly state: 'open' | 'breached' | 'overdue';
  readonly kind?: ClockKind | undefined;
  readonly channel?: string | undefined;
  /** Id of the group that has the ticket. */
  readonly group?: string | undefined;
}

/** What of its ticket stands beside a clock in a list. */
interface ClockTicket {
  readonly ticketNumber: string;
  readonly subject: string;
  readonly group: string | null;
  readonly assignee: string | null;
  readonly ticketVersion: number;
}

const OF_TICKET = `t.number as "ticketNumber", t.subject, t.group_id as "group", t.assignee_id as "assignee", t.version as "ticketVersion"`;
const RAN_OUT = 'c.breached_at is not null';
const WAITS = 'c.met_at is null and c.cancelled_at is null';
const STATES = { open: [WAITS, 'c.due_at is not null'], breached: [RAN_OUT], overdue: [RAN_OUT, WAITS] };

@Injectable()
export class ClockReader {
  constructor(
    private readonly clocks: ClockRepository,
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Time,
  ) {}

  async listOf(ticketId: string): Promise<ClockView[]> {
    const now = this.clock.now().getTime();
    return (await this.clocks.listOf(this.database.sql, ticketId)).map((clock) => toView(clock, now));
  }

  /** Open ones: due first comes first. Those that ran out: the last comes first. `viewer`: who asks; null sees all. */
  async list(
    { state, kind, channel, group }: ClockFilter,
    page: { readonly limit?: number | undefined; readonly cursor?: string | undefined },
    viewer: Viewer | null,
  ): Promise<{ items: (ClockView & ClockTicket)[]; nextCursor: string | null }> {
    const limit = toLimit(page.limit);
    const values: unknown[] = [];
    const place = (value: unknown) => `$${values.push(value)}`;
    const [column, order, after] = state === 'open' ? ['due_at', 'asc', '>'] : ['breached_at', 'desc', '<'];
    const where = [...STATES[state]];
    if (kind !== undefined) where.push(`c.kind = ${place(kind)}`);
    if (channel !== undefined) where.push(`c.channel = ${place(channel)}`);
    if (group !== undefined) where.push(`t.group_id = ${place(group)}::uuid`);
    if (viewer !== null) where.push(seenBy(viewer, 't', place));
    if (page.cursor !== undefined) {
      const [at, id] = decodeCursor(page.cursor, 2);
      where.push(`(c.${column}, c.id) ${after} (${place(at)}::timestamptz, ${place(id)}::uuid)`);
    }
    const columns = CLOCK_COLUMNS.split(',').map((name) => `c.${name.trim()}`);
    const rows = await this.database.sql.query<Clock & ClockTicket>(
      `select ${columns.join(', ')}, ${OF_TICKET} from clocks c join tickets t on t.id = c.ticket_id
       where ${where.join(' and ')} order by c.${column} ${order}, c.id ${order} limit ${limit + 1}`,
      values,
    );
    const now = this.clock.now().getTime();
    const items = rows.slice(0, limit).map((row) => ({ ...toView(readClock(row), now), ...ticketOf(row) }));
    const last = items.at(-1);
    const key = state === 'open' ? last?.dueAt : last?.breachedAt;
    return { items, nextCursor: rows.length > limit && last && key ? encodeCursor([key.toISOString(), last.id]) : null };
  }
}

function ticketOf({ ticketNumber, subject, group, assignee, ticketVersion }: ClockTicket): ClockTicket {
  return { ticketNumber, subject, group, assignee, ticketVersion };
}
