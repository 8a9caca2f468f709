import type { ClockStopper } from '../../desk/schema/targets.js';
import type { NewNotice } from '../../notices/notices.js';
import type { TicketStatus } from '../../tickets/ticket-state.js';
import { type Clock, nextTelling } from './clock.js';
import { noticeText } from './clock-text.js';
import type { ClockNews } from './clock-sheet.js';

/** What is known of a ticket whose clock is due. */
export interface Watched {
  readonly id: string;
  readonly number: string;
  readonly version: number;
  readonly assignee: string | null;
  readonly group: string | null;
  readonly status: TicketStatus;
  readonly updatedAt: Date;
}

/** Somebody of ours was in touch with the customer. */
export interface Act {
  readonly by: ClockStopper;
  readonly at: number;
}

/** What came to a ticket lately. */
export interface Came {
  readonly acts: readonly Act[];
  /** When it was recorded who calls. */
  readonly identified: readonly number[];
}

/** Was it stopped in time, of which only the log has not told yet? `came`: since then. */
export function isSettled(
  { kind, stoppedBy, startedAt, dueAt }: Clock,
  { status, updatedAt }: Pick<Watched, 'status' | 'updatedAt'>,
  { acts, identified }: Came,
  since: Date,
): boolean {
  if (kind === 'greeting') return identified.some((at) => at >= startedAt && at <= (dueAt ?? at));
  const lately = updatedAt >= since;
  if (lately && (status === 'solved' || status === 'closed')) return true;
  if (kind === 'resolution') return lately && status === 'pending';
  return acts.some(({ by, at }) => stoppedBy.includes(by) && at >= startedAt && at <= (dueAt ?? at));
}

/** What is to be told now of a clock. One that ran out before it was warned of is not warned of any more. */
export function ring(clock: Clock, now: number): ClockNews[] {
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
export function toNotices({ clock, change }: ClockNews, { id, number, assignee, group }: Watched, timeZone: string): NewNotice[] {
  const owner = assignee !== null ? { agent: assignee } : group !== null ? { group } : { role: 'supervisor' as const };
  const to: NewNotice['to'][] = change === 'breached' && !('role' in owner) ? [owner, { role: 'supervisor' }] : [owner];
  const about = { kind: `clock_${change}`, text: noticeText(clock, change, number, timeZone), ticketId: id };
  return to.map((each) => ({ ...about, to: each, key: `clock:${clock.id}:${change}:${clock.dueAt}:${Object.keys(each)[0]}` }));
}
