import type { Happening } from '../../happenings/happening.js';
import type { TicketStatus } from '../../tickets/ticket-state.js';
import { followCall } from './call-clocks.js';
import { type ActingEntry, actOf, askedAt, hasNotArrived, identifiedAt } from './entry-acts.js';
import type { ClockAct, ClockEvent } from './clock.js';
import { mergeClocks, unmergeClocks } from './merged-clocks.js';
import type { TicketClocks } from './ticket-clocks.js';

export type TicketWorkState = 'worked-on' | 'quarantined' | 'merged';

/** Clocks of the tickets that something happens to. */
export interface FollowedClocks {
  /** Undefined for a ticket that is not there any more. */
  of(ticketId: string): TicketClocks | undefined;
  /** Does anybody work on it? Not on what a flood brought, nor on what was merged. */
  stateOf(ticketId: string): TicketWorkState;
}

export interface Following {
  readonly open: FollowedClocks;
  /** Entries that events name, by id. */
  readonly entries: ReadonlyMap<string, ActingEntry>;
  /** By ticket, of those with an answer that did not arrive: by what else their customers were answered. */
  readonly acts: ReadonlyMap<string, readonly ClockAct[]>;
  /** By ticket, of those whose caller was connected: when it was recorded who he is. */
  readonly identified: ReadonlyMap<string, readonly ClockEvent[]>;
  /** The desk's channel of an inbox. */
  channelOf(inboxId: string | null, medium: string | null): string | null;
  /** Tickets in which a bot serves the customer. */
  readonly held: ReadonlySet<string>;
  readonly now: number;
}

/** Fields of a ticket that targets may be about. */
const JUDGED_BY = ['priority', 'category', 'requestType', 'group', 'urgency', 'mood', 'tags', 'level'];

/** What a ticket event does to clocks. Pure. */
export function followHappening(following: Following, { type, ticketId, at, data }: Happening): void {
  const { open, entries, acts, held, now } = following;
  const clocks = open.of(ticketId);
  if (clocks === undefined) return;
  const entry = typeof data['entryId'] === 'string' ? entries.get(data['entryId']) : undefined;
  if (type === 'ticket.entry_added.v1' && entry !== undefined) followEntry(following, ticketId, entry, 'new');
  if (type === 'ticket.entry_changed.v1' && entry !== undefined) {
    if (data['change'] === 'revised') followEntry(following, ticketId, entry, 'revised');
    if (hasNotArrived(entry)) clocks.unanswered(entry.id, acts.get(ticketId) ?? []);
  }
  if (type === 'ticket.status_changed.v1') followStatus(open.stateOf(ticketId), clocks, data, at.getTime());
  if (type === 'ticket.changed.v1' && JUDGED_BY.some((name) => name in (data['changes'] as object))) clocks.rejudge(now);
  if (held.has(ticketId)) clocks.hold('bot');
  else clocks.release(at.getTime());
  if (type !== 'ticket.merged.v1') return;
  const follow = data['undone'] === true ? unmergeClocks : mergeClocks;
  follow(clocks, open.of(String(data['intoTicketId'])), at.getTime());
}

/** A revised message asks for nothing anew; a revised call may be taken by now. */
function followEntry({ open, identified, channelOf }: Following, ticketId: string, entry: ActingEntry, as: 'new' | 'revised'): void {
  // What was moved meanwhile is another ticket's to wait for.
  if (open.stateOf(ticketId) !== 'worked-on' || entry.ticketId !== ticketId) return;
  const clocks = open.of(ticketId)!;
  const channel = channelOf(entry.inboxId, entry.channel);
  const asked = askedAt(entry);
  if (asked !== null) {
    const keys = entry.call?.ivr.map(({ key }) => key);
    if (as === 'new') clocks.customerWrote({ entryId: entry.id, at: asked }, channel, keys);
    if (entry.call !== null) followCall(clocks, entry.id, entry.call, channel, identified.get(ticketId));
  }
  const act = actOf(entry);
  if (act !== null) clocks.answered({ entryId: entry.id, at: act.at }, act.by);
  const known = identifiedAt(entry);
  if (known !== null) clocks.identified({ entryId: entry.id, at: known });
}

/** What a flood brought is not worked on, but it ends; what was merged goes on where it went. */
function followStatus(state: TicketWorkState, clocks: TicketClocks, data: Happening['data'], at: number): void {
  // A ticket that a split had made and that is empty again was not solved, one that comes out of another was never closed: their clocks go back.
  if (data['reason'] === 'split undone' || data['reason'] === 'merge undone') return;
  const [from, to] = [data['from'], data['to']] as [TicketStatus, TicketStatus];
  if (state === 'worked-on' || (state === 'quarantined' && (to === 'closed' || to === 'solved'))) clocks.statusChanged(from, to, at);
}
